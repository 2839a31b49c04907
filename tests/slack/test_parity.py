"""The same inputs give the same words in Slack and in the core: what a person reads does not depend on where they read it.

Both sides live through the same morning: what is asked, reported and pressed in Slack is done by the core's verbs as well, on a store of its own
under a clock of its own, and what Slack shows is compared with `Card.plain_text()`, which is what the terminal shows. Only layout may differ
(bullets, numbers of buttons, quotation marks), and what `ONLY_IN_SLACK` names.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot import pressing, register, wording
from bot.answering import Answerer
from bot.audit import AuditLog
from bot.cards import Card
from bot.desks import desk_blocks
from bot.duties import Asking, Duties
from bot.enquiries import follow
from bot.filing import Filing
from bot.key_ring import new_ring
from bot.matters import MatterKind
from bot.office import Office
from bot.outcomes import Reply, Unknown
from bot.people import People
from bot.replies import present
from bot.reporting import read_form
from bot.reports import Kind, Person, Refused
from bot.sealing import Sealer, audit_key
from bot.store.engine import connect_engine
from bot.visitors import Visitor
from knowledge.reading import Reader
from tests.bot.conftest import FakeClock
from tests.slack import surfaces
from tests.slack.conftest import DSL_CHANNEL, PEOPLE, STAFFROOM, TESS, School, open_school
from tests.slack.fake_slack import FakeSlack
from tests.slack.test_schools import ELM_CHANNEL, ELMS, two_schools

ONLY_IN_SLACK = ([wording.WHY_THIS], [wording.WAS_IT_RIGHT, wording.HELPFUL, wording.NOT_HELPFUL])
"""Why and feedback are buttons in Slack; in a terminal `why` is typed, and nobody is asked whether an answer helped."""
GUEST, NAMES = "U0GUEST", {"oakfield": "Oakfield School", "elmfield": "Elmfield School"}
QUESTIONS = (
    "can I accept a friend request from a past pupil?",
    "can I accept a friend request from a current pupil?",
    "can I go on facebook at work",
    "can I post photos of my class?",
    "can parents moan about the school on facebook",
    "do staff have to report safeguarding issues",
    "when is this policy due for review",
    "What's our move if a dad slates us on his page?",
    "does the harrasment policy still count for wot we put online or just face 2 face",
    "do we have a whatsapp group",
    "do we reply to comments at weekends",
    "who is the DSL?",
    "who runs our facebook page?",
    "what time is lunch",
    "zzz <!channel> & <b>",
    "a year 9 has just sent me a friend request on instagram",
    "one of our pupils posted that he wants to hurt himself",
    "can I post photos of pupils? can I accept a friend request from a past pupil? and what about my lunch with Zebedee?",
    "a child has just told me he is being hit at home right now and is bleeding",
    "do we need permision for photos on X",
)
FILLED: dict[Kind, dict[str, str]] = {
    Kind.PUPIL_CONTACT: {
        **{"immediate_danger": "no", "network": "Snapchat", "account": "mine", "pupils": "Robin, Year 9", "pupil_status": "current"},
        **{"family_member": "no", "happened_at": "today 9:15", "started_by": "pupil", "what_was_said": "hi & <!channel>\n  *bold*", "replied": "no"},
    },
    Kind.SAFEGUARDING_CONCERN: {
        **{"immediate_danger": "yes", "told_dsl_in_person": "yes", "child": "Robin", "what_happened": "A bruise.\u202e", "happened_at": "yesterday"},
        **{"place": "the gym"},
    },
    Kind.ADULT_CONCERN: {
        **{"immediate_danger": "no", "self_referral": "no", "adult_name": "a visitor", "what_happened": "Shouted.", "happened_at": "last night"},
    },
    Kind.ONLINE_INCIDENT: {
        **{"immediate_danger": "no", "what": "fake_or_hacked_account", "network": "X", "what_happened": "In our name.", "happened_at": "not sure"},
    },
}
FAULTY: dict[str, str] = {"happened_at": "tomorrow 10:00", "what_was_said": " ", "what_happened": "\u200b", "child": "x" * 2_999}
"""What is put in place of the good values; what a form does not ask is left out."""
OUTCOME, NO_REASON = {"outcome": "monitor", "reason": "Spoken to."}, {"outcome": "monitor", "reason": " "}
PRESSES: tuple[tuple[str, str, int, dict[str, str] | None], ...] = (
    # who, what, on which report, and what is written into its questions
    *((who, "view", 0, None) for who in ("U0AMARA", "U0BEN", "U0CHIDI", "U0DANA", "U0FARID", TESS, GUEST, "U0GITA")),
    *((who, "acknowledge", 0, None) for who in ("U0FARID", "U0AMARA", "U0BEN", "U0AMARA")),
    *((who, "assign", 0, None) for who in ("U0BEN", TESS)),
    ("U0AMARA", "note", 0, {"note": "Spoke to Tess. *not bold*"}),
    ("U0FARID", "note", 0, None),
    ("U0AMARA", "contact", 0, {"contact": "Please come & see me."}),
    (TESS, "read_message", 0, None),
    ("U0BEN", "read_message", 0, None),
    ("U0AMARA", "escalate", 0, None),
    (TESS, "add_information", 0, {"add_information": "He wrote again."}),
    ("U0BEN", "add_information", 0, None),
    ("U0AMARA", "outcome", 0, OUTCOME),
    ("U0AMARA", "escalate", 0, None),
    ("U0AMARA", "mark_recorded", 0, None),
    ("U0AMARA", "reopen", 0, {"reopen": "More has come in."}),
    ("U0AMARA", "reopen", 0, {"reopen": "And more."}),
    ("U0AMARA", "view", 0, None),
    ("U0AMARA", "view", 2, None),
    ("U0CHIDI", "view", 2, None),
    ("U0CHIDI", "acknowledge", 2, None),
    (TESS, "withdraw", 3, {"withdraw": "no"}),
    (TESS, "withdraw", 3, {"withdraw": "yes"}),
    (TESS, "withdraw", 3, {"withdraw": "yes"}),
    (TESS, "withdraw", 3, {"withdraw": "no"}),
    ("U0AMARA", "view", 3, None),
    ("U0AMARA", "acknowledge", 3, None),
    ("U0AMARA", "view", 1, None),
    ("U0AMARA", "outcome", 1, NO_REASON),
    ("U0GITA", "view", 4, None),
    ("U0GITA", "note", 4, {"note": "  "}),
)

RAISED: tuple[tuple[str, MatterKind, dict[str, str]], ...] = (
    ("oakfield", MatterKind.SUGGESTION, {"what": "The bake sale <!channel> & *more*", "network": "Facebook"}),
    ("oakfield", MatterKind.SUGGESTION, {"what": " ", "network": ""}),
    ("oakfield", MatterKind.JOURNALIST, {"who": "not sure", "paper": "The Echo", "about": "The roof & <b>", "said_so_far": "Nothing"}),
    ("oakfield", MatterKind.JOURNALIST, {"paper": "The Echo"}),
    ("oakfield", MatterKind.MENTION, {"where": "X", "what": "Rude words.\u202e", "seen": "today 9:15"}),
    ("elmfield", MatterKind.SUGGESTION, {"what": "The play", "network": "not sure"}),
)
"""At which school, what, and what is filled in; choices that have to be made take their first."""
ACTS: tuple[tuple[str, str, int, dict[str, str] | None], ...] = (
    # who, what, with which matter, and what is written into its questions
    *((who, "view", 0, None) for who in ("U0AMARA", "U0BEN", "U0CHIDI", "U0FARID", TESS, GUEST, "U0GITA")),
    ("U0FARID", "use", 0, None),
    ("U0AMARA", "decline", 0, {"answer": " "}),
    ("U0AMARA", "decline", 0, {"answer": "We had one *last* week."}),
    ("U0AMARA", "use", 0, None),
    (TESS, "withdraw", 0, None),
    (TESS, "view", 0, None),
    ("U0AMARA", "view", 1, None),
    ("U0AMARA", "view", 2, None),
    ("U0GITA", "view", 3, None),
    (TESS, "withdraw", 3, None),
    ("U0AMARA", "view", 3, None),
)


@dataclass(frozen=True)
class Input:
    """Something that a person does."""

    name: str
    in_slack: Callable[[Both], str]
    in_core: Callable[[Both], str]
    is_part: bool = False
    """What the core says is only part of what Slack shows: the App Home holds more than one card."""


@dataclass
class Both:
    """The same two schools, in Slack and in the core alone."""

    school: School
    office: Office
    answerer: Answerer
    clock: FakeClock
    reports: list[tuple[str, str]] = field(default_factory=list)
    """The ids of what was reported, in Slack and in the core."""
    matters: list[tuple[str, str]] = field(default_factory=list)
    """The ids of what was raised, in Slack and in the core."""
    last: tuple[Any, Reply] | None = None
    """The last answer: as a message of Slack's, and in the core."""

    # --- in Slack ---

    def asked(self, school: str, question: str) -> str:
        self._be_at(school)
        (answer,) = self.school.write(TESS, question.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        self.last = answer, self._reply(school, question)
        return surfaces.words(answer.blocks)

    def pressed_answer(self, action: str) -> str:
        assert self.last is not None
        message = self.last[0]
        chosen = next(one["action_id"] for one, _ in surfaces.elements_of(message.blocks) if one["action_id"].split(":")[1] == action)
        before = len(self.school.slack.messages)
        self.school.press(TESS, message=message.as_json(), channel=message.channel, action_id=chosen)
        (answer,) = self.school.slack.messages[before:]
        return surfaces.words(answer.blocks)

    def sent(self, school: str, kind: Kind, values: dict[str, str]) -> str:
        self._be_at(school)
        self.school.press(TESS, view=self.school.home(TESS), action_id="sp:report_form:0", value=str(kind), forged=True)
        answer = self.school.submit(TESS, self.school.window(TESS), {f"f:{name}": value for name, value in values.items()}).json
        if answer["response_action"] == "errors":
            return "\n".join(f"{block.removeprefix('f:')}: {said}" for block, said in answer["errors"].items())
        shown = self._closed(TESS)
        with self.school.office.looking() as connection:
            stored = self.school.office.filing.list_reports(connection, school, tuple(pressing.State))
        self.reports.append((max(stored, key=lambda one: int(one.reference.partition("-")[2])).id, ""))
        return surfaces.words(shown["blocks"])

    def pressed(self, who: str, action: str, number: int, said: dict[str, str] | None) -> str:
        at = f"{self.clock.now().timestamp():.6f}"  # of the morning that is lived through, in which no press is a double click
        self.school.press(who, view=self.school.home(who), action_id=f"sp:{action}:0", value=self.reports[number][0], forged=True, action_ts=at)
        if said is not None and self.school.window(who)["callback_id"] == f"press:{action}":
            answer = self.school.submit(who, self.school.window(who), {f"f:{name}": value for name, value in said.items()}).json
            if answer["response_action"] == "errors":
                self._closed(who)
                return "\n".join(answer["errors"].values())
        return surfaces.words(self._closed(who)["blocks"])

    def raised(self, school: str, kind: MatterKind, values: dict[str, str]) -> str:
        self._be_at(school)
        self.school.press(TESS, view=self.school.home(TESS), action_id="sp:matter_form:0", value=str(kind), forged=True)
        filled = {f"f:{name}": value for name, value in self._chosen(school, kind, values).items()}
        answer = self.school.submit(TESS, self.school.window(TESS), filled).json
        if answer["response_action"] == "errors":
            self._closed(TESS)
            return "\n".join(f"{block.removeprefix('f:')}: {said}" for block, said in answer["errors"].items())
        shown = self._closed(TESS)
        self.matters.append((shown["private_metadata"], ""))
        return surfaces.words(shown["blocks"])

    def acted(self, who: str, act: str, number: int, said: dict[str, str] | None) -> str:
        at = f"{self.clock.now().timestamp():.6f}"  # no press is a double click
        value = f"{act} {self.matters[number][0]}"
        self.school.press(who, view=self.school.home(who), action_id="sp:matter:0", value=value, forged=True, action_ts=at)
        if said is not None and self.school.window(who)["callback_id"] == f"act:{act}":
            answer = self.school.submit(who, self.school.window(who), {f"f:{name}": value for name, value in said.items()}).json
            if answer["response_action"] == "errors":
                self._closed(who)
                return "\n".join(answer["errors"].values())
        return surfaces.words(self._closed(who)["blocks"])

    def home(self, who: str) -> str:
        return surfaces.words(self.school.home(who)["blocks"])

    def _closed(self, who: str) -> dict[str, Any]:
        shown = self.school.window(who)
        self.school.close_windows(who)
        return shown

    def _be_at(self, school: str) -> None:
        home = self.school.home(TESS)
        if NAMES[school] in surfaces.buttons(home["blocks"]):
            self.school.press(TESS, view=home, label=NAMES[school])

    # --- in the core ---

    def reply(self, school: str, question: str) -> str:
        answered = self._reply(school, question)
        beside = register.Beside(self.office, Person(f"slack:{TESS}", "Tess Byrne", school))(answered, question)
        return "\n".join(filter(None, (self._shown(answered), Card(beside).plain_text())))

    def follow(self, action: str) -> str:
        assert self.last is not None
        reply = self.last[1]
        chosen = next((one for one in present(reply, can_report=True).buttons() if one.action == action), None)
        match action:
            case "why":
                return present(reply, with_why=True, can_report=True).plain_text()
            case "none":
                return wording.NOT_CHOSEN.format(whom=reply.policy.ask_whom)
            case _:
                assert chosen is not None
                return self._shown(follow(self.answerer, action, chosen.value, reply.policy.key))

    def submitted(self, school: str, kind: Kind, values: dict[str, str]) -> str:
        reporter = Person(f"slack:{TESS}", "Tess Byrne", school)
        read = read_form(self.office, kind, values, (), key=str(uuid4()), reporter=reporter)
        if isinstance(read, Refused):
            return "\n".join(f"{one.field}: {one.message}" for one in read.errors)
        stored = pressing.submit(self.office, read)
        assert not isinstance(stored, Card)
        self.reports[-1] = (self.reports[-1][0], stored.standing.report.id)
        return pressing.receipt(self.office, stored.standing.report.id).plain_text()

    def done(self, who: str, action: str, number: int, said: dict[str, str] | None) -> str:
        person, report = self._person(who, number), self.reports[number][1]
        asked = pressing.ask_first(self.office, person, action, report)
        if isinstance(asked, Card):
            return asked.plain_text()
        return pressing.press(self.office, person, action, report, said or {}).card.plain_text()

    def raised_in_core(self, school: str, kind: MatterKind, values: dict[str, str]) -> str:
        done = Duties(self.office).submit(self._visitor(TESS, school), kind, str(uuid4()), self._chosen(school, kind, values), ())
        if isinstance(done, Refused):
            return "\n".join(f"{one.field}: {one.message}" for one in done.errors)
        self.matters[-1] = (self.matters[-1][0], done.matter_id)
        return done.receipt.plain_text()

    def acted_in_core(self, who: str, act: str, number: int, said: dict[str, str] | None) -> str:
        duties, value = Duties(self.office), f"{act} {self.matters[number][1]}"
        with self.office.looking() as connection:
            school = self.office.filing.matters.get(connection, self.matters[number][1]).school
        visitor = self._visitor(who, school)
        came = duties.press(visitor, value)
        if isinstance(came, Asking):
            done = duties.carry_out(visitor, value, str(uuid4()), said or {}, ())
            if isinstance(done, Refused):
                return "\n".join(one.message for one in done.errors)
            came = done
        return f"{came.said}\n{came.card.plain_text()}"

    def _chosen(self, school: str, kind: MatterKind, values: dict[str, str]) -> dict[str, str]:
        asked = Duties(self.office).ask(self._visitor(TESS, school), kind)
        assert isinstance(asked, Asking)
        return {**{one.name: one.choices[0][0] for one in asked.fields if one.choices and one.required}, **values}

    def _visitor(self, who: str, school: str) -> Visitor:
        if who == "U0GITA":
            school = "elmfield"  # she works at no other
        listed = self.office.people.person(f"slack:{who}", school)
        name = listed.name if listed else "Gus Guest" if who == GUEST else "Tess Byrne"
        return Visitor("slack", who, "T0OAKFIELD", name, who != GUEST, (school,), listed=(listed,) if listed else ())

    def _person(self, who: str, number: int) -> Person:
        with self.office.looking() as connection:
            school = self.office.filing.get(connection, self.reports[number][1]).school
        if who == "U0GITA":
            return Person("gita", "Gita Rao", "elmfield")  # of the other school only
        listed = self.office.people.person(f"slack:{who}", school)
        return listed or Person(f"slack:{who}", "Gus Guest" if who == GUEST else "Tess Byrne", school, full_member=who != GUEST)

    def _reply(self, school: str, question: str) -> Reply:
        return self.answerer.ask(question, self.office.school(school).policy)

    @staticmethod
    def _shown(reply: Reply) -> str:
        return present(reply, kept=isinstance(reply.outcome, Unknown), can_report=True).plain_text()


def inputs() -> list[Input]:
    """Return the inputs, in the order in which they are lived through."""
    found: list[Input] = []

    def ask(school: str, question: str) -> None:
        found.append(Input(f"{school} asks: {question}", lambda both: both.asked(school, question), lambda both: both.reply(school, question)))

    def follow_up(action: str) -> None:
        found.append(Input(f"then presses {action}", lambda both: both.pressed_answer(action), lambda both: both.follow(action)))

    def report(school: str, kind: Kind, values: dict[str, str], what: str) -> None:
        sending = Input(
            f"{school} sends {what} {kind}", lambda both: both.sent(school, kind, values), lambda both: both.submitted(school, kind, values)
        )
        found.append(sending)

    for school in NAMES:
        for question in QUESTIONS:
            ask(school, question)
    for school, question, actions in (
        ("oakfield", QUESTIONS[0], ("why",)),
        ("oakfield", QUESTIONS[2], ("settle", "why")),
        ("oakfield", QUESTIONS[7], ("topic", "none", "why")),
        ("elmfield", QUESTIONS[4], ("why",)),
    ):
        ask(school, question)
        for action in actions:
            follow_up(action)
    for kind, values in FILLED.items():
        report("oakfield", kind, values, "a")
        report("oakfield", kind, {**values, **{name: value for name, value in FAULTY.items() if name in values}}, "a faulty")
    report("elmfield", Kind.PUPIL_CONTACT, FILLED[Kind.PUPIL_CONTACT], "a")
    report("elmfield", Kind.PUPIL_CONTACT, {}, "an empty")
    for who, action, number, said in PRESSES:
        found.append(_press(who, action, number, said))
    for school, matter_kind, values in RAISED:
        found.append(_raise(school, matter_kind, values))
    for who, act, number, said in ACTS:
        found.append(_act(who, act, number, said))
    found.append(_home_of_duties("U0AMARA", "oakfield"))
    for who in ("U0AMARA", "U0CHIDI"):
        found.append(_home(who, _desk))
    found.append(_home(TESS, pressing.list_of))
    return found


def _press(who: str, action: str, number: int, said: dict[str, str] | None) -> Input:
    return Input(f"{who} presses {action}", lambda both: both.pressed(who, action, number, said), lambda both: both.done(who, action, number, said))


def _raise(school: str, kind: MatterKind, values: dict[str, str]) -> Input:
    return Input(f"{school} raises a {kind}", lambda both: both.raised(school, kind, values), lambda both: both.raised_in_core(school, kind, values))


def _act(who: str, act: str, number: int, said: dict[str, str] | None) -> Input:
    return Input(f"{who} does {act}", lambda both: both.acted(who, act, number, said), lambda both: both.acted_in_core(who, act, number, said))


def _home_of_duties(who: str, school: str) -> Input:
    def in_core(both: Both) -> str:
        return "\n".join(card.plain_text() for card in Duties(both.office).all_of(both._visitor(who, school)))

    return Input(f"{who} finds what waits on the App Home", lambda both: both.home(who), in_core, is_part=True)


def _desk(office: Office, person: Person) -> Card:
    return Card(desk_blocks(pressing.list_for(office, person)))


def _home(who: str, listed: Callable[[Office, Person], Card]) -> Input:
    def in_core(both: Both) -> str:
        return listed(both.office, both._person(who, 0 if who != TESS else 4)).plain_text()

    return Input(f"{who} opens the App Home", lambda both: both.home(who), in_core, is_part=True)


INPUTS = inputs()


# --- living through them once ---


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory, empty_database: Path, reader: Reader) -> Iterator[list[tuple[str, str]]]:
    """What was said to each input, in Slack and in the core."""
    folder = tmp_path_factory.mktemp("parity")
    engines = [connect_engine(f"sqlite:///{shutil.copy(empty_database, folder / name)}") for name in ("slack.sqlite", "core.sqlite")]
    clocks, ring, settings = (FakeClock(), FakeClock()), new_ring(), two_schools()
    people = People(settings, engines[1], clocks[1].now)
    office = Office(engines[1], settings, people, Filing(Sealer(ring)), AuditLog(audit_key(ring)), clocks[1])
    with FakeSlack(lambda: clocks[0].now().timestamp()) as slack:
        _people(slack)
        with open_school(engines[0], clocks[0], slack, reader, settings) as opened:
            both = Both(opened.school, office, Answerer(lambda: reader, settings), clocks[0])
            both.school.press(TESS, view=both.school.home(TESS), label=NAMES["oakfield"])
            yield [_lived(both, one, clocks) for one in INPUTS]
        assert slack.refused == []
    for engine in engines:
        engine.dispose()


