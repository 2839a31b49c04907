"""When a policy is to be reviewed: what the five print, how a month counts, and what answers say once it has passed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reviews import ReviewDay, is_overdue, printed_review, read_review_day, review_line
from knowledge.clauses import Knowledge
from knowledge.loading import load_knowledge


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("17.04.27", ReviewDay(date(2027, 4, 17))),
        ("17/4/2027", ReviewDay(date(2027, 4, 17))),
        ("2027-04-17", ReviewDay(date(2027, 4, 17))),
        ("17th April 2027", ReviewDay(date(2027, 4, 17))),
        ("April 17, 2027", ReviewDay(date(2027, 4, 17))),
        ("May 2027", ReviewDay(date(2027, 5, 31), whole_month=True)),
        ("June 2026 or in line for Government Guidelines", ReviewDay(date(2026, 6, 30), whole_month=True)),
        ("Feb 2028", ReviewDay(date(2028, 2, 29), whole_month=True)),
        ("annually", None),
        ("every [number of years]", None),
        ("31.02.27", None),
        ("", None),
    ],
)
def test_date_is_read_as_policies_print_it(words: str, day: ReviewDay | None) -> None:
    assert read_review_day(words) == day


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("alet", ReviewDay(date(2027, 4, 17))),
        ("athelstan", ReviewDay(date(2027, 5, 31), whole_month=True)),
        ("iwys", ReviewDay(date(2026, 6, 30), whole_month=True)),
        ("wren-spinney", ReviewDay(date(2027, 2, 28), whole_month=True)),
        ("unnamed-trust", None),
    ],
)
def test_each_policy_prints_its_date(knowledge: Knowledge, key: str, day: ReviewDay | None) -> None:
    assert printed_review(knowledge.policies[key]) == day


def test_month_counts_to_its_end() -> None:
    june = read_review_day("June 2026")
    assert not is_overdue(june, date(2026, 6, 30))
    assert is_overdue(june, date(2026, 7, 1))
    assert not is_overdue(None, date(2026, 7, 1))


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("alet", ""),
        ("athelstan", ""),
        ("iwys", "This policy was due for review in June 2026."),
        ("wren-spinney", ""),
        ("unnamed-trust", "This policy prints no review date."),
    ],
)
def test_answers_of_november_2026_say_which_policy_is_overdue_or_never_dated(knowledge: Knowledge, key: str, line: str) -> None:
    assert review_line(knowledge.policies[key], date(2026, 11, 28)) == line


def test_day_that_has_passed_is_said_whole(knowledge: Knowledge) -> None:
    assert review_line(knowledge.policies["alet"], date(2027, 4, 18)) == "This policy was due for review on 17 April 2027."


def test_date_that_the_owner_has_noted_counts_instead(knowledge: Knowledge) -> None:
    noted = ReviewDay(date(2027, 6, 30), whole_month=True)
    assert review_line(knowledge.policies["iwys"], date(2026, 11, 28), noted) == ""
    assert review_line(knowledge.policies["unnamed-trust"], date(2027, 7, 1), noted) == "This policy was due for review in June 2027."
