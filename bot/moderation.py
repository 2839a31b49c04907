"""The moderation log (alet 2.5, iwys and wren-spinney 2.3; athelstan 7.14, unnamed-trust "Handling abuse"): what was deleted or blocked, and why.

The reasons to choose from are the clauses of the school's own policy. Where it wants the audience told why, that is asked for until it is noted.
Whoever is in the log again is shown with the entries before, and with the clause on blocking; nothing is decided by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from bot import wording
from bot.accounts import OTHER, account_choices
from bot.cards import Block, Fact, Facts, Line, Quote, visible
from bot.comments import find_account
from bot.forms import FieldType, FormField
from bot.handing import CHASE, MORNING, Followed, choice_of, field_of, moment_of, not_self, shown, timer
from bot.likeness import is_near
from bot.matters.cards import when
from bot.matters.courses import Act, Begun, Change, Circumstances, Question, to_person, to_role
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, MatterKind, Quoted, Said
from bot.outbox import Owed
from bot.reports import FieldError, Person, Role, RowKind
from bot.said_times import is_not_sure
from knowledge.clauses import Policy

UNTOLD, LOGGED, UNDONE = "untold", "logged", "undone"
_REASONS = ("delete-abusive-comments", "delete-spam", "delete-personal-information", "delete-adverts-and-donations", "block-users")
"""Topics whose leading clause is a reason to delete or to block."""
_SEEN_BY_AUDIENCE = ("deleted", "hidden", "blocked", "reported")
_ANY = frozenset((UNTOLD, LOGGED))
_LABELS = wording.MODERATION_FIELDS
LONGEST_LABEL = 75
MOST_EARLIER = 6
_SHORTEST = 5
"""Letters of a name below which another one is not taken to be much like it."""


class Moderation(Followed):
    """How an entry of the log goes."""

    kind = MatterKind.MODERATION
    name = wording.MODERATION
    kept = wording.MODERATION_KEPT
    button = wording.MODERATION_BUTTON
    waits = frozenset((UNTOLD,))
    states = wording.MODERATION_STATES
    events = wording.MODERATION_EVENTS
    notices = wording.MODERATION_NOTICES
    every = 1
    acts = (
        Act(
            "told",
            _ANY,
            wording.MODERATION_TOLD,
            (
                FormField("audience", _LABELS["audience"][0], FieldType.LONG_TEXT),
                field_of(_LABELS, "told_when", FieldType.DATE_TIME, required=False),
            ),
        ),
        Act("no_word", frozenset((UNTOLD,)), wording.MODERATION_NO_WORD, (field_of(_LABELS, "no_word", FieldType.LONG_TEXT),)),
        Act("slt", _ANY, wording.MODERATION_SLT),
        Act("undo", _ANY, wording.MODERATION_UNDO, (field_of(_LABELS, "undo", FieldType.LONG_TEXT),)),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form; its reasons are those of the school's policy."""
        policy = reasons_of(here)
        reasons = {one.clause_id: _label(one) for one in policy}
        fields: tuple[FormField, ...] = (
            choice_of(_LABELS, "account", dict(account_choices(here))),
            field_of(_LABELS, "other_account", required=False),
            choice_of(_LABELS, "what", wording.MODERATION_WHAT),
            choice_of(_LABELS, "why", {**reasons, OTHER: wording.MODERATION_OTHER}),
            field_of(_LABELS, "other_why", required=False),
            field_of(_LABELS, "who"),
            field_of(_LABELS, "when", FieldType.DATE_TIME),
            field_of(_LABELS, "words", FieldType.LONG_TEXT, required=False),
            field_of(_LABELS, "link", FieldType.LINK, required=False),
            field_of(_LABELS, "audience", FieldType.LONG_TEXT, required=False),
            choice_of(_LABELS, "tell_slt", wording.MODERATION_YES_NO),
        )
        whole = _each_once((*(one for one in policy if one.stem or _label(one).endswith("…")), *here.quote("explain-block")))
        says = _says(whole) if reasons else (Line(wording.MODERATION_SILENT),)
        return Question(wording.MODERATION, fields, (Line(wording.MODERATION_OPENING), *says))

    def check(self, here: Circumstances, person: Person, said: Said) -> tuple[FieldError, ...]:
        """Return which of the two other answers is not named."""
        account = said.get("account") == OTHER and not said.get("other_account").strip()
        reason = said.get("why") == OTHER and not said.get("other_why").strip()
        faults = [FieldError("other_account", wording.COMMENT_WHICH_ACCOUNT)] if account else []
        return (*faults, *([FieldError("other_why", wording.MODERATION_WHICH_REASON)] if reason else []))

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Put it into the log; ask for word to the audience where the policy wants it, and tell who should know."""
        fields = dict(matter.fields)
        reason = tuple(one for one in reasons_of(here) if one.clause_id == fields["why"])
        tells = fields["what"] in _SEEN_BY_AUDIENCE and bool(here.quote("explain-block"))
        same, _ = earlier(here, fields["who"])
        block = here.quote("block-users") if same else ()
        audience = here.quote("explain-block") if tells else ()
        owed = [Owed(RowKind.CARD, 0, to_role(Role.SLT, "to_slt"), here.now)] if fields["tell_slt"] == "yes" else []
        owed += [Owed(RowKind.CARD, 0, to_role(Role.COMMUNICATIONS, "repeated"), here.now)] if same else []
        state = UNTOLD if tells and not fields.get("audience", "").strip() else LOGGED
        owed += [timer(CHASE, self.next_time(here))] if state == UNTOLD else []
        return Begun(state, tuple(owed), quotes=_each_once((*reason, *audience, *block)))

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Ask whoever noted it what the audience was told, on every school day; from the third time on whoever looks after the accounts too."""
        if topic != CHASE or matter.state != UNTOLD:
            return ()
        asked = [to_person(matter.raised_by, "audience")] if matter.raised_by else []
        asked += [to_role(Role.COMMUNICATIONS, "audience")] if step >= 2 or not asked else []
        told = tuple(Owed(kind, step, one, here.now) for one in asked)
        return (*told, timer(CHASE, here.calendar.next_school_day_at(here.now, MORNING), step=step + 1))

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Note what the audience was told, tell SLT, take it back."""
        done, tells = wording.MODERATION_DONE[act], not_self(matter, person)
        match act:
            case "told":
                at = moment_of(here, said.get("told_when")) or here.now
                return Change(done, LOGGED, fields={**matter.fields, "told_at": at.isoformat()}, tells_raiser=tells)
            case "no_word":
                return Change(done, LOGGED, tells_raiser=tells)
            case "slt":
                step = next_step(here.connection, matter.id, RowKind.CARD)
                return Change(done, owed=(Owed(RowKind.CARD, step, to_role(Role.SLT, "to_slt"), here.now),), tells_raiser=False)
            case _:
                return Change(done, UNDONE, tells_raiser=tells)

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return what was done on which account."""
        account = find_account(here, matter.fields.get("account", ""))
        where = account.label if account else matter.fields.get("other_account", "")
        return f"{wording.MODERATION_WHAT[matter.fields['what']]}, {where}"[:80]

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return what was done and why, by the words of the policy as they stood then, and who is in the log again."""
        reason = next((one for one in matter.quotes if one.clause_id == matter.fields.get("why")), None)
        labels = {one.name: one for one in self.question(here, Person(matter.raised_by, matter.raised_by_name, matter.school)).fields}
        facts = []
        for name, text in matter.fields.items():
            if name not in labels:
                continue
            words = visible(_whole(reason)) if name == "why" and reason else shown(here, matter, labels[name], text)
            facts.append(Fact(wording.MODERATION_WHY if name == "why" else labels[name].label, words))
        tell = (Line(wording.MODERATION_TELL),) if matter.state == UNTOLD else ()
        return (Facts(tuple(facts)), *_repeated(here, matter), *tell)


def reasons_of(here: Circumstances) -> tuple[Quoted, ...]:
    """Return the clauses of the school's policy that are reasons to delete or to block, each once, word for word."""
    policy: Policy = here.policy
    found = dict[str, Quoted]()
    for topic in _REASONS:
        for link in policy.answers.get(topic, ())[:1]:
            clause = policy.clauses[link.clause_id]
            found.setdefault(clause.id, Quoted(clause.id, clause.section, clause.stem, clause.text))
    return tuple(found.values())


