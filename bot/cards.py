"""All that a message can be: a card of few, closed kinds of block. Adapters turn cards into what their chat shows; nothing here knows a chat."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Banner:
    """A line that must be seen first."""

    text: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of ours."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a policy, exactly as they stand, and where they stand."""

    text: str
    stem: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `action` and `value` hold the whole state, so that no server has to remember a conversation."""

    label: str
    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons that belong together, under a question."""

    question: str
    buttons: tuple[Button, ...]


Block = Banner | Line | Quote | Buttons


@dataclass(frozen=True, slots=True)
class Card:
    """One message."""

    blocks: tuple[Block, ...] = field(default_factory=tuple)

    def plain_text(self) -> str:
        """Return the card as text; every word of it is there, buttons as a numbered list."""
        lines: list[str] = []
        number = 0
        for block in self.blocks:
            match block:
                case Banner(text, urgent):
                    lines.append(f"!! {text}" if urgent else f"! {text}")
                case Line(text, _):
                    lines.append(text)
                case Quote(text, stem, source):
                    lines.append("  " + (f"“{stem} … {text}”" if stem else f"“{text}”"))
                    if source:
                        lines.append(f"  ({source})")
                case Buttons(question, buttons):
                    lines.append(question)
                    for button in buttons:
                        number += 1
                        lines.append(f"  {number}. {button.label}")
        return "\n".join(lines)

    def buttons(self) -> tuple[Button, ...]:
        """Return every button of the card, in the order in which `plain_text` numbers them."""
        return tuple(button for block in self.blocks if isinstance(block, Buttons) for button in block.buttons)
