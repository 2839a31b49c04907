"""Questions that nobody could answer, or whose answer did not help, as the owner of the policy decides on them: alike ones together, without names.

A group is a matter, so that it comes to the owner like everything else. *Add as an ask* makes a proposal and *Dismiss* puts it aside; what Signpost
answers changes by neither. The text goes with the questions themselves, 90 days after the last of them was asked; until then a group that was decided
on takes in what is alike, and does not come back.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from bot import wording
from bot.alike import SAYS_LITTLE, Group, group
from bot.cards import Block, Fact, Facts, Line, one_line, visible
from bot.forms import FieldType, FormField
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question
from bot.matters.filing import Raising
from bot.matters.values import Matter, MatterKind, Said
from bot.reports import FieldError, Person
from bot.store.tables import unanswered
from bot.unanswered import NOT_HELPFUL, Kept, Unanswered
from knowledge.clauses import Policy
from knowledge.loading import HOME
from knowledge.text import stem, words

NEW, PROPOSED, DISMISSED, GONE = "new", "proposed", "dismissed", "gone"
MOST_OPEN = 10
"""Groups that wait for the owner at a time, the largest first: more would bury everything else."""
MOST_EXAMPLES = 3
NEAREST = 3
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _asked(name: str, type_: FieldType = FieldType.TEXT, *, required: bool = True) -> FormField:
    label, hint = wording.QUESTIONS_FIELDS[name]
    return FormField(name, label, type_, hint, required)


class Questions(Course):
    """How a group of alike questions goes."""

    kind = MatterKind.QUESTION
    name = wording.QUESTIONS
    waits = frozenset((NEW,))
    rests = frozenset((PROPOSED, DISMISSED))
    states = wording.QUESTIONS_STATES
    events = wording.QUESTIONS_EVENTS
    acts = (
        Act("add", frozenset((NEW, DISMISSED)), wording.QUESTIONS_ADD, (_asked("topic"),)),
        Act("dismiss", frozenset((NEW, PROPOSED)), wording.QUESTIONS_DISMISS, (_asked("why", required=False),)),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return no questions: Signpost raises it itself."""
        return Question(self.name, ())

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Let it wait on the owner's desk; no message goes out for it but the week's."""
        return Begun(NEW)

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Make a proposal of it, or put it aside. Nothing that is answered changes by either."""
        if act == "dismiss":
            return Change(wording.QUESTIONS_DISMISSED, DISMISSED)
        topic = said.get("topic").strip().casefold()
        if not (topic in here.policy.answers or is_topic(topic)):
            return FieldError("topic", wording.QUESTIONS_NO_TOPIC)
        return Change(wording.QUESTIONS_ADDED, PROPOSED, fields={**matter.fields, "topic": topic})

    def prefill(self, here: Circumstances, matter: Matter, act: str) -> dict[str, str]:
        """Fill in the nearest topic."""
        near = nearest_topics(here.policy, matter.fields.get("lead", ""))
        return {"topic": near[0]} if act == "add" and near else {}

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return how often it was asked, and its words."""
        return f"{matter.fields.get('number', '')} x {one_line(matter.fields.get('lead', ''))[:80]}"

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return how often it was asked and how, and which topics are near; never by whom."""
        number, unhelpful = matter.fields.get("number", ""), matter.fields.get("unhelpful", "0")
        asked = wording.QUESTIONS_ASKED_ONCE if number == "1" else wording.QUESTIONS_ASKED
        last = matter.fields.get("last", "")
        lines = [Line(asked.format(number=number, day=wording.on_day(datetime.fromisoformat(last)) if last else ""), strong=True)]
        lines += [Line(wording.QUESTIONS_UNHELPFUL.format(number=unhelpful))] if unhelpful != "0" else []
        examples = Facts((Fact(wording.QUESTIONS_WORDS, visible(matter.fields.get("examples", ""))),))
        near = nearest_topics(here.policy, matter.fields.get("lead", ""))
        after = [Line(wording.QUESTIONS_NEAR.format(topics=", ".join(near)))] if near else []
        after += [Line(wording.QUESTIONS_TOPIC.format(topic=matter.fields["topic"]))] if matter.fields.get("topic") else []
        return (*lines, examples, *after, Line(wording.QUESTIONS_WITHOUT_NAMES))


