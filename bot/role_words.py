"""Reads a duty typed in place of a name ("the headteacher", "our DSL"): whose holders a report may be about. It leans to yes, as `names` does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.names import split_words
from bot.reports import Role


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that was spoken of."""

    roles: frozenset[Role]
    """It may be any holder of these ..."""
    but_not: frozenset[Role] = frozenset()
    """... who holds none of these."""


_LEADS = frozenset({Role.HEAD, Role.PROPRIETOR, Role.CHAIR})
_DSL, _DEPUTY, _HEAD, _CHAIR, _SLT = (Duty(frozenset({role})) for role in (Role.DSL, Role.DEPUTY, Role.HEAD, Role.CHAIR, Role.SLT))
_SAFEGUARDING_TEAM = Duty(frozenset({Role.DSL, Role.DEPUTY}))
_SENIOR = Duty(frozenset({Role.DEPUTY, Role.DSL, Role.SLT}), but_not=_LEADS)
"""A deputy or assistant head is often the DSL, and always senior; the settings do not say which of them."""
_NOBODY = Duty(frozenset())

_PHRASES: tuple[tuple[Duty, str], ...] = (
    (_NOBODY, "head boy, head girl, head pupil, head student, head prefect, head cook, head chef, head caretaker, head gardener, head groundsman"),
    (
        _NOBODY,
        "head cleaner, head coach, head librarian, head receptionist, head of, chair of pta, chair of ptfa, chair of parents, chair of friends",
    ),
    (
        _DSL,
        "dsl, dso, dsp, cpo, safeguarding lead, safeguarding officer, lead safeguarding, head of safeguarding, lead of safeguarding, named person",
    ),
    (_DSL, "designated safeguarding lead, designated safeguarding officer, designated safeguarding person, designated lead, designated person"),
    (_DSL, "designated teacher, child protection lead, child protection officer, child protection coordinator, safeguarding coordinator"),
    (_SAFEGUARDING_TEAM, "dsls, safeguarding, safeguarding team, safeguarding leads, child protection, child protection team"),
    (_DEPUTY, "ddsl, ddsls, deputy dsl, dep dsl, deputy dso, deputy designated safeguarding lead, deputy designated safeguarding officer"),
    (_DEPUTY, "deputy safeguarding lead, deputy safeguarding officer, deputy designated lead, deputy designated safeguarding person, assistant dsl"),
    (_SENIOR, "deputy, deputies, deputy head, deputy headteacher, deputy head teacher, deputy principal, dep head, dht, dhts, vice principal"),
    (_SENIOR, "deputy headmaster, deputy headmistress, deputy heads, assistant head, assistant headteacher, assistant head teacher, aht, ahts"),
    (_SENIOR, "assistant principal, assistant heads"),
    (_HEAD, "head, heads, headteacher, head teacher, headmaster, head master, headmistress, head mistress, principal, ht, boss"),
    (_HEAD, "head of school, head of college, head of academy, head of centre, head of nursery, head of trust"),
    (_CHAIR, "chair, chairman, chairwoman, chairperson, chair of governors, vice chair, cog, governor, governors, governing body, governing board"),
    (_CHAIR, "trustee, trustees, board of governors, board of trustees"),
    (_SLT, "slt, smt, senior leader, senior leaders, senior leadership, leadership team, senior management, senior manager, senior teacher"),
    (Duty(frozenset({Role.PROPRIETOR})), "proprietor, proprietors, proprietress, owner, owners, director, directors, ceo, chief executive"),
    (_NOBODY, "director of, owner of"),
    (Duty(frozenset({Role.PROPRIETOR})), "owner of school, director of school, owner of company"),
    (Duty(frozenset({Role.OWNER})), "policy owner, owner of policy"),
    (
        Duty(frozenset({Role.IT})),
        "it manager, it technician, it support, it lead, it coordinator, it officer, ict manager, ict technician, network manager",
    ),
)
_DUTIES = {tuple(phrase.split()): duty for duty, phrases in _PHRASES for phrase in phrases.split(", ")}
_LONGEST_FIRST = sorted(_DUTIES, key=len, reverse=True)
_SKIPPED = frozenset(("the", "our", "my", "a", "an", "for", "this", "that"))


def find_duties(typed: str) -> tuple[Duty, ...]:
    """Return each duty that `typed` speaks of. "Head of Year 9" is no head, and "the deputy head" is not the head."""
    found: dict[Duty, None] = {}
    for words in split_words(typed):
        left = [word.text for word in words if word.text not in _SKIPPED]
        while left:
            phrase = next((one for one in _LONGEST_FIRST if _begins(left, one)), None)
            if phrase is not None and _DUTIES[phrase].roles:
                found[_DUTIES[phrase]] = None
            left = left[len(phrase or left[:1]) :]
    return tuple(found)


def _begins(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return len(words) >= len(phrase) and all(map(_is_word, words, phrase))


def _is_word(typed: str, word: str) -> bool:
    """Say whether a typed word is a word of a duty, or a slip of the pen for it."""
    if typed == word:
        return True
    if abs(len(typed) - len(word)) > 2:
        return False
    apart = OSA.distance(typed, word, score_cutoff=2)
    if min(len(typed), len(word)) < 6:
        return apart == 1 and len(word) > 2 and sorted(typed) == sorted(word)
    return apart <= (1 if len(word) < 9 else 2)


def speaks_of(typed: str, roles: Collection[str]) -> bool:
    """Say whether `typed` holds one of these words for a role as it stands in the settings: "caretaker", "business manager"."""
    parts = [[word.text for word in words] for words in split_words(typed)]
    wanted = [[word.text for word in words] for role in roles for words in split_words(role)]
    return any(_holds(part, phrase) for part in parts for phrase in wanted)


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(_begins(words[at:], phrase) for at in range(len(words)))


def meant_role(word: str) -> Role | None:
    """Return the one role that a word of the settings most likely means ("dls", "headteacher"), or None."""
    near = [role for role in Role if len(word) > 2 and OSA.distance(word.casefold(), role) <= 1]
    if near:
        return near[0]
    said = [_DUTIES.get(tuple(one.text for one in words if one.text not in _SKIPPED)) for words in split_words(word)]
    return next(iter(said[0].roles)) if len(said) == 1 and said[0] is not None and len(said[0].roles) == 1 else None
