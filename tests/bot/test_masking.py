"""Who is spoken of cannot be read in a masked text, and the question in it still can."""

from __future__ import annotations

import pytest

from bot.masking import MASK, mask_names

USED = "a and at can do dont friend from has i in is me message my note on page photo pic post pupil s sent t the to we who wrote year"
ORDINARY = frozenset(USED.split())


def knows(word: str) -> bool:
    return word in ORDINARY


def masked(text: str) -> str:
    return mask_names(text, knows)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Priya sent me a message", f"{MASK} sent me a message"),
        ("can i friend priya", f"can i friend {MASK}"),
        ("a photo from Ömer", f"a photo from {MASK}"),
        ("Anne-Marie wrote", f"{MASK} wrote"),
        ("O’Reilly wrote", f"{MASK} wrote"),
        ("is Priya's page", f"is {MASK} page"),
        ("Ola, Bea and Cai", f"{MASK}, {MASK} and {MASK}"),
    ],
)
def test_word_that_is_not_ordinary_is_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize("title", ["Mr", "Mrs", "Miss", "Ms", "Mx", "Dr", "Sir", "Prof", "Rev", "Fr", "mr", "MISS", "Dr."])
def test_title_and_name_are_masked_even_where_the_name_is_an_ordinary_word(title: str) -> None:
    assert masked(f"a message from {title} Page") == f"a message from {MASK}"


def test_initial_and_second_name_after_a_title_are_masked() -> None:
    assert masked("is Mr J. Friend Page, a friend") == f"is {MASK}, a friend"


@pytest.mark.parametrize("handle", ["@page", "@jo_post99", "@Post"])
def test_handle_is_masked(handle: str) -> None:
    assert masked(f"friend {handle} sent me a message") == f"friend {MASK} sent me a message"


@pytest.mark.parametrize("number", ["07700 900123", "+44 7700 900123", "01793-555-0123", "(01793) 555012", "07700900123", "555012"])
def test_phone_number_is_masked(number: str) -> None:
    text = masked(f"message {number} to me")
    assert text.replace("(", "") == f"message {MASK} to me"


@pytest.mark.parametrize("address", ["post@page.example", "A.Page+note@post.example", "post@page"])
def test_email_address_is_masked(address: str) -> None:
    assert masked(f"message {address} at year") == f"message {MASK} at year"


@pytest.mark.parametrize("address", ["https://page.example/post", "http://page.example", "www.page.example/post?pupil=7"])
def test_web_address_is_masked(address: str) -> None:
    assert masked(f"post on {address} is my page") == f"post on {MASK} is my page"


@pytest.mark.parametrize(
    "text", ["can i post a photo on my page", "year 11 pupil", "we don't post", "is the pupil's page a friend's page?", "", "?!"]
)
def test_ordinary_words_are_kept(text: str) -> None:
    assert masked(text) == text


def test_ordinary_word_with_a_capital_is_kept() -> None:
    assert masked("Can I POST a Photo") == "Can I POST a Photo"


def test_number_of_three_digits_is_masked_and_a_shorter_one_is_not() -> None:
    assert masked("year 11 post 123") == f"year 11 post {MASK}"


@pytest.mark.parametrize("text", ["can Priya post a photo", "can we friend Zoë-Ann at Oakfield"])
def test_without_a_list_of_words_every_capital_but_the_first_is_masked(text: str) -> None:
    kept = mask_names(text, None)
    assert kept.startswith("can ")
    assert not any(word[0].isupper() for word in kept.split())


def test_without_a_list_of_words_the_lower_case_ones_are_kept() -> None:
    assert mask_names("The pupil wrote to Priya", None) == f"The pupil wrote to {MASK}"


def test_masked_text_masks_to_itself() -> None:
    once = masked("Mr Page at post@page.example sent Priya 07700 900123")
    assert masked(once) == once


def test_ordinary_words_after_a_titled_name_are_kept() -> None:
    assert masked("can miss priya post photo on the page") == f"can {MASK} post photo on the page"
