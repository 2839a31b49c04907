"""A tidy policy of an invented school, in which nothing is to be found, and a way to plant what should be found into its document and its YAML."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.policy_care import Finding, lint
from knowledge.clauses import Knowledge
from knowledge.drafts import read_draft
from knowledge.flaws import Defect
from knowledge.lexicon import load_lexicon
from knowledge.vocabulary import open_vocabulary

TESTS = Path(__file__).parent
SMALL, TIDY = TESTS / "small_school", TESTS / "tidy_school"


@dataclass(frozen=True)
class TidySchool:
    """A copy of the tidy school, to edit."""

    home: Path
    shipped: Knowledge
    """The knowledge that comes with Signpost."""

    @property
    def yaml(self) -> Path:
        return self.home / "policies" / "oakfield.yaml"

    @property
    def document(self) -> Path:
        return self.home / "policies" / "oakfield.txt"

    def plant(self, old: str, new: str) -> None:
        """Replace words in the document and wherever its YAML quotes them."""
        changed = 0
        for path in (self.document, self.yaml):
            text = path.read_text(encoding="utf-8")
            changed += old in text
            path.write_text(text.replace(old, new), encoding="utf-8")
        assert changed, old

    def edit(self, path: Path, old: str, new: str) -> None:
        """Replace words in one of the two files, in the first place."""
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def found(self) -> list[Finding]:
        """Return what a reading of it finds."""
        policy, source = read_draft(self.yaml)
        lexicon = load_lexicon(self.home)
        return list(lint(policy, source, lexicon, open_vocabulary(lexicon, self.shipped)))

    def told(self) -> list[tuple[Defect, str, str]]:
        """Return what is found, where, and in which words."""
        return [(one.defect, one.place, one.words) for one in self.found()]


def copy_tidy_school(home: Path, shipped: Knowledge) -> TidySchool:
    """Return a copy of the tidy school in a folder that is not there yet."""
    shutil.copytree(SMALL, home)
    for name in ("oakfield.txt", "oakfield.yaml"):
        shutil.copy(TIDY / name, home / "policies" / name)
    lexicon = home / "lexicon.yaml"
    text = lexicon.read_text(encoding="utf-8").replace("  x: [x, twitter]\n", "  x: [x, twitter]\n  instagram: [instagram]\n  whatsapp: [whatsapp]\n")
    lexicon.write_text(text, encoding="utf-8")
    return TidySchool(home, shipped)
