"""A whole bot in a terminal: questions, reports, every seat of a school. What a line means is said here; what comes of it, elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from rich.console import Console
from rich.text import Text

from adapters import prompts
from adapters.desk import Desk
from adapters.prompts import HELP as HELP
from adapters.screen import Screen
from adapters.screen import render as render
from adapters.screen import show as show
from bot import wording
from bot.answering import Answerer, UnknownPolicy
from bot.cards import Button, Card
from bot.enquiries import follow
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
"""What `make demo` asks without a terminal: real questions to the real policies, one of each outcome."""

MakeDesk = Callable[[Screen], Desk]


def play_tour(console: Console, answerer: Answerer) -> None:
    """Ask the questions of the tour and show what comes back."""
    for key, question in TOUR:
        organisation = answerer.policy(key).organisation
        console.print(Text(f"{organisation} > {question}", style="bold green"))
        show(console, present(answerer.ask(question, key)))


class Conversation:
    """One person at a terminal. Holds the school, the last answer, and the desk at which reports are made, where there is one."""

    def __init__(
        self,
        console: Console,
        answerer: Answerer,
        policy_key: str,
        keep: Callable[[str, Reply], None],
        make_desk: MakeDesk | None = None,
    ) -> None:
        self._screen, self._answerer, self._keep = Screen(console), answerer, keep
        self._policy = answerer.policy(policy_key).key
        self._reply: Reply | None = None
        self._asked = ""
        self._ends = False
        self._desk = make_desk(self._screen) if make_desk else None
        if self._desk:
            self._desk.go_to(self._desk.school(policy_key))

    def prompt(self) -> str:
        """Return what stands before the cursor."""
        organisation = self._answerer.policy(self._policy).organisation
        if self._desk is None or not self._desk.title:
            return f"{organisation} > "
        return prompts.ANSWER.format(title=self._desk.title) if self._desk.is_busy else f"{organisation}, {self._desk.title} > "

    def greet(self) -> None:
        """Say what can be typed."""
        self._screen.say(HELP)
        if self._desk:
            self._screen.say(prompts.HELP_REPORTS)
        self._screen.say("")

    def say(self, typed: str) -> bool:
        """Take one line of typing; return False when the person is done."""
        words = typed.strip()
        if words.casefold() in ("quit", "exit", "bye"):
            if self._ends or not (self._desk and self._desk.is_busy):
                return False
            self._ends = True
            self._screen.say(prompts.QUIT_AGAIN)
            return True
        self._ends = False
        if self._desk is None:
            self._take(words)
            return True
        if not (words.startswith("/") and self._desk.command(words)):
            if self._desk.is_busy:
                self._desk.take(typed)
            else:
                self._take(words)
        self._desk.deliver()
        return True

    def end(self) -> None:
        """Say what is lost with the end, if anything is."""
        if self._desk and self._desk.has_unfinished:
            self._screen.say(prompts.NOT_SENT, "bold")

    def _take(self, words: str) -> None:
        button = self._screen.button(words)
        if not words:
            self._screen.say(wording.EMPTY)
        elif button:
            self._press(button)
        elif words.lower() == "why" and self._reply:
            self._screen.show(present(self._reply, with_why=True, can_report=self._can_report, review=self._review(self._reply)))
        elif words.lower() in ("help", "?"):
            self.greet() if self._desk else self._screen.say(HELP)
        elif words.lower() == "schools":
            own = self._desk.school_keys if self._desk else ()
            self._screen.say(", ".join(dict.fromkeys((*self._answerer.keys(), *own))))
        elif words.lower().startswith("school ") and len(words.split()) == 2:
            self._switch(words.split()[1])
        else:
            self._asked = words
            listed = self._desk.listed(words) if self._desk else None
            if listed:
                self._screen.show_alone(listed)
            else:
                self._answer(self._answerer.ask(words, self._policy))

    @property
    def _can_report(self) -> bool:
        return self._desk is not None and self._desk.can_report

    def _answer(self, reply: Reply) -> None:
        not_understood = isinstance(reply.outcome, Unknown)
        self._reply = reply
        if not_understood:
            self._keep(self._asked, reply)
        card = present(reply, kept=not_understood, can_report=self._can_report, review=self._review(reply))
        beside = self._desk.beside(reply, self._asked) if self._desk else ()
        self._screen.show_alone(Card((*card.blocks, *beside)))

    def _review(self, reply: Reply) -> str:
        return self._desk.review(reply.policy) if self._desk else ""

    def _press(self, button: Button) -> None:
        match button.action:
            case "topic" | "settle":
                self._answer(follow(self._answerer, button.action, button.value, self._policy))
            case "none":
                if self._reply:
                    self._keep(self._asked, self._reply)
                self._screen.forget()
                self._screen.say(wording.NOT_CHOSEN.format(whom=self._answerer.policy(self._policy).ask_whom) + "\n")
            case _ if self._desk:
                self._desk.press(button)

    def _switch(self, key: str) -> None:
        school = self._desk.school(key) if self._desk else None
        try:
            self._policy = self._answerer.policy(school.policy if school else key).key
        except UnknownPolicy as error:
            self._screen.say(str(error))
            return
        self._screen.forget()
        if self._desk:
            self._desk.go_to(school)


def converse(console: Console, conversation: Conversation) -> None:
    """Talk until the person ends it or closes the terminal."""
    _take_long_lines()
    conversation.greet()
    while True:
        try:
            typed = input(conversation.prompt())
        except EOFError:
            console.print()
            break
        except KeyboardInterrupt:
            console.print()
            typed = "quit"  # and so twice, where something would be lost
        if not conversation.say(typed):
            break
    conversation.end()


def _take_long_lines() -> None:
    """Let a line be as long as somebody pastes it (a bare terminal cuts it at 4,095 characters), and keep none for the next seat to see."""
    with suppress(ImportError):  # not on every system
        import readline

        readline.set_auto_history(False)