def earlier(here: Circumstances, who: str, before: Matter | None = None) -> tuple[tuple[Matter, ...], tuple[Matter, ...]]:
    """Return the entries before this one under the same name, and under one that is much like it. Nobody unknown is ever the same."""
    wanted = plain_handle(who)
    if not wanted:
        return (), ()
    noted = [one for one in here.list(MatterKind.MODERATION, states=_ANY) if before is None or _order(one) < _order(before)]
    named = [(one, plain_handle(one.fields.get("who", ""))) for one in noted]
    same = tuple(one for one, name in named if name == wanted)
    long = len(wanted) >= _SHORTEST
    near = tuple(one for one, name in named if long and name != wanted and len(name) >= _SHORTEST and is_near(name, wanted))
    return same, near


def _order(matter: Matter) -> tuple[datetime, int, str]:
    return matter.raised_at, len(matter.reference), matter.reference


def plain_handle(who: str) -> str:
    """Return a name or handle without what differs from one writing of it to another; '' where it is not known.

    `@Jay_Example`, `jay.example` and `https://x.com/JayExample` are one.
    """
    text = unicodedata.normalize("NFKC", who).casefold().strip()
    if is_not_sure(text) or re.fullmatch(r"(?:not known|nobody|anonymous|none|n/?a|\?+|-)", text):
        return ""
    found = re.match(r"https?://[^/]+/(?:in/|user/|c/|profile/)?([^/?#]+)", text)
    return re.sub(r"[\W_]+", "", found[1] if found else text)


