"""The policy's other duties in Teams: what can be raised and what waits, and a dialog for everything that is pressed or filled in.

What kinds there are, what each asks and who may, the core says: a new one needs nothing here. What was written is stored before Teams hears that it
was taken; where it is not, the dialog comes back with every word of it.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from adapters.teams import dialogs, forms, reporting
from adapters.teams.edge import Turn
from adapters.teams.reception import HURRY, Reception, kept_in_time, off_loop
from bot import wording
from bot.cards import Block, Button, Buttons, Card, Fact, Facts, Line
from bot.counter import THEN_MATTER
from bot.duties import Asking, Raised
from bot.forms import FieldType
from bot.kinds import COURSES
from bot.matters import MatterKind
from bot.matters.authorising import VIEW
from bot.reports import FieldError, Refused
from bot.visitors import Visitor
from bot.windows import Shown

Json = dict[str, Any]
SEND, CARRY_OUT = "send_matter", "carry_out_matter"
SHOWS_ONE, SHOWS_ALL = "matter", "matters"
"""What a dialog shows, by which another page of it is asked for."""
LISTS = frozenset(
    (
        *("duties", "my duties", "accounts and policy", "what can i do", "what else can i do", "requests", "my requests"),
        *("what waits", "what waits for me", "what is waiting", "to do", "my tasks", "tasks"),
    )
)
FORMS: Mapping[str, MatterKind] = {
    **dict.fromkeys(("social account", "new account", "new social account", "new social media account"), MatterKind.APPLICATION),
    **dict.fromkeys(("can we post", "can we post this", "can i post this", "may we post", "may we post this"), MatterKind.POSTING),
    **dict.fromkeys(("log a comment", "log comment", "comment"), MatterKind.COMMENT),
    **dict.fromkeys(("log moderation", "moderation", "we deleted a comment", "we blocked somebody"), MatterKind.MODERATION),
    **dict.fromkeys(("mention", "log a mention", "we were mentioned"), MatterKind.MENTION),
    **dict.fromkeys(("remove a post", "take a post down", "removal"), MatterKind.REMOVAL),
    **dict.fromkeys(("journalist", "a journalist", "journalist contact"), MatterKind.JOURNALIST),
    **dict.fromkeys(("suggestion", "suggest a post", "post idea"), MatterKind.SUGGESTION),
}
"""Words that ask for the form of a kind; so do the name of the kind, and the words on its button."""
MOST_REMEMBERED = 1_000
REST = 0.7
"""Seconds for the store to say again what was asked, where what was filled in was not kept."""
AT_ONCE_AGAIN = frozenset((VIEW, "next", "back"))
"""What may be pressed again at once, and is no double click: pages are turned."""
_REFERENCE = re.compile(r"m-?\d{1,9}")
_PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Form:
    """What was asked of somebody, with the staff of whom they could choose."""

    asked: Asking
    people: reporting.People = ()


# --- what is typed ---


def is_named(words: str) -> bool:
    """Say whether somebody asks by name for something that belongs to them alone."""
    return words in LISTS or kind_named(words) is not None or _REFERENCE.fullmatch(words) is not None


def kind_named(words: str) -> MatterKind | None:
    """Return the kind whose form somebody asks for; None where it is none."""
    own = {_words(name): kind for kind, course in COURSES.items() if course.button for name in (course.name, course.button)}
    return FORMS.get(words) or own.get(words)


def answer(reception: Reception, visitor: Visitor, words: str) -> list[Card]:
    """Return what somebody finds who has named it: a form one press away, one matter, or all that there is for them."""
    duties = reception.counter.duties
    if visitor.school is None and not visitor.stranger and visitor.schools:
        return [reception.counter.desks.ask_school(visitor, THEN_MATTER)]
    if _REFERENCE.fullmatch(words) and visitor.school:
        value = f"{VIEW} {duties.find(words, visitor.school) or ''}"
        found = duties.press(visitor, value)
        if isinstance(found, Shown) and found.may_stand_elsewhere:  # why not
            return [found.card]
        return [Card((Buttons(f"{words.upper()}:", (Button(wording.BUTTONS[VIEW], "matter", value),)),))]
    kind = kind_named(words)
    found_there = duties.all_of(visitor)
    offered = [one for card in found_there for one in card.buttons() if one.action == "matter_form" and one.value == kind]
    if kind is None or not offered:
        return found_there
    return [Card((Buttons(f"{COURSES[kind].name}:", (offered[0],)),))]


def _words(said: str) -> str:
    return " ".join(said.strip(" .!?\n").casefold().split())


# --- dialogs ---


class MatterDialogs:
    """Everything that is pressed or sent about a matter."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._asked: OrderedDict[tuple[str, str], Form] = OrderedDict()
        """What is open in dialogs, by whose it is and its key: where the store does not answer, what was typed comes back under its questions."""

    async def open_form(self, turn: Turn, kind: str) -> Json:
        """Return the form of a kind, or first the question at which school; or why there is none."""
        visitor = await self._reception.visitor(turn)
        if visitor.school is None and visitor.schools and not visitor.stranger:
            return _read(self._reception.counter.desks.ask_school(visitor, f"{THEN_MATTER}{kind}"))
        asked = await off_loop(self._reception.counter.duties.ask, visitor, kind)
        if isinstance(asked, Card):
            return _read(asked)
        return self._open(turn, asked, {"action": SEND, "kind": kind, "key": f"{asked.school} {uuid4()}"})

    async def open_matter(self, turn: Turn, value: str, *, page: int = 0) -> Json:
        """Return what a button under a matter comes to, or what it asks first."""
        visitor = await self._reception.visitor(turn)
        came = await off_loop(self._reception.counter.duties.press, visitor, value)
        if isinstance(came, Shown):
            return _shown(came.card, came.said, value, page=page)
        return self._open(turn, came, {"action": CARRY_OUT, "value": value, "key": uuid4().hex})

    async def open_all(self, turn: Turn, *, page: int = 0) -> Json:
        """Return all that somebody finds: what waits for them, what they have raised, what can be raised."""
        visitor = await self._reception.visitor(turn)
        if visitor.school is None and visitor.schools and not visitor.stranger:
            return _read(self._reception.counter.desks.ask_school(visitor, THEN_MATTER))
        found = await off_loop(self._reception.counter.duties.all_of, visitor)
        whole = Card(tuple(block for card in found for block in card.blocks))
        return dialogs.read_only(whole, title=wording.DUTIES_TITLE, shows=SHOWS_ALL, page=page)

    async def turn_page(self, turn: Turn, value: str, shown: str) -> Json:
        """Return another page of what is shown; it is asked for anew, and so asked and logged anew."""
        number, _, matter_id = value.partition(" ")
        page = int(number) if number.isdecimal() else 0
        if shown == SHOWS_ALL:
            return await self.open_all(turn, page=page)
        return await self.open_matter(turn, f"{VIEW} {matter_id}", page=page)

    # --- what is sent ---

    async def send(self, turn: Turn, data: Json) -> Json:
        """Store what was filled in, and return the receipt; or the form again, with what is to be mended."""
        pressed = data["sp"]
        kind, key = str(pressed["kind"]), str(pressed["key"])
        if kind not in COURSES:
            return _read(Card.of_text(wording.TOO_OLD))
        values, picked = _filled(data)
        came = await kept_in_time(self._store(turn, kind, key, values, picked))
        if isinstance(came, Raised):
            return _shown(came.receipt, "", f"{VIEW} {came.matter_id}")
        form = self._asked.get((turn.account, key)) or await kept_in_time(self._ask_again(turn, kind, key), REST)
        return self._again(form, pressed, values, picked, came)

    async def carry_out(self, turn: Turn, data: Json) -> Json:
        """Do what a button stands for with what was written to its questions; they are shown again where it was not kept."""
        pressed = data["sp"]
        value, key = str(pressed["value"]), str(pressed["key"])
        values, picked = _filled(data)
        came = await kept_in_time(self._do(turn, value, key, values, picked))
        if isinstance(came, Shown):
            return _shown(came.card, came.said, value)
        form = self._asked.get((turn.account, key)) or await kept_in_time(self._questions(turn, value), REST)
        return self._again(form, pressed, values, picked, came)

    async def _store(self, turn: Turn, kind: str, key: str, values: Mapping[str, str], picked: Sequence[str]) -> Raised | Refused:
        visitor = await self._at_school(turn, key)
        return await off_loop(self._reception.counter.duties.submit, visitor, kind, key, values, picked)

    async def _do(self, turn: Turn, value: str, key: str, values: Mapping[str, str], picked: Sequence[str]) -> Shown | Refused:
        visitor = await self._reception.visitor(turn, limit=HURRY)
        return await off_loop(self._reception.counter.duties.carry_out, visitor, value, key, values, picked)

    async def _at_school(self, turn: Turn, key: str) -> Visitor:
        """Return who sends a form, at the school for which it was opened."""
        visitor = await self._reception.visitor(turn, limit=HURRY)
        opened_at = key.partition(" ")[0]
        return replace(visitor, chosen=opened_at, schools=(opened_at,)) if opened_at in visitor.schools else visitor

    # --- forms ---

    def _open(self, turn: Turn, asked: Asking, pressed: Json) -> Json:
        form = Form(asked, reporting.staff(self._reception, asked.school))
        of_people = next((one.name for one in asked.fields if one.type is FieldType.PEOPLE), "")
        self._asked[turn.account, pressed["key"]] = form
        while len(self._asked) > MOST_REMEMBERED:
            self._asked.popitem(last=False)
        return form_dialog(form, {**pressed, **({_PEOPLE: of_people} if of_people else {})}, values=asked.values)

    def _again(self, form: Form | None, pressed: Json, values: Mapping[str, str], picked: Sequence[str], came: Refused | None) -> Json:
        """Return a form that was not kept, with every word that was typed. Where nobody can say what it asked, the words alone."""
        errors = came.errors if came is not None else (FieldError("", wording.MATTER_NOT_CONFIRMED),)
        if form is None:
            said = [Line(one.message, strong=True) for one in errors]
            typed = Facts(tuple(Fact(name, text) for name, text in values.items()))
            return _read(Card((*said, Line(wording.MATTER_TYPED), typed)))
        return form_dialog(form, pressed, values=values, picked=picked, errors=errors)

    async def _ask_again(self, turn: Turn, kind: str, key: str) -> Form | None:
        asked = await off_loop(self._reception.counter.duties.ask, await self._at_school(turn, key), kind)
        return None if isinstance(asked, Card) else Form(asked, reporting.staff(self._reception, asked.school))

    async def _questions(self, turn: Turn, value: str) -> Form | None:
        """Return what a button asks; nothing, and none of the staff, where whoever presses is of another school."""
        visitor = await self._reception.visitor(turn, limit=HURRY)
        asked = await off_loop(self._reception.counter.duties.asked_again, value)
        return None if asked is None or asked.school not in visitor.schools else Form(asked, reporting.staff(self._reception, asked.school))


