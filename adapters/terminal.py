"""A whole bot in a terminal: cards as text with colour, buttons as numbered choices, the school switched by a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot import wording
from bot.answering import Answerer, UnknownPolicy
from bot.cards import Banner, Buttons, Card, Line, Quote
from bot.outcomes import Reply, Unknown
from bot.replies import present

TOUR = (
    ("alet", "can I accept a friend request from a past pupil?"),
    ("athelstan", "can I accept a friend request from a past pupil?"),
    ("unnamed-trust", "can I accept a friend request from a past pupil?"),
    ("wren-spinney", "can we put photos of the residential on ClassDojo?"),
    ("athelstan", "a comment came in on our page on Saturday, how long have we got?"),
    ("iwys", "who runs the facebook page?"),
    ("alet", "got home, checked my phone, and a year 9 has sent me a friend request"),
    ("athelstan", "how do I get a new school account approved"),
    ("wren-spinney", "what time is lunch"),
)
"""What `make demo` shows without a terminal: real questions to the real policies, one of each outcome."""

HELP = (
    "Type a question, as you would ask a colleague. A number presses a button. "
    "'school NAME' switches school, 'schools' lists them, 'why' explains the last answer, 'quit' ends."
)


def render(card: Card) -> Iterable[RenderableType]:
    """Yield what a terminal shows for a card: every word of it, quotations set apart and unchanged."""
    number = 0
    for block in card.blocks:
        match block:
            case Banner(text, urgent):
                yield Panel(Text(text), border_style="bold red" if urgent else "yellow", expand=False)
            case Line(text, strong):
                yield Text(text, style="bold" if strong else "")
            case Quote(text, stem, source):
                yield Padding(Text(f"“{stem} … {text}”" if stem else f"“{text}”", style="cyan"), (0, 0, 0, 2))
                if source:
                    yield Padding(Text(source, style="dim"), (0, 0, 0, 2))
            case Buttons(question, buttons):
                yield Text(question)
                for button in buttons:
                    number += 1
                    yield Padding(Text(f"{number}. {button.label}"), (0, 0, 0, 2))


def show(console: Console, card: Card) -> None:
    """Print a card and an empty line."""
    for part in render(card):
        console.print(part)
    console.print()


def play_tour(console: Console, answerer: Answerer) -> None:
    """Ask the questions of the tour and show what comes back."""
    for key, question in TOUR:
        organisation = answerer.policy(key).organisation
        console.print(Text(f"{organisation} > {question}", style="bold green"))
        show(console, present(answerer.ask(question, key)))


class Conversation:
    """One person at a terminal. Holds the last card, whose buttons are pressed by number, and the school."""

    def __init__(self, console: Console, answerer: Answerer, policy_key: str, keep: Callable[[str, Reply], None]) -> None:
        self._console, self._answerer, self._keep = console, answerer, keep
        self._policy = answerer.policy(policy_key).key
        self._card = Card()
        self._reply: Reply | None = None
        self._asked = ""

    def prompt(self) -> str:
        """Return what stands before the cursor."""
        return f"{self._answerer.policy(self._policy).organisation} > "

    def say(self, typed: str) -> bool:
        """Take one line of typing; return False when the person is done."""
        words = typed.strip()
        if words.lower() in ("quit", "exit", "bye"):
            return False
        if not words:
            self._console.print(wording.EMPTY)
        elif words.isdecimal() and len(words) < 4 and 1 <= int(words) <= len(self._card.buttons()):
            self._press(int(words))
        elif words.lower() == "why" and self._reply:
            show(self._console, present(self._reply, with_why=True))
        elif words.lower() in ("help", "?"):
            self._console.print(HELP)
        elif words.lower() == "schools":
            self._console.print(escape(", ".join(self._answerer.keys())))
        elif words.lower().startswith("school ") and len(words.split()) == 2:
            self._switch(words.split()[1])
        else:
            self._asked = words
            self._show(self._answerer.ask(words, self._policy))
        return True

    def _show(self, reply: Reply) -> None:
        not_understood = isinstance(reply.outcome, Unknown)
        self._reply, self._card = reply, present(reply, kept=not_understood)
        if not_understood:
            self._keep(self._asked, reply)
        show(self._console, self._card)

    def _press(self, number: int) -> None:
        button = self._card.buttons()[number - 1]
        match button.action, button.value.split():
            case "topic", [topic_id, lead]:
                self._show(self._answerer.show_topic(topic_id, self._policy, lead))
            case "settle", [topic_id, clause_id, condition, choice]:
                self._show(self._answerer.settle(topic_id, clause_id, int(condition), int(choice), self._policy))
            case _:
                if self._reply:
                    self._keep(self._asked, self._reply)
                self._card = Card()
                self._console.print(escape(wording.NOT_CHOSEN.format(whom=self._answerer.policy(self._policy).ask_whom)) + "\n")

    def _switch(self, key: str) -> None:
        try:
            self._policy = self._answerer.policy(key).key
            self._card = Card()
        except UnknownPolicy as error:
            self._console.print(escape(str(error)))


def converse(console: Console, conversation: Conversation) -> None:
    """Talk until the person ends it or closes the terminal."""
    console.print(HELP + "\n")
    while True:
        try:
            typed = console.input(escape(conversation.prompt()))
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if not conversation.say(typed):
            return