def _repeated(here: Circumstances, matter: Matter) -> tuple[Block, ...]:
    same, near = earlier(here, matter.fields.get("who", ""), matter)
    lines = [Line(wording.MODERATION_EARLIER.format(entries=_entries(here, same)), strong=True)] if same else []
    lines += [Line(wording.MODERATION_SIMILAR.format(entries=_entries(here, near)))] if near else []
    return (*lines, *([Line(wording.MODERATION_REPEATED)] if same and here.quote("block-users") else []))


def _says(quotes: Iterable[Quoted]) -> tuple[Block, ...]:
    """Return the reasons word for word, as far as a list of choices cannot show them: the lead-in of a list stands before its first item."""
    blocks: list[Block] = []
    stems = set[str]()
    for one in quotes:
        if not one.stem or one.stem not in stems or _label(one).endswith("…"):
            blocks.append(Quote(one.text, one.stem, wording.section(one.section)))
        stems.add(one.stem)
    return (Line(wording.MATTER_POLICY_SAYS), *blocks)


def _entries(here: Circumstances, matters: Iterable[Matter]) -> str:
    newest = list(matters)[-MOST_EARLIER:]
    return "; ".join(
        wording.MODERATION_ENTRY.format(
            reference=one.reference, what=wording.MODERATION_WHAT[one.fields["what"]].casefold(), at=when(here, one.raised_at)
        )
        for one in newest
    )


def _label(one: Quoted) -> str:
    """Return a reason for a list of choices: word for word, its end left off where it does not fit; the whole of it stands above the form."""
    whole = wording.MODERATION_REASON.format(section=one.section, text=one.text)
    return whole if len(whole) <= LONGEST_LABEL else whole[: LONGEST_LABEL - 1].rsplit(" ", 1)[0] + "…"


def _whole(one: Quoted) -> str:
    return wording.MODERATION_REASON.format(section=wording.section(one.section), text=one.text)


def _each_once(quotes: Iterable[Quoted]) -> tuple[Quoted, ...]:
    return tuple({one.clause_id: one for one in quotes}.values())
