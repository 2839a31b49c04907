"""When a policy is to be reviewed, as it prints it or its owner has noted, and what its answers say once that day has passed. Pure.

A month without a day is meant to its end: a policy that is due for review in June 2026 is overdue from the first of July.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bot import wording
from knowledge.clauses import Policy

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WHOLE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<![0-9])(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?![0-9])",
        r"(?<![0-9])(?P<d>[0-9]{1,2})(?P<s>[-/. ])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4}|[0-9]{2})(?![0-9])",
        rf"(?<![0-9])(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? ?(?:of )?{_MONTH}\b,? ?(?P<y>[0-9]{{4}})",
        rf"\b{_MONTH}\b (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y>[0-9]{{4}})",
    )
)
_MONTH_ONLY = re.compile(rf"\b{_MONTH}\b\.?,? ?(?P<y>[0-9]{{4}})", re.I)


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """By when a policy is to be reviewed."""

    day: date
    """The last day on which it is not overdue."""
    whole_month: bool = False
    """Only the month is said."""

    def words(self) -> str:
        """Return it as a reader says it: `June 2026`, `17 April 2027`."""
        return f"{self.day:%B %Y}" if self.whole_month else f"{self.day.day} {self.day:%B %Y}"


def read_review_day(words: str) -> ReviewDay | None:
    """Return the day that a policy prints (`17.04.27`, `May 2027`, `June 2026 or in line with guidance`); None where no date stands there."""
    for pattern in _WHOLE:
        found = pattern.search(words)
        if found:
            return _day(found.groupdict())
    found = _MONTH_ONLY.search(words)
    if found is None:
        return None
    year, month = int(found["y"]), _month(found["month"])
    return ReviewDay(date(year, month, monthrange(year, month)[1]), whole_month=True)


def printed_review(policy: Policy) -> ReviewDay | None:
    """Return by when a policy is to be reviewed as it says itself; None where it prints no date, or none that can be read."""
    return read_review_day(policy.fact("review_date"))


def is_overdue(review: ReviewDay | None, on: date) -> bool:
    """Say whether a review should have been done by that day."""
    return review is not None and review.day < on


def review_line(policy: Policy, on: date, noted: ReviewDay | None = None) -> str:
    """Return what an answer from a policy says of its review on a day; '' where there is nothing to say. `noted` is the owner's own date, if any."""
    review = noted or printed_review(policy)
    if review is None:
        return wording.REVIEW_NO_DATE if not policy.fact("review_date") else wording.REVIEW_UNREADABLE.format(words=policy.fact("review_date"))
    if not is_overdue(review, on):
        return ""
    return (wording.REVIEW_WAS_DUE_IN if review.whole_month else wording.REVIEW_WAS_DUE_ON).format(day=review.words())


def _day(found: dict[str, str | None]) -> ReviewDay | None:
    named, year = found.get("month"), int(found["y"] or 0)
    try:
        return ReviewDay(date(year + (2000 if year < 100 else 0), _month(named) if named else int(found["m"] or 0), int(found["d"] or 0)))
    except ValueError:
        return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].casefold()) + 1
