"""In a terminal one can ask, press buttons by number, switch schools and see why, and every word of a card is shown."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.console import Console

from adapters import prompts
from adapters.desk import Desk
from adapters.screen import Screen
from adapters.terminal import HELP, TOUR, Conversation, converse, play_tour, render, show
from bot import wording
from bot.answering import Answerer, Thresholds, UnknownPolicy
from bot.cards import Banner, Button, Buttons, Card, Line, Quote
from bot.contract import reply_as_json
from bot.outcomes import Reply
from bot.replies import present
from bot.reports import Kind, Role
from bot.settings import PersonSetting, SchoolSetting, Settings
from knowledge.reading import Reader


class Talk:
    """A conversation whose screen and kept questions can be looked at."""

    def __init__(self, answerer: Answerer, policy: str = "oakfield", width: int = 400) -> None:
        self.screen = StringIO()
        self.kept: list[tuple[str, str]] = []
        console = Console(file=self.screen, width=width, highlight=False)
        self.conversation = Conversation(console, answerer, policy, self._keep)

    def _keep(self, asked: str, reply: Reply) -> None:
        self.kept.append((asked, reply.policy.key))

    def say(self, *typed: str) -> str:
        """Type lines; return what the last one brought to the screen."""
        before = 0
        for line in typed:
            before = len(self.screen.getvalue())
            assert self.conversation.say(line)
        return self.screen.getvalue()[before:]


@pytest.fixture
def talk(small_answerer: Answerer) -> Talk:
    return Talk(small_answerer)


@pytest.fixture
def real(answerer: Answerer) -> Talk:
    return Talk(answerer, "alet")


def shown(card: Card, width: int = 400) -> str:
    screen = StringIO()
    show(Console(file=screen, width=width, highlight=False), card)
    return screen.getvalue()


# --- cards ---


EVERYTHING = Card(
    (
        Banner("Call 999 [now].", urgent=True),
        Banner("Something happened."),
        Line("Only if [section 1]: photos", strong=True),
        Quote("Post [photos](#) of pupils :smile: [/bold] \\[x]", stem="Staff *must* not:", source="section [1], text abc"),
        Quote("Be kind."),
        Buttons("Has the [head] agreed?", (Button("Agreed [yes]", "settle", "a"), Button("Not agreed", "settle", "b"))),
        Buttons("Is it yours?", (Button("Mine", "settle", "c"),)),
    )
)


def tokens(text: str) -> list[str]:
    """Return the words of a text, without frames and without the marks that plain text sets around banners and sources."""
    return [word for word in (one.strip("!()│╭─╮╰╯") for one in text.split()) if word]


@pytest.mark.parametrize("width", [40, 80, 400])
def test_every_word_of_a_card_is_shown_in_its_order(width: int) -> None:
    assert tokens(shown(EVERYTHING, width)) == tokens(EVERYTHING.plain_text())


@pytest.mark.parametrize(
    "question",
    [
        "can I accept a friend request from a pupil",
        "can I post photos of pupils",
        "friends page",
        "our logo as my picture",
        "he has a knife in his bag right now",
        "what is for lunch",
    ],
)
def test_every_word_of_a_reply_is_shown_in_its_order(small_answerer: Answerer, question: str) -> None:
    card = present(small_answerer.ask(question, "oakfield"), with_why=True, kept=True)
    assert tokens(shown(card, width=80)) == tokens(card.plain_text())


def test_what_is_rendered_keeps_the_order_of_the_blocks() -> None:
    assert len(list(render(Card((Line("one"), Quote("two", source="three"), Line("four")))))) == 4
    screen = shown(Card((Line("one"), Quote("two", source="three"), Line("four"))))
    assert screen.split() == ["one", "“two”", "three", "four"]


def test_buttons_are_numbered_over_the_whole_card() -> None:
    assert [line.strip() for line in shown(EVERYTHING).splitlines() if re.match(r"\s+\d\. ", line)] == ["1. Agreed [yes]", "2. Not agreed", "3. Mine"]


def test_card_ends_with_an_empty_line() -> None:
    assert shown(Card((Line("one"),))) == "one\n\n"


# --- asking ---


def test_question_is_answered(talk: Talk) -> None:
    assert "Not allowed (section 1): accepting friend requests from pupils" in talk.say("can I accept a friend request from a pupil")


def test_prompt_names_the_school(talk: Talk) -> None:
    assert talk.conversation.prompt() == "Oakfield School > "


def test_conversation_with_an_unknown_school_does_not_start(small_answerer: Answerer) -> None:
    with pytest.raises(UnknownPolicy):
        Talk(small_answerer, "elmfield")


def test_question_that_is_understood_is_not_kept(talk: Talk) -> None:
    talk.say("can I accept a friend request from a pupil", "can I use the logo", "friends page")
    assert talk.kept == []


def test_question_that_is_not_understood_is_kept_and_said_to_be(talk: Talk) -> None:
    assert wording.KEPT in talk.say("what is for lunch")
    assert talk.kept == [("what is for lunch", "oakfield")]


@pytest.mark.parametrize("typed", ["", "   ", "\t"])
def test_empty_line_is_told_what_to_do(talk: Talk, typed: str) -> None:
    assert talk.say(typed).split() == wording.EMPTY.split()


def test_markup_in_a_question_does_no_harm(talk: Talk) -> None:
    assert talk.say("[/bold] can I post photos of pupils [red]") == talk.say("/bold can I post photos of pupils red")


# --- pressing buttons ---


def test_number_settles_an_open_fact(talk: Talk) -> None:
    assert talk.say("can I post photos of pupils", "1").startswith("Allowed (section 1): photos of pupils on a personal account")


def test_second_number_settles_it_the_other_way(talk: Talk) -> None:
    assert talk.say("can I post photos of pupils", "2").startswith("Not allowed (section 1): photos of pupils on a personal account")


def test_why_of_a_settled_answer_says_what_was_chosen(talk: Talk) -> None:
    assert "- you said: Agreed" in talk.say("can I post photos of pupils", "1", "why")


def test_number_chooses_a_reading(talk: Talk) -> None:
    assert talk.say("friends page", "1").startswith("Not allowed (section 1): accepting friend requests from pupils")


def test_number_with_space_around_it_presses_too(talk: Talk) -> None:
    assert talk.say("friends page", " 2 ").startswith("Allowed (section 1): following the school's page")


def test_none_of_these_keeps_the_question_and_names_whom_to_ask(talk: Talk) -> None:
    said = talk.say("friends page", "4")
    assert talk.kept == [("friends page", "oakfield")]
    assert "ask the school office" in said


def test_none_of_these_pressed_twice_keeps_the_question_once(talk: Talk) -> None:
    talk.say("friends page", "4", "4")
    assert talk.kept.count(("friends page", "oakfield")) == 1


def test_answer_that_was_pressed_is_why_of_the_last_answer(talk: Talk) -> None:
    assert "- you chose this reading" in talk.say("friends page", "1", "why")


@pytest.mark.parametrize("typed", ["0", "5", "99", "-1", "1.5", "12345678901234567890"])
def test_number_without_a_button_is_a_question(small_answerer: Answerer, talk: Talk, typed: str) -> None:
    assert talk.say("friends page", typed) == shown(present(small_answerer.ask(typed, "oakfield")))


def test_number_before_any_card_is_a_question(small_answerer: Answerer, talk: Talk) -> None:
    assert talk.say("1") == shown(present(small_answerer.ask("1", "oakfield")))


def test_raised_number_is_a_question(talk: Talk) -> None:
    assert talk.say("friends page", "²") != ""


def test_very_long_number_is_a_question(talk: Talk) -> None:
    assert talk.say("friends page", "1" * 4_301) != ""


def test_chosen_reading_leads_with_the_clause_that_was_offered(small_reader: Reader) -> None:
    careful = Answerer(lambda: small_reader, thresholds=Thresholds(sure=2.0, part=2.0))
    talk = Talk(careful)
    assert "1. news of events on the school's accounts" in talk.say("news of the school play on twitter")
    assert talk.say("1").splitlines()[1].strip().startswith("“The school will post on X:")


# --- words that are commands ---


@pytest.mark.parametrize("typed", ["quit", "exit", "bye", " QUIT "])
def test_conversation_ends_when_one_is_done(talk: Talk, typed: str) -> None:
    assert talk.conversation.say(typed) is False


def test_why_explains_the_last_answer(talk: Talk) -> None:
    said = talk.say("can I accept a friend request from a pupil", "why")
    assert wording.WHY in said
    assert "- nearest known question: “can I accept a friend request from a pupil”" in said


def test_why_shows_the_answer_again(talk: Talk) -> None:
    answer = talk.say("can I accept a friend request from a pupil")
    assert talk.say("why").startswith(answer.rstrip("\n"))


def test_why_keeps_nothing_again(talk: Talk) -> None:
    talk.say("what is for lunch", "why")
    assert len(talk.kept) == 1


def test_buttons_still_work_after_why(talk: Talk) -> None:
    assert talk.say("can I post photos of pupils", "why", "1").startswith("Allowed")


def test_why_before_any_answer_is_a_question(talk: Talk) -> None:
    assert wording.WHY not in talk.say("why")


@pytest.mark.parametrize("typed", ["help", "HELP", "?"])
def test_help_says_what_can_be_typed(talk: Talk, typed: str) -> None:
    assert talk.say(typed).strip() == HELP


@pytest.mark.parametrize("word", ["school", "schools", "why", "quit"])
def test_help_names_every_command(word: str) -> None:
    assert f"'{word}" in HELP


@pytest.mark.parametrize("command", list(prompts.COMMANDS))
def test_every_command_is_explained_and_carried_out(command: str) -> None:
    assert prompts.COMMANDS[command]
    assert command == "/help" or command in Desk._commands


@pytest.mark.parametrize("command", re.findall(r"'(/\w+)", prompts.HELP_REPORTS))
def test_help_on_reports_names_commands_that_there_are(command: str) -> None:
    assert command in prompts.COMMANDS


@pytest.mark.parametrize("word", list(prompts.KIND_WORDS))
def test_every_word_for_a_report_means_a_kind(word: str) -> None:
    assert prompts.KIND_WORDS[word] in set(Kind)


@pytest.mark.parametrize("role", Role)
def test_every_duty_has_its_words(role: Role) -> None:
    assert prompts.DUTIES[role]


def test_where_no_reports_can_be_made_a_stroke_begins_a_question_like_any_other(small_answerer: Answerer, talk: Talk) -> None:
    assert talk.say("/logo") == shown(present(small_answerer.ask("/logo", "oakfield")))


def test_where_no_reports_can_be_made_nothing_else_is_said(talk: Talk) -> None:
    assert wording.TELL_THE_DSL in talk.say("a pupil added me last night")


# --- the card on the screen ---


def test_number_presses_the_last_card_that_has_buttons() -> None:
    screen = Screen(Console(file=StringIO()))
    screen.show(EVERYTHING)
    screen.show(Card((Line("Done."),)))
    assert screen.button("3") == Button("Mine", "settle", "c")


def test_question_leaves_what_can_be_pressed_as_it_was() -> None:
    screen = Screen(Console(file=StringIO()))
    screen.show(EVERYTHING)
    screen.ask(Card((Buttons("Which?", (Button("This one", "choose", "x"),)),)))
    assert screen.button("1") == Button("Agreed [yes]", "settle", "a")


def test_answer_without_buttons_takes_away_those_before_it() -> None:
    screen = Screen(Console(file=StringIO()))
    screen.show(EVERYTHING)
    screen.show_alone(Card((Line("No buttons."),)))
    assert screen.button("1") is None


# --- switching schools ---


def test_school_is_switched(real: Talk) -> None:
    real.say("school athelstan")
    assert real.conversation.prompt() == "The Athelstan Trust > "


def test_question_after_a_switch_is_answered_by_the_new_school(real: Talk) -> None:
    question = "can I accept a friend request from a past pupil?"
    assert real.say(question).startswith("Not allowed (section 3)")
    assert real.say("school athelstan", question).startswith("Your policy (no version printed, approved 23/5/24,")


def test_buttons_of_the_other_school_are_gone_after_a_switch(reader: Reader) -> None:
    careful = Answerer(lambda: reader, thresholds=Thresholds(sure=2.0, unsure=2.0, part=2.0))
    talk = Talk(careful, "alet")
    assert wording.CHOOSE in talk.say("can I accept a friend request from a pupil")
    assert talk.say("school athelstan", "1") == shown(present(careful.ask("1", "athelstan")))


def test_unknown_school_is_told_with_those_that_exist(real: Talk) -> None:
    said = real.say("school elmfield")
    assert said.strip() == "no policy is called 'elmfield'; use one of: alet, athelstan, iwys, unnamed-trust, wren-spinney"


def test_unknown_school_leaves_the_school_as_it_was(real: Talk) -> None:
    real.say("school elmfield")
    assert real.conversation.prompt() == "Activate Learning Education Trust > "


def test_name_of_a_school_with_markup_is_shown_as_typed(real: Talk) -> None:
    assert "'[bold]oak[/bold]'" in real.say("school [bold]oak[/bold]")


def test_schools_are_listed(real: Talk) -> None:
    assert real.say("schools") == "alet, athelstan, iwys, unnamed-trust, wren-spinney\n"


@pytest.mark.parametrize("typed", ["school trip photos on facebook, is that ok?", "School bus driver just hit a child at the gate"])
def test_message_that_begins_with_school_is_answered(real: Talk, typed: str) -> None:
    assert "no policy is called" not in real.say(typed)


# --- a whole conversation ---


def typing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(text))


def test_conversation_goes_on_until_quit(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    typing(monkeypatch, "friends page\n1\nquit\nwhich version is this\n")
    converse(Console(file=talk.screen, width=400), talk.conversation)
    screen = talk.screen.getvalue()
    assert screen.startswith(HELP)
    assert "Not allowed (section 1)" in screen
    assert "What the policy says" not in screen


def test_conversation_ends_with_its_input(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    typing(monkeypatch, "which version is this\n")
    converse(Console(file=talk.screen, width=400), talk.conversation)
    assert "What the policy says" in talk.screen.getvalue()


# --- the tour ---


@pytest.fixture(scope="module")
def tour(answerer: Answerer) -> str:
    screen = StringIO()
    play_tour(Console(file=screen, width=400, highlight=False), answerer)
    return screen.getvalue()


@pytest.mark.parametrize(("policy", "question"), TOUR)
def test_tour_asks_each_question_of_its_school(answerer: Answerer, tour: str, policy: str, question: str) -> None:
    assert f"{answerer.policy(policy).organisation} > {question}\n" in tour


@pytest.mark.parametrize(("policy", "question"), TOUR)
def test_tour_shows_what_the_bot_answers(answerer: Answerer, tour: str, policy: str, question: str) -> None:
    talk = Talk(answerer, policy)
    assert talk.say(question).replace(wording.KEPT + "\n", "") in tour


def test_tour_says_of_no_question_that_it_was_kept(tour: str) -> None:
    assert wording.KEPT not in tour


@pytest.mark.parametrize("outcome", ["answer", "choose", "silent", "report", "unknown"])
def test_tour_shows_every_outcome_that_needs_no_settings(answerer: Answerer, outcome: str) -> None:
    assert outcome in {reply_as_json(answerer.ask(question, policy), 0.0)["outcome"] for policy, question in TOUR}


@pytest.mark.parametrize("words", ["Not allowed", "Only if", "Required", "What the policy says", "does not say", "Nothing has been reported yet"])
def test_tour_shows_what_signpost_is_about(tour: str, words: str) -> None:
    assert words in tour


# --- what the settings know ---


def test_person_whom_the_settings_know_is_named(small_reader: Reader) -> None:
    people = (PersonSetting(roles=("dsl",), name="A. Example", how="room [7]"),)
    staffed = Answerer(lambda: small_reader, Settings(schools=(SchoolSetting(policy="oakfield", people=people),)))
    assert "A. Example (designated safeguarding lead): room [7]" in Talk(staffed).say("who is the dsl")
