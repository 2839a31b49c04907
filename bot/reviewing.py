"""The review of a policy: its owner is reminded before the day that it prints (title table, page line), and each week once that has passed.

Signpost raises it as it comes near, once for each version; what the owner notes raises the next. What a date means, `reviews` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot import wording
from bot.cards import Block, Line
from bot.forms import FieldType, FormField
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question, remind
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, MatterKind, Said
from bot.office import Office
from bot.outbox import Owed
from bot.reading import day_of
from bot.reports import FieldError, Person, Role, RowKind
from bot.reviews import ReviewDay, printed_review, read_review_day, review_line
from bot.rounds import MORNING, read_due, version_words
from bot.versions import FINGERPRINT, mark_version
from knowledge.clauses import Policy

WAITING, POSTPONED, REVIEWED, REPLACED = "waiting", "postponed", "reviewed", "replaced"
OPEN = frozenset((WAITING, POSTPONED))
BEFORE = {"ninety": 90, "thirty": 30, "seven": 7}
"""Days before the review, by topic."""
COMES_UP = timedelta(days=100)
"""So long before its day a review is raised; one without a day at once."""
WEEK, FOUR_WEEKS = timedelta(days=7), timedelta(days=28)


def _asked(name: str, type_: FieldType = FieldType.TEXT, *, required: bool = True) -> FormField:
    label, hint = wording.REVIEW_FIELDS[name]
    return FormField(name, label, type_, hint, required, tuple(wording.REVIEW_OUTCOMES.items()) if type_ is FieldType.CHOICE else ())


class Reviews(Course):
    """How a review goes."""

    kind = MatterKind.REVIEW
    name = wording.REVIEW
    topics = ("review-date", "review-frequency")
    waits = OPEN
    states = wording.REVIEW_STATES
    events = wording.REVIEW_EVENTS
    notices = wording.REVIEW_NOTICES
    acts = (
        Act(
            "reviewed",
            OPEN,
            wording.REVIEW_REVIEWED,
            (_asked("outcome", FieldType.CHOICE), _asked("next"), _asked("note", FieldType.LONG_TEXT, required=False)),
        ),
        Act("not_yet", OPEN, wording.REVIEW_NOT_YET, (_asked("until", FieldType.DAY), _asked("why", FieldType.LONG_TEXT, required=False))),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return no questions: Signpost raises it itself."""
        return Question(self.name, ())

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Owe the owner the reminders of the date; where there is none, ask for one."""
        review = review_of(matter.fields)
        quotes = here.quote(*self.topics)
        if review is None:
            return Begun(WAITING, (remind(Role.OWNER, self._morning(here), "undated"),), quotes=quotes)
        owed = tuple(_reminders(here, review.day, self._morning(here)))
        return Begun(WAITING, owed, here.calendar.at(review.day, here.setting.closes), quotes=quotes)

    def _morning(self, here: Circumstances) -> datetime:
        return here.calendar.next_school_day_at(here.now, MORNING)

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Note the review and raise the next, or put it off."""
        return self._reviewed(here, matter, said) if act == "reviewed" else self._put_off(here, matter, said)

    def _reviewed(self, here: Circumstances, matter: Matter, said: Said) -> Change | FieldError:
        following = read_review_day(said.get("next")) or _as_review(read_due(here, said.get("next")))
        if following is None:
            return FieldError("next", wording.REVIEW_NEXT_UNREADABLE)
        if following.day <= day_of(here):
            return FieldError("next", wording.REVIEW_NEXT_PAST)
        fields = {**matter.fields, "due": following.day.isoformat(), "whole_month": "yes" if following.whole_month else "", "noted": "yes"}
        raising = Raising(f"review:after:{matter.id}", self.kind, here.school, None, "", fields)
        return Change(wording.REVIEW_DONE.format(day=following.words()), REVIEWED, raises=(raising,))

    def _put_off(self, here: Circumstances, matter: Matter, said: Said) -> Change | FieldError:
        until = read_due(here, said.get("until"))
        if until is None:
            return FieldError("until", wording.DAY_UNREADABLE)
        if until <= day_of(here):
            return FieldError("until", wording.REVIEW_NEXT_PAST)
        at = here.calendar.at(here.calendar.first_school_day_from(until), MORNING)
        step = next_step(here.connection, matter.id, RowKind.REMIND)
        owed = (remind(Role.OWNER, at, "postponed", step=step, civil=here.calendar.civil(at)),)
        return Change(wording.REVIEW_PUT_OFF.format(day=wording.on_day(_local(here, at))), POSTPONED, owed, ends_reminders=True)

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Return the next reminder: each week once it is overdue or was put off, every four weeks while there is no date at all."""
        if topic not in ("overdue", "postponed", "undated"):
            return ()
        after = FOUR_WEEKS if topic == "undated" else WEEK
        day = here.calendar.first_school_day_from(day_of(here) + after)
        following = "undated" if review_of(matter.fields) is None else "overdue"
        return (remind(Role.OWNER, here.calendar.at(day, MORNING), following, step=step + 1),)

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return by when it is due."""
        review = review_of(matter.fields)
        return wording.REVIEW_HEADLINE_DUE.format(day=review.words()) if review else wording.REVIEW_HEADLINE_NONE

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return which version it is of, and by when it is due."""
        review, printed = review_of(matter.fields), matter.fields.get("printed", "")
        if review is None:
            due = wording.REVIEW_DUE_ODD.format(words=printed) if printed else wording.REVIEW_DUE_NONE
        elif matter.fields.get("noted"):
            due = wording.REVIEW_DUE_NOTED.format(day=review.words())
        else:
            day = wording.REVIEW_END_OF.format(month=review.words()) if review.whole_month else review.words()
            due = wording.REVIEW_DUE_PRINTED.format(words=printed, day=day)
        return Line(matter.fields.get("version", "")), Line(due)


def review_for(here: Circumstances) -> Raising:
    """Return the review of the current version, to be raised; the same version, with the same date, has the same key."""
    policy, printed = here.policy, here.policy.fact("review_date")
    review = read_review_day(printed)
    fields = {**mark_version(policy), "version": version_words(policy), "printed": printed}
    if review is not None:
        fields |= {"due": review.day.isoformat(), "whole_month": "yes" if review.whole_month else ""}
    mark = sha256(f"{policy.fingerprint}|{printed}".encode()).hexdigest()[:32]
    return Raising(f"review:{here.school}:{mark}", MatterKind.REVIEW, here.school, None, "", fields)


def comes_up(here: Circumstances) -> bool:
    """Say whether the review of the current version is near enough for its owner, overdue, or without a date."""
    review = printed_review(here.policy)
    return review is None or review.day - COMES_UP <= day_of(here)


def is_of_now(matter: Matter, policy: Policy) -> bool:
    """Say whether a review is of the document as it is now, and of the date that its YAML states now."""
    return matter.fields.get(FINGERPRINT) == policy.fingerprint and matter.fields.get("printed") == policy.fact("review_date")


def review_of(fields: Mapping[str, str]) -> ReviewDay | None:
    """Return the day that a review keeps; None where there is none."""
    due = fields.get("due", "")
    return ReviewDay(date.fromisoformat(due), whole_month=bool(fields.get("whole_month"))) if due else None


def notice_of(office: Office, policy: Policy) -> str:
    """Return what an answer from a policy says of its review now; '' where there is nothing to say. A date that an owner has noted counts."""
    schools = [one for one in office.settings.schools if one.policy == policy.key]
    now = office.clock.now()
    on = now.astimezone(ZoneInfo(schools[0].timezone if schools else "Europe/London")).date()
    line = review_line(policy, on)
    if not line:
        return ""
    with office.looking() as connection:
        listed = [one for school in schools for one in office.filing.matters.list(connection, school.key, (MatterKind.REVIEW,))]
    noted = [review_of(one.fields) for one in listed if one.fields.get("noted") and is_of_now(one, policy)]
    days = [one for one in noted if one is not None]
    return review_line(policy, on, max(days, key=lambda one: one.day)) if days else line


def _reminders(here: Circumstances, due: date, morning: datetime) -> Iterator[Owed]:
    """Yield what reminds the owner. Where a time has gone by before it was known of, the last that has is made up for in the morning."""
    missed, coming = "", list[tuple[str, datetime]]()
    for topic, days in BEFORE.items():
        at = here.calendar.at(here.calendar.last_school_day_until(due - timedelta(days=days)), MORNING)
        if at > here.now:
            coming.append((topic, at))
        else:
            missed = topic
    if missed and due >= day_of(here) and all(at > morning for _, at in coming):
        coming.insert(0, (missed, morning))
    after = here.calendar.at(here.calendar.first_school_day_from(due + timedelta(days=1)), MORNING)
    coming.append(("overdue", max(after, morning)))
    for topic, at in coming:
        yield remind(Role.OWNER, at, topic, civil=here.calendar.civil(at))


def _as_review(day: date | None) -> ReviewDay | None:
    return ReviewDay(day) if day else None


def _local(here: Circumstances, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(here.timezone))
