"""Builds discriminative weights from labelled texts: multinomial logistic regression, trained in seconds by adaptive gradient descent.

Deterministic: the same texts give the same weights. scikit-learn was tried first and did not earn its weight: on 300 topics its one-against-all
solvers give margins that cannot be read as chances, and its joint ones take minutes (docs/accuracy.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float32]

SMOOTHING = 0.05
"""Share of each label spread over all others, so that no single ask is believed outright."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts as numbers: one row a text, one column a feature."""

    vocabulary: tuple[str, ...]
    inverse: Floats
    """Inverse document frequency of each feature, smoothed as if one more text held them all."""
    rows: sparse.csr_matrix
    """Damped counts times inverse document frequency, each row of length one."""


def number_texts(texts: Iterable[Sequence[str]], rarest: int) -> Corpus:
    """Return texts as numbers; a feature must occur in at least `rarest` of them to count."""
    counted = [Counter(features) for features in texts]
    spread: Counter[str] = Counter()
    for counts in counted:
        spread.update(counts.keys())
    vocabulary = sorted(feature for feature, count in spread.items() if count >= rarest)
    columns = {feature: column for column, feature in enumerate(vocabulary)}
    held = [[(columns[feature], count) for feature, count in counts.items() if feature in columns] for counts in counted]
    starts = np.cumsum([0, *map(len, held)])
    pairs = np.array([pair for text in held for pair in text], dtype=np.int64).reshape(-1, 2)
    inverse = (np.log((1 + len(counted)) / (1 + np.array([spread[feature] for feature in vocabulary]))) + 1).astype(np.float32)
    values = (1 + np.log(pairs[:, 1])).astype(np.float32) * inverse[pairs[:, 0]]
    rows = sparse.csr_matrix((values, pairs[:, 0], starts), shape=(len(counted), len(vocabulary)))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = sparse.diags(1 / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    scaled = (scale @ rows).tocsr().astype(np.float32)
    scaled.sort_indices()
    return Corpus(tuple(vocabulary), inverse, scaled)


def train_weights(
    rows: sparse.csr_matrix, labels: npt.NDArray[np.int64], classes: int, *, epochs: int, rate: float = 0.2, batch: int = 128
) -> tuple[Floats, Floats]:
    """Return (weights, bias) of a multinomial logistic regression: weights is features x classes, bias is classes."""
    weights = np.zeros((rows.shape[1], classes), dtype=np.float32)
    bias = np.zeros(classes, dtype=np.float32)
    spread = np.full(rows.shape[1], 1e-8, dtype=np.float32)
    bias_spread = np.full(classes, 1e-8, dtype=np.float32)
    order = np.random.RandomState(20_261_120)
    for _ in range(epochs):
        shuffled = order.permutation(rows.shape[0])
        for start in range(0, len(shuffled), batch):
            chosen = shuffled[start : start + batch]
            part = rows[chosen]
            columns, places = np.unique(part.indices, return_inverse=True)
            narrow = sparse.csr_matrix((part.data, places, part.indptr), shape=(len(chosen), len(columns)))
            held = weights[columns]
            error = chances(narrow @ held + bias) - SMOOTHING / classes
            error[np.arange(len(chosen)), labels[chosen]] -= 1 - SMOOTHING
            slope = narrow.T @ error
            spread[columns] += (slope * slope).mean(axis=1)
            weights[columns] = held - rate * slope / np.sqrt(spread[columns])[:, None]
            lean = error.sum(axis=0)
            bias_spread += lean * lean
            bias -= rate * 0.1 * lean / np.sqrt(bias_spread)
    return weights, bias


def chances(scores: Floats) -> Floats:
    """Return scores as chances: each row is positive and sums to one (softmax)."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)