def _lived(both: Both, one: Input, clocks: tuple[FakeClock, FakeClock]) -> tuple[str, str]:
    words = one.in_slack(both), one.in_core(both)
    for clock in clocks:
        clock.move(timedelta(seconds=7))
    return words


def _people(slack: FakeSlack) -> None:
    for account, (_, name, _) in {**PEOPLE, **ELMS}.items():
        slack.add_person(account, name)
    slack.add_person(TESS, "Tess Byrne")
    slack.add_person(GUEST, "Gus Guest", guest=True)
    slack.add_channel(DSL_CHANNEL, members=PEOPLE)
    slack.add_channel(ELM_CHANNEL, members=ELMS)
    slack.add_channel(STAFFROOM, private=False, members=[*PEOPLE, TESS])


def lines(text: str) -> list[str]:
    """Return the lines of a text without their layout: no indent, no mark of a banner, no number of a button, no brackets around a source."""
    found = (re.sub(r"^(!!? |\d+\. )", "", line.strip()) for line in text.splitlines())
    bare = (line[1:-1] if line.startswith("(") and line.endswith(")") else line for line in found)
    return [line for line in bare if line]


def in_slack(text: str) -> list[str]:
    """Return the lines of what Slack shows, without what only Slack shows, and without the buttons whose labels stand numbered above them."""
    kept: list[str] = []
    before, is_repeated = 0, False
    for line in filter(str.strip, text.splitlines()):
        number = int(found[1]) if (found := re.match(r"(\d+)\. ", line)) else 0
        is_repeated = number > 0 and (is_repeated or number <= before)  # from 1 again: the buttons under the numbered labels
        before = number
        kept += [] if is_repeated else lines(line)
    for only in ONLY_IN_SLACK:
        at = next((at for at in range(len(kept)) if kept[at : at + len(only)] == only), None)
        if at is not None:
            del kept[at : at + len(only)]
    return kept