def mark_of(here: Circumstances) -> tuple[int, int]:
    """Return by what it is known whether questions have come or gone: how many are kept, and the newest."""
    kept = select(func.count(), func.coalesce(func.max(unanswered.c.id), 0)).where(unanswered.c.policy_key == here.setting.policy)
    number, newest = here.connection.execute(kept).one()
    return int(number), int(newest)


def is_first_of_its_policy(here: Circumstances) -> bool:
    """Say whether a school is the first in the settings with its policy: a kept question does not say at which school it was asked."""
    return next(one.key for one in here.office.settings.schools if one.policy == here.setting.policy) == here.school


def read_kept(here: Circumstances) -> tuple[Kept, ...]:
    """Return the questions that are kept for the school's policy, oldest first."""
    office = here.office
    return Unanswered(office.engine, office.filing.sealer, knows=None, clock=office.clock.now).read(here.setting.policy)


def groups_of(matters: Sequence[Matter], kept: Sequence[Kept]) -> Iterator[tuple[Matter | None, Group]]:
    """Yield what is kept in groups: those that were raised already, each with its matter, then new ones, the largest first."""
    known = [one for one in matters if one.fields.get("lead")]
    for number, found in enumerate(group(kept, [one.fields["lead"] for one in known])):
        yield (known[number] if number < len(known) else None), found


def fields_of(found: Group) -> dict[str, str]:
    """Return what a matter keeps of a group. The words are those of questions that are kept still."""
    texts = list(dict.fromkeys(one.question for one in reversed(found.questions)))
    unhelpful = sum(one.why == NOT_HELPFUL for one in found.questions)
    return {
        "lead": found.lead if found.lead in texts else texts[0],
        "examples": "\n".join(texts[:MOST_EXAMPLES]),
        "number": str(len(found.questions)),
        "unhelpful": str(unhelpful),
        "last": found.newest.at.date().isoformat(),
    }


def nearest_topics(policy: Policy, text: str) -> tuple[str, ...]:
    """Return the topics of a policy whose name and clauses have the most telling words in common with a question; none where none has."""
    held = {topic: _words_of(topic, policy) for topic in policy.answers}
    common = Counter(word for one in held.values() for word in one)
    tells = {word: math.log(len(held) / number) for word, number in common.items()}
    wanted = {stem(word) for word in words(text) if word not in SAYS_LITTLE} & set(tells)
    scores = {topic: sum(one[word] * tells[word] ** 2 for word in wanted if word in one) / _length(one, tells) for topic, one in held.items()}
    best = sorted((topic for topic, score in scores.items() if score > 0), key=lambda topic: -scores[topic])
    return tuple(best[:NEAREST])


def _length(held: dict[str, float], tells: dict[str, float]) -> float:
    return math.sqrt(sum((weight * tells[word]) ** 2 for word, weight in held.items())) or 1.0


def _words_of(topic: str, policy: Policy) -> dict[str, float]:
    clauses = (policy.clauses[link.clause_id].text for link in policy.answers[topic])
    return {**{stem(word): 1.0 for text in clauses for word in words(text)}, **{stem(word): 2.0 for word in topic.split("-")}}


def is_topic(name: str, home: Path = HOME) -> bool:
    """Say whether the knowledge has a topic of this name, on which the policy may be silent."""
    files = sorted((home / "topics").glob("*.yaml")) if _ID.fullmatch(name) else []
    return any(f"\n{name}:\n" in "\n" + path.read_text(encoding="utf-8") for path in files)
