"""What a terminal shows: cards as text with colour, buttons as numbered choices. The last card's buttons are the ones that a number presses."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.cards import Banner, Button, Buttons, Card, Facts, Line, Quote


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
            case Facts(pairs):
                for pair in pairs:
                    yield Text(pair.heading(), style="bold")
                    yield Padding(Text(pair.text), (0, 0, 0, 2))
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


class Screen:
    """One terminal's screen, and the card on it that can be pressed."""

    def __init__(self, console: Console) -> None:
        self._console, self._card = console, Card()

    def show(self, card: Card) -> None:
        """Show a card. Where it has buttons, numbers press these from now on."""
        show(self._console, card)
        if card.buttons():
            self._card = card

    def ask(self, card: Card) -> None:
        """Show a question whose choices are an answer to it, not something to press."""
        show(self._console, card)

    def show_alone(self, card: Card) -> None:
        """Show a card that ends what was there before: numbers press its buttons, or none."""
        show(self._console, card)
        self._card = card

    def say(self, text: str, style: str = "") -> None:
        """Print a line that is no card, exactly as it is."""
        self._console.print(Text(text, style=style))

    def button(self, typed: str) -> Button | None:
        """Return the button that a typed number presses; None where it presses none."""
        buttons = self._card.buttons()
        if not typed.isdecimal() or len(typed) > 3 or not 1 <= int(typed) <= len(buttons):
            return None
        return buttons[int(typed) - 1]

    def forget(self) -> None:
        """Let no number press anything."""
        self._card = Card()