def test_there_are_a_hundred_inputs_of_every_kind() -> None:
    assert len(INPUTS) >= 100


@pytest.mark.parametrize("number", range(len(INPUTS)), ids=[re.sub(r"[^A-Za-z0-9]+", " ", one.name)[:60] for one in INPUTS])
def test_same_input_gives_the_same_words(said: list[tuple[str, str]], number: int) -> None:
    shown, meant = said[number]
    if INPUTS[number].is_part:
        assert not Counter(lines(meant)) - Counter(in_slack(shown))
    else:
        assert in_slack(shown) == lines(meant)


def test_every_outcome_and_every_answer_to_a_press_is_among_them(said: list[tuple[str, str]]) -> None:
    everything = "\n".join(meant for _, meant in said)
    for words in (
        *(wording.UNKNOWN, wording.CHOOSE, wording.STILL_OPEN, wording.TELLS_OF_SOMETHING, wording.EMERGENCY, wording.CONTACT_LEAD),
        *("does not say. I looked for", wording.SEVERAL_PARTS, wording.WHY, wording.FIELD_EMPTY, wording.DATE_TO_COME),
        *(wording.REFUSALS[one] for one in ("not_allowed", "closed", "not_closed")),
        *(
            wording.DEEDS[one].format(reference="R-0001")
            for one in ("acknowledged", "noted", "contacted", "escalated", "closed", "recorded", "reopened")
        ),
        *("is stored", "You withdrew report"),
        *(wording.MATTER_MOVED_ON, wording.MATTER_NOT_YOURS, wording.MATTERS_WAITING, wording.MATTER_MENU, wording.SUGGESTION_DECLINED),
    ):
        assert words in everything
