"""The same labelled texts give the same weights, and the weights learn what can be learned."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.training import Corpus, Floats, chances, number_texts, train_weights

TEXTS = [["add", "friend"], ["friend", "request"], ["post", "photo"], ["photo", "page"], ["lunch"], ["lunch", "menu"]]
LABELS = np.array([0, 0, 1, 1, 2, 2], dtype=np.int64)


def train(corpus: Corpus, labels: np.ndarray = LABELS) -> tuple[Floats, Floats]:
    return train_weights(corpus.rows, labels, 3, epochs=20)


def read(corpus: Corpus, weights: Floats, bias: Floats) -> Floats:
    return chances(np.asarray(corpus.rows @ weights + bias, dtype=np.float32))


# --- texts as numbers ---


def test_features_are_numbered_in_order_of_the_alphabet() -> None:
    assert number_texts(TEXTS, 1).vocabulary == ("add", "friend", "lunch", "menu", "page", "photo", "post", "request")


def test_feature_of_too_few_texts_is_left_out() -> None:
    assert number_texts(TEXTS, 2).vocabulary == ("friend", "lunch", "photo")


def test_feature_said_often_in_one_text_still_counts_as_one_text() -> None:
    assert number_texts([["fair", "fair", "fair"], ["page"], ["page"]], 2).vocabulary == ("page",)


def test_every_text_has_length_one() -> None:
    rows = number_texts(TEXTS, 1).rows
    assert np.linalg.norm(rows.toarray(), axis=1).tolist() == pytest.approx([1.0] * len(TEXTS))


def test_text_whose_features_are_all_left_out_is_nothing() -> None:
    assert number_texts([*TEXTS, ["zebra"]], 2).rows[-1].nnz == 0


def test_empty_text_keeps_its_row() -> None:
    assert number_texts([[], *TEXTS], 1).rows.shape[0] == len(TEXTS) + 1


def test_rare_feature_weighs_more_than_a_common_one() -> None:
    corpus = number_texts([["a", "rare"], ["a"], ["a"]], 1)
    assert corpus.inverse[corpus.vocabulary.index("rare")] > corpus.inverse[corpus.vocabulary.index("a")]


def test_feature_of_every_text_has_frequency_one() -> None:
    assert number_texts([["a"], ["a"], ["a"]], 1).inverse.tolist() == [1.0]


def test_rare_feature_weighs_more_in_its_text() -> None:
    corpus = number_texts([["a", "rare"], ["a"], ["a"]], 1)
    common, rare = corpus.rows[0].toarray().ravel()
    assert rare / common == pytest.approx(corpus.inverse[1] / corpus.inverse[0])


def test_feature_said_twice_weighs_more_but_not_twice_as_much() -> None:
    twice, once = number_texts([["a", "a", "b"], ["a", "b"]], 1).rows[0].toarray().ravel()
    assert twice / once == pytest.approx(1 + np.log(2))


def test_order_of_features_in_a_text_does_not_matter() -> None:
    one, two = number_texts([["a", "b", "a"]], 1), number_texts([["b", "a", "a"]], 1)
    assert np.array_equal(one.rows.toarray(), two.rows.toarray())


# --- training ---


def test_same_texts_give_the_same_weights() -> None:
    (weights, bias), (again, bias_again) = train(number_texts(TEXTS, 1)), train(number_texts(TEXTS, 1))
    assert np.array_equal(weights, again)
    assert np.array_equal(bias, bias_again)


def test_training_does_not_touch_the_random_numbers_of_others() -> None:
    np.random.seed(7)
    expected = np.random.rand()
    np.random.seed(7)
    train(number_texts(TEXTS, 1))
    assert np.random.rand() == expected


def test_weights_have_a_row_for_each_feature_and_a_column_for_each_class() -> None:
    corpus = number_texts(TEXTS, 1)
    weights, bias = train(corpus)
    assert (weights.shape, bias.shape) == ((len(corpus.vocabulary), 3), (3,))


def test_texts_that_can_be_told_apart_are_told_apart() -> None:
    corpus = number_texts(TEXTS, 1)
    assert read(corpus, *train(corpus)).argmax(axis=1).tolist() == LABELS.tolist()


def test_other_labels_give_other_weights() -> None:
    corpus = number_texts(TEXTS, 1)
    other = np.array([2, 2, 0, 0, 1, 1], dtype=np.int64)
    assert read(corpus, *train(corpus, other)).argmax(axis=1).tolist() == other.tolist()


def test_no_text_is_believed_outright() -> None:
    corpus = number_texts(TEXTS, 1)
    assert read(corpus, *train_weights(corpus.rows, LABELS, 3, epochs=500)).max() < 0.99


def test_label_of_most_texts_is_likelier_for_a_text_of_nothing() -> None:
    corpus = number_texts([["a"], ["a"], ["a"], ["b"]], 1)
    _, bias = train_weights(corpus.rows, np.array([0, 0, 0, 1], dtype=np.int64), 2, epochs=5)
    assert bias[0] > bias[1]


def test_what_one_class_gains_the_others_lose() -> None:
    corpus = number_texts(TEXTS, 1)
    weights, _ = train_weights(corpus.rows, LABELS, 3, epochs=1)
    assert weights.sum(axis=1).tolist() == pytest.approx([0.0] * len(corpus.vocabulary), abs=1e-5)


def test_texts_beyond_one_batch_are_learned_too() -> None:
    corpus = number_texts(TEXTS * 50, 1)
    labels = np.tile(LABELS, 50)
    weights, bias = train_weights(corpus.rows, labels, 3, epochs=3, batch=16)
    assert read(corpus, weights, bias).argmax(axis=1).tolist() == labels.tolist()


# --- chances ---


@pytest.mark.parametrize("scores", [[0.0, 0.0], [1.0, 2.0, 3.0], [-500.0, 500.0], [1e30, 1e30], [-1e30, 0.0]])
def test_chances_sum_to_one(scores: list[float]) -> None:
    assert float(chances(np.array(scores, dtype=np.float32)).sum()) == pytest.approx(1.0)


def test_each_row_of_chances_sums_to_one() -> None:
    rows = chances(np.array([[1, 2, 3], [0, 0, 9]], dtype=np.float32))
    assert rows.sum(axis=1).tolist() == pytest.approx([1.0, 1.0])


def test_higher_score_has_the_higher_chance() -> None:
    assert chances(np.array([1, 3, 2], dtype=np.float32)).argsort().tolist() == [0, 2, 1]


def test_equal_scores_have_equal_chances() -> None:
    assert chances(np.array([5, 5, 5, 5], dtype=np.float32)).tolist() == [0.25] * 4
