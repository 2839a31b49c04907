"""A form in Slack asks what the bot asks, remembers a key and nothing else, and what was typed comes back exactly as it was typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.forms import LONGEST_TYPED, block_id, errors_by_block, fields_view, form_view, read_values
from bot import wording
from bot.cards import Card, Fact, Facts, Line, Quote
from bot.forms import FieldType, FormField, form
from bot.pressing import ASKS
from bot.reports import FieldError, Kind
from tests.slack.own_rules import faults_of_view, parts, texts

Json = dict[str, Any]
KINDS = list(Kind)
CONTACT = form(Kind.PUPIL_CONTACT)
TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60) | st.sampled_from(
    ["&amp;", "<@U1>", "<!channel> &lt;", " \n ", "“Not sure”", "x" * LONGEST_TYPED]
)


def opened(kind: Kind = Kind.PUPIL_CONTACT, **more: Any) -> Json:
    return form_view(form(kind), key="b7d1", submit=wording.FORM_SEND, close=wording.FORM_CLOSE, **more)


def inputs(view: Json) -> dict[str, Json]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def state_of(fields: tuple[FormField, ...], values: Mapping[str, str], about: tuple[str, ...] = ()) -> Json:
    """Return what Slack sends of a form: every field of it, those left empty with null."""
    state: Json = {}
    for field in fields:
        value = values.get(field.name)
        match field.type:
            case FieldType.PEOPLE:
                filled: Json = {"type": "multi_users_select", "selected_users": list(about)}
            case FieldType.CHOICE:
                option = {"text": {"type": "plain_text", "text": "?", "emoji": False}, "value": value} if value else None
                filled = {"type": "radio_buttons", "selected_option": option}
            case _:
                filled = {"type": "plain_text_input", "value": value}
        state[block_id(field.name)] = {"v": filled}
    return {"values": state}


# --- what a form asks ---


@pytest.mark.parametrize("kind", KINDS)
def test_form_is_one_that_slack_takes(kind: Kind) -> None:
    assert faults_of_view(opened(kind)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_form_asks_every_field_in_its_order_under_its_label_and_hint(kind: Kind) -> None:
    asked = [(block["label"]["text"], block.get("hint", {}).get("text", ""), block["optional"]) for block in inputs(opened(kind)).values()]
    assert asked == [(field.label, field.hint, not field.required) for field in form(kind).fields]


@pytest.mark.parametrize("kind", KINDS)
def test_999_stands_first_and_who_will_read_it_last(kind: Kind) -> None:
    first, *_, last = opened(kind)["blocks"]
    assert "".join(texts(first)) == f" {form(kind).banner}"
    assert first["elements"][0]["elements"][0] == {"type": "emoji", "name": "rotating_light"}
    assert "".join(texts(last)) == form(kind).foot


@pytest.mark.parametrize("kind", KINDS)
def test_form_is_named_for_its_kind_and_remembers_its_key_only(kind: Kind) -> None:
    view = opened(kind, values={"what_happened": "secret", "what_was_said": "secret"})
    assert view["callback_id"] == f"report:{kind}"
    assert view["private_metadata"] == "b7d1"
    assert view["title"]["text"] == wording.SHORT_TITLES[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_choice_is_offered_in_its_words(kind: Kind) -> None:
    view = inputs(opened(kind))
    for field in form(kind).fields:
        if field.choices:
            element = view[block_id(field.name)]["element"]
            assert [(one["value"], one["text"]["text"]) for one in element["options"]] == list(field.choices)
            assert element["type"] == ("radio_buttons" if len(field.choices) <= 4 else "static_select")


def test_each_field_is_filled_in_as_it_should_be() -> None:
    elements = {name: block["element"] for name, block in inputs(opened()).items()}
    assert elements["f:network"] == {"type": "plain_text_input", "action_id": "v", "multiline": False, "max_length": 3000}
    assert elements["f:what_was_said"]["multiline"] is True
    assert elements["f:link"]["type"] == elements["f:happened_at"]["type"] == "plain_text_input"
    assert elements["f:about"] == {"type": "multi_users_select", "action_id": "v"}


def test_what_is_known_already_is_filled_in() -> None:
    typed = {"what_was_said": "“hi” <@U1> &amp; :wave:", "account": "mine", "pupil_status": "past_adult", "network": ""}
    elements = {name: block["element"] for name, block in inputs(opened(values=typed, about=("U0BEN", "W1"))).items()}
    assert elements["f:what_was_said"]["initial_value"] == "“hi” <@U1> &amp; :wave:"
    assert elements["f:account"]["initial_option"]["value"] == "mine"
    assert elements["f:pupil_status"]["initial_option"]["text"]["text"] == "Past pupil, 18 or over"
    assert elements["f:about"]["initial_users"] == ["U0BEN", "W1"]
    assert "initial_value" not in elements["f:network"]
    assert "initial_option" not in elements["f:replied"]


def test_choice_that_is_not_offered_is_not_filled_in() -> None:
    assert "initial_option" not in inputs(opened(values={"account": "somebody's"}))["f:account"]["element"]


def test_nothing_is_cut_from_a_value_that_is_too_long() -> None:
    assert inputs(opened(values={"what_was_said": "x" * 3000}))["f:what_was_said"]["element"]["initial_value"] == "x" * 3000
    with pytest.raises(ValueError, match="what_was_said: a field of Slack's holds 3000 characters, not 3001") as error:
        opened(values={"what_was_said": "secret" + "x" * 2995})
    assert "secret" not in str(error.value)


def test_what_is_taken_over_stands_between_banner_and_questions() -> None:
    view = opened(opening=(Line("Copied below."), Quote("hi <!channel> :wave:", source="by Tess")))
    assert [block["type"] for block in view["blocks"][:5]] == ["rich_text", "rich_text", "rich_text", "context", "input"]
    assert "“hi <!channel> :wave:”" in list(texts(view["blocks"]))
    assert faults_of_view(view) == []


def test_form_with_everything_filled_in_to_the_brim_is_one_that_slack_takes() -> None:
    full = {field.name: "&" * 3000 for field in CONTACT.fields if field.type is not FieldType.CHOICE}
    assert faults_of_view(opened(values=full, opening=(Facts((Fact("Was", "&" * 3000),)),))) == []


def test_form_in_which_nobody_may_write_a_nul_is_shown_without_one() -> None:
    assert inputs(opened(values={"network": "a\0"}))["f:network"]["element"]["initial_value"] == "a⟨U+0000⟩"


# --- the questions of a button ---


@pytest.mark.parametrize("action", ASKS)
def test_questions_of_a_button_are_a_view_that_slack_takes(action: str) -> None:
    view = fields_view(ASKS[action], title=wording.BUTTONS[action], callback_id=f"do:{action}", private_metadata="k", submit="Send", close="Cancel")
    assert faults_of_view(view) == []
    assert list(inputs(view)) == [block_id(field.name) for field in ASKS[action]]
    assert (view["callback_id"], view["private_metadata"]) == (f"do:{action}", "k")


def test_questions_stand_under_what_opens_them() -> None:
    card = Card((Line("R-0042", strong=True),))
    view = fields_view(ASKS["note"], title="Note", callback_id="c", private_metadata="k", submit="Send", close="Cancel", opening=card)
    assert [block["type"] for block in view["blocks"]] == ["rich_text", "input"]


@pytest.mark.parametrize("too_long", ["title", "submit", "close"])
def test_words_that_a_modal_has_no_room_for_are_refused(too_long: str) -> None:
    said = {"title": "A", "submit": "B", "close": "C", too_long: "x" * 25}
    with pytest.raises(ValueError, match="1 to 24 characters"):
        fields_view(ASKS["note"], callback_id="c", private_metadata="k", **said)


def test_every_title_and_button_that_forms_use_fits() -> None:
    assert [one for one in wording.SHORT_TITLES.values() if len(one) > 24] == []
    assert set(wording.SHORT_TITLES) == set(Kind)


# --- what comes back ---


@given(st.dictionaries(st.sampled_from([field.name for field in CONTACT.fields if field.type is not FieldType.PEOPLE]), TYPED))
def test_what_was_typed_comes_back_exactly(typed: dict[str, str]) -> None:
    state = json.loads(json.dumps(state_of(CONTACT.fields, typed)))
    assert read_values(CONTACT.fields, state, person_id=str) == (typed, ())


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_is_filled_with_comes_back_when_it_is_sent(kind: Kind) -> None:
    typed = {
        field.name: field.choices[-1][0] if field.choices else f"{field.name} &amp; <b>"
        for field in form(kind).fields
        if field.type is not FieldType.PEOPLE
    }
    view = opened(kind, values=typed, about=("U1", "U2"))
    state = {
        name: {"v": {"value": one.get("initial_value"), "selected_option": one.get("initial_option"), "selected_users": one.get("initial_users")}}
        for name, one in ((name, block["element"]) for name, block in inputs(view).items())
    }
    assert read_values(form(kind).fields, {"values": state}, person_id=lambda slack_id: f"slack:{slack_id}") == (typed, ("slack:U1", "slack:U2"))


def test_state_and_its_values_are_both_read() -> None:
    state = state_of(CONTACT.fields, {"network": "X"})
    assert read_values(CONTACT.fields, state, person_id=str) == read_values(CONTACT.fields, state["values"], person_id=str)


def test_person_who_is_chosen_twice_is_there_once() -> None:
    state = state_of(CONTACT.fields, {}, ("U1", "U2", "U1"))
    assert read_values(CONTACT.fields, state, person_id=lambda slack_id: "ben" if slack_id == "U2" else slack_id)[1] == ("U1", "ben")


@pytest.mark.parametrize("state", [{}, {"values": {}}, {"f:network": {}}, {"f:network": {"other": {"value": "x"}}}, {"f:network": {"v": None}}])
def test_field_that_did_not_come_is_empty(state: Json) -> None:
    assert read_values(CONTACT.fields, state, person_id=str) == ({}, ())


def test_people_of_two_fields_are_all_there() -> None:
    fields = tuple(FormField(name, "Who?", FieldType.PEOPLE) for name in ("one", "other"))
    chosen = {block_id(name): {"v": {"selected_users": [account]}} for name, account in (("one", "U1"), ("other", "U2"))}
    assert read_values(fields, chosen, person_id=str) == ({}, ("U1", "U2"))


def test_nothing_but_the_fields_of_the_form_is_read() -> None:
    state = {"values": {"f:network": {"v": {"value": "X"}}, "f:kind": {"v": {"value": "other"}}, "network": {"v": {"value": "other"}}}}
    assert read_values(CONTACT.fields, state, person_id=str) == ({"network": "X"}, ())


# --- what was wrong ---


def test_each_fault_stands_on_its_field() -> None:
    errors = (FieldError("network", "Empty."), FieldError("happened_at", "Unreadable."))
    assert errors_by_block(errors, CONTACT.fields) == {"f:network": "Empty.", "f:happened_at": "Unreadable."}


def test_fault_of_a_field_that_is_not_shown_stands_on_the_first() -> None:
    errors = (FieldError("", "NOT stored."), FieldError("immediate_danger", "Choose one."), FieldError("elsewhere", "NOT stored."))
    assert errors_by_block(errors, CONTACT.fields) == {"f:immediate_danger": "NOT stored. Choose one."}


def test_no_fault_is_none() -> None:
    assert errors_by_block((), CONTACT.fields) == {}


def test_faults_of_every_form_are_on_blocks_of_that_form() -> None:
    for kind in KINDS:
        errors = [FieldError(field.name, wording.FIELD_EMPTY) for field in form(kind).fields]
        assert set(errors_by_block(errors, form(kind).fields)) == set(inputs(opened(kind)))


def test_no_text_of_a_form_reads_marks() -> None:
    kinds = {part["type"] for kind in KINDS for part in parts(opened(kind)) if "text" in part and isinstance(part["text"], str) and "type" in part}
    assert kinds == {"text", "plain_text"}


def test_fault_longer_than_slack_takes_says_that_it_goes_on() -> None:
    fields = (FormField("what", "What?", FieldType.TEXT),)
    said = errors_by_block((FieldError("what", "This is how it stands now. " * 200),), fields)["f:what"]
    assert len(said) <= 2_000
    assert said.endswith(" …")
    assert errors_by_block((FieldError("what", "x" * 2_000),), fields) == {"f:what": "x" * 2_000}