def form_dialog(form: Form, pressed: Json, *, values: Mapping[str, str] = {}, picked: Sequence[str] = (), errors: Sequence[FieldError] = ()) -> Json:
    """Return what is asked as a dialog, with what was filled in already. What is sent comes back with what was `pressed`."""
    asked, names = form.asked, dict(form.people)
    chosen = tuple((one, names.get(one, one)) for one in picked)
    card = forms.fields_card(
        [replace(one, hint=_hint(one.hint)) if one.type is FieldType.PEOPLE else one for one in asked.fields],
        data={"sp": pressed},
        submit=wording.MATTER_SEND,
        opening=Card((*asked.opening.blocks, *_nobody_to_choose(form))),
        values=values,
        about=chosen,
        people=form.people,
        errors=errors,
    )
    return dialogs.dialog(card, asked.title)


def _hint(hint: str) -> str:
    return f"{hint} {wording.MATTER_PEOPLE_LISTED}".strip()


def _nobody_to_choose(form: Form) -> tuple[Block, ...]:
    asks = any(one.type is FieldType.PEOPLE for one in form.asked.fields)
    return (Line(wording.MATTER_PEOPLE_NONE, strong=True),) if asks and not form.people else ()


def _filled(data: Mapping[str, Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what was filled in, by field, and who was chosen: the core takes of it what its form asks."""
    begins, pressed = forms.input_id(""), data["sp"]
    filled = {name.removeprefix(begins): text for name, text in data.items() if name.startswith(begins) and isinstance(text, str) and text}
    chosen = filled.pop(str(pressed.get(_PEOPLE, "")), "")
    return filled, tuple(dict.fromkeys(filter(None, map(str.strip, chosen.split(",")))))


def _read(card: Card) -> Json:
    return dialogs.read_only(card, title=wording.DUTIES_TITLE)


def _shown(card: Card, said: str, value: str, *, page: int = 0) -> Json:
    """Return a matter as a dialog. What is said of this press stands outside of its pages, where it has several: they stay the same when turned."""
    matter_id = value.partition(" ")[2]
    said_now, rest = _parted(card) if dialogs.has_pages(card, matter_id) else ("", card)
    words = " ".join(filter(None, (said, said_now)))
    return dialogs.read_only(rest, said=words, title=wording.DUTIES_TITLE, shows=SHOWS_ONE, report_id=matter_id, page=page)


def _parted(card: Card) -> tuple[str, Card]:
    """Return what a card says of this press alone, and what it says each time that the matter is shown."""
    reference = card.blocks[0].text.partition(" | ")[0] if card.blocks and isinstance(card.blocks[0], Line) else ""
    of_this_press = {wording.MATTER_MOVED_ON, *(course.kept.format(reference=reference) for course in COURSES.values())}
    for number, block in enumerate(card.blocks[:3]):  # under its headline, and its warning where it has one
        if isinstance(block, Line) and block.text in of_this_press and len(card.blocks) > 1:
            return block.text, Card((*card.blocks[:number], *card.blocks[number + 1 :]))
    return "", card
