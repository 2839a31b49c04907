"""A form in Teams asks what the bot asks, remembers a key and nothing else, and what was typed comes back exactly as it was typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.forms import fields_card, form_card, input_id, read_values
from adapters.teams.render import size
from bot import wording
from bot.cards import Card, Line, Quote
from bot.forms import LONGEST, FieldType, FormField, form
from bot.pressing import ASKS
from bot.reports import FieldError, Kind
from tests.teams.own_rules import actions, faults_of_dialog, inputs, outside_runs, parts, runs
from tests.teams.specimens import HOSTILE, PEOPLE, sp

Json = dict[str, Any]
KINDS = list(Kind)
CONTACT = form(Kind.PUPIL_CONTACT)
WRITABLE = [field.name for field in CONTACT.fields if field.type is not FieldType.PEOPLE]
TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60) | st.sampled_from(
    ["&amp;", "<at>all</at>", "{{DATE(2026-11-28T14:30:00Z)}}", " \n ", "“Not sure”", "a,b", "x" * LONGEST]
)


def opened(kind: Kind = Kind.PUPIL_CONTACT, **more: Any) -> Json:
    return form_card(form(kind), key="b7d1", people=PEOPLE, submit=wording.FORM_SEND, **more)


def asked(action: str, **more: Any) -> Json:
    return fields_card(ASKS[action], data=sp(f"do_{action}"), submit=wording.DO_IT, **more)


def sent(card: Json) -> Json:
    """Return what Teams sends of a form that nobody changed: every input that holds something, beside what the button holds."""
    return {**actions(card)[-1]["data"], **{name: one["value"] for name, one in inputs(card).items() if "value" in one}}


# --- what a form asks ---


@pytest.mark.parametrize("kind", KINDS)
def test_form_is_one_that_teams_takes(kind: Kind) -> None:
    assert faults_of_dialog(opened(kind)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_form_asks_every_field_in_its_order_under_its_label(kind: Kind) -> None:
    asked = [(name, one["label"], one["isRequired"]) for name, one in inputs(opened(kind)).items()]
    assert asked == [(input_id(field.name), field.label, field.required) for field in form(kind).fields]


@pytest.mark.parametrize("kind", KINDS)
def test_hint_stands_small_beneath_its_field(kind: Kind) -> None:
    body = opened(kind)["body"]
    at = {one["id"]: number for number, one in enumerate(body) if "id" in one}
    for field in form(kind).fields:
        beneath = body[at[input_id(field.name)] + 1]
        said = runs(beneath) if beneath["type"] == "RichTextBlock" and beneath["inlines"][0].get("size") == "small" else ""
        assert said == field.hint


@pytest.mark.parametrize("kind", KINDS)
def test_999_stands_first_and_who_will_read_it_last(kind: Kind) -> None:
    first, *_, last = opened(kind)["body"]
    assert (runs(first), first["style"]) == (f"🚨 {form(kind).banner}", "attention")
    assert runs(last) == form(kind).foot


@pytest.mark.parametrize("kind", KINDS)
def test_form_is_sent_with_its_kind_and_its_key_and_nothing_that_was_written(kind: Kind) -> None:
    [send] = opened(kind, values={"what_happened": "secret", "what_was_said": "secret"})["actions"]
    assert send == {
        "type": "Action.Submit",
        "title": wording.FORM_SEND,
        "style": "positive",
        "data": {"sp": {"action": "send_report", "kind": str(kind), "key": "b7d1"}},
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_choice_is_offered_in_its_words(kind: Kind) -> None:
    shown = inputs(opened(kind))
    for field in form(kind).fields:
        if field.choices:
            one = shown[input_id(field.name)]
            assert [(choice["value"], choice["title"]) for choice in one["choices"]] == list(field.choices)
            assert one["style"] == ("expanded" if len(field.choices) <= 4 else "compact")
            assert "isMultiSelect" not in one


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_required_says_what_is_missing(kind: Kind) -> None:
    shown = inputs(opened(kind))
    for field in form(kind).fields:
        empty = wording.CHOICE_EMPTY if field.type is FieldType.CHOICE else wording.FIELD_EMPTY
        assert shown[input_id(field.name)].get("errorMessage") == (empty if field.required else None)


def test_each_field_is_filled_in_as_it_should_be() -> None:
    shown = inputs(opened())
    assert shown["f_network"] == {
        "type": "Input.Text",
        "maxLength": 10_000,
        "id": "f_network",
        "label": "Which network or app?",
        "isRequired": True,
        "errorMessage": wording.FIELD_EMPTY,
        "spacing": "medium",
    }
    assert shown["f_what_was_said"]["isMultiline"] is True
    assert {shown[name]["type"] for name in ("f_link", "f_happened_at")} == {"Input.Text"}


def test_what_is_known_already_is_filled_in() -> None:
    shown = inputs(opened(values={"what_was_said": HOSTILE, "account": "mine", "pupil_status": "past_adult", "network": ""}))
    assert shown["f_what_was_said"]["value"] == HOSTILE
    assert (shown["f_account"]["value"], shown["f_pupil_status"]["value"]) == ("mine", "past_adult")
    assert "value" not in shown["f_network"]
    assert "value" not in shown["f_replied"]


def test_choice_that_is_not_offered_is_not_filled_in() -> None:
    assert "value" not in inputs(opened(values={"account": "somebody's"}))["f_account"]


def test_field_of_one_line_has_room_for_the_lines_that_it_holds() -> None:
    assert inputs(opened(values={"network": "one\ntwo"}))["f_network"]["isMultiline"] is True
    assert "isMultiline" not in inputs(opened(values={"network": "one"}))["f_network"]


def test_value_that_is_too_long_is_shown_whole_to_be_shortened() -> None:
    shown = inputs(opened(values={"what_was_said": "x" * (LONGEST + 1)}))["f_what_was_said"]
    assert shown["value"] == "x" * (LONGEST + 1)
    assert "maxLength" not in shown
    assert inputs(opened(values={"what_was_said": "x" * LONGEST}))["f_what_was_said"]["maxLength"] == LONGEST


def test_form_in_which_nobody_may_write_a_nul_is_shown_without_one() -> None:
    assert inputs(opened(values={"network": "a\0"}))["f_network"]["value"] == "a⟨U+0000⟩"


# --- people ---


def test_people_are_listed_to_choose_several() -> None:
    about = inputs(opened())["f_about"]
    assert about["isMultiSelect"] is True
    assert [(one["value"], one["title"]) for one in about["choices"]] == list(PEOPLE)
    assert "value" not in about


def test_those_who_are_chosen_already_are_listed_too_once() -> None:
    about = inputs(opened(about=(("tess", "Tess Byrne"), ("ben", "Ben Sample (deputy)"))))["f_about"]
    assert [one["value"] for one in about["choices"]] == ["amara", "ben", "carys", "dev", "tess"]
    assert about["value"] == "tess,ben"


def test_name_is_no_mark() -> None:
    about = inputs(opened(about=(("tess", "**Tess** [x](https://example.com)"),)))["f_about"]
    assert about["choices"][-1]["title"] == "＊＊Tess＊＊ ［x］(https：//example.com)"


def test_where_nobody_can_be_chosen_nobody_is_asked_to() -> None:
    shown = inputs(form_card(CONTACT, key="k", submit="Send"))
    assert "f_about" not in shown
    assert "f_about_name" in shown


def test_id_that_would_be_read_as_two_is_refused_without_saying_it() -> None:
    with pytest.raises(ValueError, match=r"^about: an id with a comma cannot be chosen beside others$"):
        form_card(CONTACT, key="k", people=(("a,b", "A"),), submit="Send")


# --- what is taken over ---


def test_what_is_taken_over_stands_between_banner_and_questions() -> None:
    card = opened(opening=(Line("Copied below."), Quote(HOSTILE, source="by Tess")))
    assert [one["type"] for one in card["body"][:4]] == ["Container", "RichTextBlock", "Container", "Input.ChoiceSet"]
    assert f"“{HOSTILE}”by Tess" in runs(card)
    assert faults_of_dialog(card) == []


def test_no_word_of_a_person_stands_where_marks_are_read() -> None:
    card = opened(values={"what_was_said": HOSTILE}, about=(("tess", HOSTILE),), opening=(Quote(HOSTILE, source=HOSTILE),))
    typed = {one["value"] for one in inputs(card).values() if one["type"] == "Input.Text" and "value" in one}
    elsewhere = "\n".join(text for text in outside_runs(card) if text not in typed)
    assert typed == {HOSTILE}
    assert [mark for mark in ("<at>", "**", "](", "{{", "# title") if mark in elsewhere] == []


# --- the questions of a button ---


@pytest.mark.parametrize("action", ASKS)
def test_questions_of_a_button_are_a_dialog_that_teams_takes(action: str) -> None:
    card = asked(action)
    assert faults_of_dialog(card) == []
    assert list(inputs(card)) == [input_id(field.name) for field in ASKS[action]]
    assert [(one["title"], one["data"]) for one in card["actions"]] == [(wording.DO_IT, sp(f"do_{action}"))]


def test_questions_stand_under_what_opens_them() -> None:
    card = asked("note", opening=Card((Line("R-0042", strong=True),)))
    assert [one["type"] for one in card["body"]] == ["RichTextBlock", "Input.Text", "RichTextBlock"]


@pytest.mark.parametrize(("number", "style"), [(20, "expanded"), (21, "compact")])
def test_people_of_a_large_school_fold_into_a_list(number: int, style: str) -> None:
    people = [(f"p{one}", f"Person {one}") for one in range(number)]
    card = fields_card((FormField("by", "Who", FieldType.PEOPLE),), data=sp("take_over"), submit="Go on", people=people)
    assert faults_of_dialog(card) == []
    assert (inputs(card)["f_by"]["style"], len(inputs(card)["f_by"]["choices"])) == (style, number)


def test_what_people_wrote_is_no_mark_where_it_can_be_chosen_and_where_a_fault_names_it() -> None:
    """Accounts of the register are chosen by their names, and a fault may name somebody: Teams reads marks in both."""
    fields = (FormField("account", "Which account?", FieldType.CHOICE, choices=(("M-0001", HOSTILE),)),)
    card = fields_card(fields, data=sp("take_over"), submit="Go on", errors=(FieldError("account", HOSTILE),))
    assert faults_of_dialog(card) == []
    assert inputs(card)["f_account"]["choices"][0]["value"] == "M-0001"
    assert inputs(card)["f_account"]["errorMessage"] == wording.CHOICE_EMPTY
    assert HOSTILE in runs(card)


def test_questions_take_people_too() -> None:
    fields = (FormField("by", "Who wrote it", FieldType.PEOPLE, required=False),)
    card = fields_card(fields, data=sp("take_over"), submit="Go on", about=(("tess", "Tess"),), people=(("ben", "Ben"),))
    assert [one["title"] for one in inputs(card)["f_by"]["choices"]] == ["Ben", "Tess"]
    assert inputs(card)["f_by"]["value"] == "tess"


# --- what was wrong ---

FAULTS = (FieldError("network", wording.FIELD_EMPTY), FieldError("happened_at", wording.DATE_UNREADABLE))


@pytest.mark.parametrize("kind", KINDS)
def test_form_with_every_fault_there_is_is_one_that_teams_takes(kind: Kind) -> None:
    errors = [FieldError(field.name, wording.FIELD_EMPTY) for field in form(kind).fields]
    assert faults_of_dialog(opened(kind, errors=errors)) == []


def test_all_faults_stand_at_the_top_each_under_its_question_after_999() -> None:
    banner, faults, *_ = opened(errors=FAULTS)["body"]
    assert banner["style"] == "attention"
    assert faults["style"] == "warning"
    network, when = "Which network or app?", "When was it?"
    assert [runs(one) for one in faults["items"]] == [network, wording.FIELD_EMPTY, when, wording.DATE_UNREADABLE]


def test_each_fault_stands_above_its_field_and_is_what_the_field_says() -> None:
    body = opened(errors=FAULTS)["body"]
    at = next(number for number, one in enumerate(body) if one.get("id") == "f_happened_at")
    assert body[at - 1]["inlines"] == [{"type": "TextRun", "text": wording.DATE_UNREADABLE, "color": "attention", "weight": "bolder"}]
    assert body[at]["errorMessage"] == wording.DATE_UNREADABLE


def test_fault_of_a_field_that_is_not_shown_stands_at_the_top_alone() -> None:
    card = opened(errors=(FieldError("", "NOT stored."), FieldError("elsewhere", "NOT stored."), FieldError("about_name", "Whom?")))
    assert [runs(one) for one in card["body"][1]["items"]] == ["NOT stored.", "Their name, if you could not choose it above:", "Whom?"]
    assert runs(card).count("NOT stored.") == 1


def test_form_without_a_fault_shows_none() -> None:
    assert "warning" not in [one.get("style") for one in parts(opened())]
    assert [one for one in parts(opened()) if one.get("color") == "attention"] == []


def test_everything_typed_is_filled_in_again_beside_the_faults() -> None:
    typed = {"network": "X", "what_was_said": HOSTILE, "account": "mine"}
    card = opened(values=typed, about=(("tess", "Tess"),), errors=FAULTS)
    assert read_values(CONTACT.fields, sent(card), person_id=str) == (typed, ("tess",))


# --- what comes back ---


@given(st.dictionaries(st.sampled_from(WRITABLE), TYPED))
def test_what_was_typed_comes_back_exactly(typed: dict[str, str]) -> None:
    data = json.loads(json.dumps({**sp("send_report"), **{input_id(name): value for name, value in typed.items()}}))
    assert read_values(CONTACT.fields, data, person_id=str) == (typed, ())


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_is_filled_with_comes_back_when_it_is_sent(kind: Kind) -> None:
    typed = {
        field.name: field.choices[-1][0] if field.choices else f"{field.name} &amp; <b>"
        for field in form(kind).fields
        if field.type is not FieldType.PEOPLE
    }
    card = opened(kind, values=typed, about=(("u1", "One"), ("ben", "Ben")))
    assert read_values(form(kind).fields, sent(card), person_id=lambda account: f"teams:{account}") == (typed, ("teams:u1", "teams:ben"))


def test_person_who_is_chosen_twice_is_there_once() -> None:
    assert read_values(CONTACT.fields, {"f_about": "u1, u2,,u1"}, person_id=lambda one: "ben" if one == "u2" else one)[1] == ("u1", "ben")


@pytest.mark.parametrize(
    "data",
    [{}, sp("x"), {"f_network": None}, {"f_network": ""}, {"f_network": 7}, {"f_network": {"value": "x"}}, {"f_network": ["x"]}, {"f_about": [1]}],
)
def test_field_that_did_not_come_as_a_text_is_empty(data: Mapping[str, Any]) -> None:
    assert read_values(CONTACT.fields, data, person_id=str) == ({}, ())


def test_nothing_but_the_fields_of_the_form_is_read() -> None:
    assert read_values(CONTACT.fields, {"f_network": "X", "f_kind": "other", "network": "other", "sp": {}}, person_id=str) == ({"network": "X"}, ())


# --- how large it may become ---


def filled(kind: Kind, text: str, **more: Any) -> Json:
    return opened(kind, values={field.name: text for field in form(kind).fields}, **more)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["x" * 2_000, "é" * 2_000, "a\n" * 1_000], ids=["plain", "accents", "lines"])
def test_form_filled_with_two_thousand_characters_a_field_is_shown_again_in_eighty_kilobytes(kind: Kind, text: str) -> None:
    errors = [FieldError(field.name, wording.DATE_UNREADABLE) for field in form(kind).fields]
    card = filled(kind, text, errors=errors, opening=(Quote("x" * 10_000),))
    assert faults_of_dialog(card, most=80_000) == []


@pytest.mark.parametrize("kind", KINDS)
def test_form_filled_to_the_brim_still_holds_every_character(kind: Kind) -> None:
    card = filled(kind, "x" * LONGEST)
    texts = [one["value"] for one in inputs(card).values() if one["type"] == "Input.Text"]
    assert {len(one) for one in texts} == {LONGEST}
    assert size(card) < len(texts) * LONGEST + 12_000


def test_message_of_ten_thousand_characters_that_is_taken_over_fits_a_card() -> None:
    values = {"what_was_said": "x" * 10_000}
    assert faults_of_dialog(opened(values=values)) == []
