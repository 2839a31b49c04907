"""All that a message can be: a card of few, closed kinds of block. Adapters turn cards into what their chat shows; nothing here knows a chat."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's controls, formats (bidi overrides, zero-width characters, tags), lone surrogates and odd line ends."""
BLANK = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u3164", "\uffa0"}
"""Letters and marks that show nothing."""


def visible(text: str) -> str:
    """Return `text` for showing: what would hide, reorder or break it stands there as its code, such as `⟨U+202E⟩`."""
    return "".join(f"⟨U+{ord(one):04X}⟩" if _is_hidden(one) else one for one in text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Return a name for showing in a sentence of ours: visible, and never more than one line of it."""
    return " ".join(visible(text).split())


def is_blank(text: str) -> bool:
    """Return whether nothing of `text` would be seen."""
    return all(one.isspace() or _is_hidden(one) for one in text)


def _is_hidden(one: str) -> bool:
    if one in "\n\t":
        return False
    return unicodedata.category(one) in HIDDEN or one in BLANK or "\ufe00" <= one <= "\ufe0d" or "\U000e0100" <= one <= "\U000e01ef"


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
class Fact:
    """What a person wrote, unchanged, under our label for it."""

    label: str
    text: str

    def heading(self) -> str:
        """Return the label as it stands above the text."""
        return self.label if self.label.endswith("?") else f"{self.label}:"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person wrote, field by field. A chat shows the texts as they are, never as mark-up."""

    pairs: tuple[Fact, ...]


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


Block = Banner | Line | Quote | Facts | Buttons


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
                case Facts(pairs):
                    for pair in pairs:
                        lines += [pair.heading(), *(f"  {line}" for line in pair.text.split("\n"))]
                case Buttons(question, buttons):
                    lines.append(question)
                    for button in buttons:
                        number += 1
                        lines.append(f"  {number}. {button.label}")
        return "\n".join(lines)

    @classmethod
    def of_text(cls, text: str) -> Card:
        """Return a card of plain sentences, one a line."""
        return cls(tuple(Line(line) for line in text.splitlines() if line))

    def without_layout(self) -> Card:
        """Return the plainest card with the same words: what is sent where a platform refuses the other."""
        return Card.of_text(Card(tuple(block for block in self.blocks if not isinstance(block, Buttons))).plain_text())

    def with_first(self, line: str) -> Card:
        """Return the card with a sentence before everything else."""
        return Card((Line(line, strong=True), *self.blocks))

    def buttons(self) -> tuple[Button, ...]:
        """Return every button of the card, in the order in which `plain_text` numbers them."""
        return tuple(button for block in self.blocks if isinstance(block, Buttons) for button in block.buttons)
