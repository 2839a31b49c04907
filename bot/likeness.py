"""Says whether a typed word could be meant for a name: by ear, by a slip of the pen, as another form of a first name. Whose it is, `names` says."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from bot.name_words import NICKNAMES

_RELATED: dict[str, set[str]] = {}
for _group in NICKNAMES:
    for _name in _group:
        _RELATED.setdefault(_name, set()).update(_group)

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^mc", "mac"), (r"^kn", "n"), (r"^wr", "r"), (r"ph|v", "f"), (r"[ei]?gh", "i"), (r"ck|q|c(?![eiyh])", "k"), (r"c(?=[eiy])|z", "s"),
        (r"x", "ks"), (r"(?<=m)ps(?=.)", "s"), (r"(?<=[aeiou])h(?!$)", ""), (r"(?<=..)e$", ""),
        (r"e[aeiy]*|i[ey]*|y", "i"), (r"a[uw]|ow|o[aou]*|u", "o"), (r"a[aiy]*", "a"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""How letters sound in English, roughly; in order."""
_VOWELS = str.maketrans("", "", "aeiouy")


class Ear:
    """Compares words. It remembers how they sound for as long as one text is read, and no longer: they may be names from a report."""

    def __init__(self) -> None:
        self._heard: dict[str, str] = {}

    def sounds_like(self, typed: str, name: str) -> bool:
        """Say whether two words are the same by ear: Reid and Reed, Ocafor and Okafor, Steven and Stephen."""
        if typed == name:
            return True
        return min(len(typed), len(name)) > 1 and max(len(typed), len(name)) > 2 and self._sound(typed) == self._sound(name)

    def is_first_name(self, typed: str, name: str) -> bool:
        """Say whether a typed first name is the listed one, or a short, long or misspelt form of it."""
        if self.sounds_like(typed, name) or name in _RELATED.get(typed, ()):
            return True
        short, long = sorted((typed, name), key=len)
        if len(short) > 1 and (long.startswith(short) or (len(short) > 3 and long.endswith(short))):
            return True
        if len(short) == len(long) == 4 and sorted(short) != sorted(long):
            return False  # Mark and Mary, Jane and June are two people
        return is_near(typed, name)

    def _sound(self, word: str) -> str:
        if word not in self._heard:
            heard = word
            for pattern, sound in _SOUNDS:
                heard = pattern.sub(sound, heard)
            self._heard[word] = heard
        return self._heard[word]


def is_near(typed: str, name: str) -> bool:
    """Say whether a typed word is likely a slip of the pen for a name: the shorter the name, the less may differ."""
    short = min(len(typed), len(name))
    most = 1 if short < 6 else 2 if short < 11 else 3
    if abs(len(typed) - len(name)) > most + 1:
        return False
    apart = OSA.distance(typed, name, score_cutoff=most + 1)
    if short < 4:  # Cox and Fox are two people; Cx and Cxo are slips
        return short > 1 and apart <= 1 and (len(typed) != len(name) or sorted(typed) == sorted(name))
    if apart == 2 and most == 1 and short > 4 and typed[0] == name[0]:  # only vowels differ
        bare = name.translate(_VOWELS)
        return len(bare) > 2 and typed.translate(_VOWELS) == bare
    return apart <= most


def is_about(typed: str, name: str) -> bool:
    """Say whether most letters of two words are the same: enough where everything else fits."""
    return OSA.normalized_similarity(typed, name) >= 0.6 or (len(typed) > 1 and name.startswith(typed))
