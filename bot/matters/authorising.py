"""Who may do what with a matter: one table of kind x act. It decides; who holds a role, and who stands in, is said elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from bot.matters.values import Matter, MatterKind
from bot.reports import Person, Role


class Own(StrEnum):
    """Somebody by what they have to do with the matter, whatever their role."""

    RAISER = "raiser"
    NAMED = "named"
    """Whom the matter names."""
    ANYBODY = "anybody"
    """Every full member of the school's staff."""


RAISE, VIEW = "raise", "view"
_ANYBODY, _RAISER, _NAMED = Own.ANYBODY, Own.RAISER, Own.NAMED
_KEEPERS = (Role.ADMIN, Role.COMMUNICATIONS, Role.SLT)
"""Those who look after the school's accounts."""

ACTS: Mapping[MatterKind, Mapping[str, tuple[Role | Own, ...]]] = {
    MatterKind.POSTING: {
        RAISE: (_ANYBODY,),
        VIEW: (Role.SLT, Role.HEAD, Role.PROPRIETOR, Role.COMMUNICATIONS, Role.ADMIN, _RAISER, _NAMED),
        **dict.fromkeys(("ask_slt", "ask_head", "send_again", "consent", "checked", "close"), (_RAISER,)),
        **dict.fromkeys(("slt_approve", "slt_refuse", "slt_changes"), (Role.SLT, Role.HEAD, Role.PROPRIETOR, _NAMED)),
        **dict.fromkeys(("head_approve", "head_refuse", "head_changes"), (Role.HEAD, _NAMED)),
    },
    MatterKind.COMMENT: {
        RAISE: (_ANYBODY,),
        VIEW: (*_KEEPERS, Role.PROPRIETOR, Role.HEAD, _RAISER, _NAMED),
        "acknowledge": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "answer": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "close": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "hand": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "slt": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "reopen": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
    },
    MatterKind.MODERATION: {
        RAISE: (_ANYBODY,),
        VIEW: (*_KEEPERS, Role.PROPRIETOR, Role.HEAD, _RAISER),
        "told": (*_KEEPERS, Role.PROPRIETOR, _RAISER),
        "no_word": (*_KEEPERS, Role.PROPRIETOR),
        "slt": (*_KEEPERS, Role.PROPRIETOR, _RAISER),
        "undo": (*_KEEPERS, Role.PROPRIETOR, _RAISER),
    },
    MatterKind.MENTION: {
        RAISE: (_ANYBODY,),
        VIEW: (*_KEEPERS, Role.PROPRIETOR, Role.HEAD, _RAISER, _NAMED),
        "take": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "note": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "hand": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "removal": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "close": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
        "reopen": (*_KEEPERS, Role.PROPRIETOR, _NAMED),
    },
    MatterKind.REMOVAL: {
        RAISE: (_ANYBODY,),
        VIEW: (Role.COMMUNICATIONS, Role.SLT, Role.PROPRIETOR, Role.HEAD, _RAISER, _NAMED),
        "ask": (Role.COMMUNICATIONS, Role.SLT, Role.PROPRIETOR, Role.HEAD, _NAMED),
        "ask_again": (Role.COMMUNICATIONS, Role.SLT, Role.PROPRIETOR, Role.HEAD, _NAMED),
        "removed": (Role.COMMUNICATIONS, Role.SLT, Role.PROPRIETOR, Role.HEAD, _NAMED),
        "refuse": (Role.COMMUNICATIONS, Role.SLT, Role.PROPRIETOR, Role.HEAD, _NAMED),
        "hand": (Role.COMMUNICATIONS, Role.SLT, Role.PROPRIETOR, Role.HEAD, _NAMED),
        "close": (Role.COMMUNICATIONS, Role.SLT, Role.PROPRIETOR, Role.HEAD, _NAMED),
        "reopen": (Role.COMMUNICATIONS, Role.SLT, Role.PROPRIETOR, Role.HEAD, _NAMED),
    },
    MatterKind.JOURNALIST: {
        RAISE: (_ANYBODY,),
        VIEW: (Role.COMMUNICATIONS, Role.HEAD, Role.PROPRIETOR, Role.SLT, _RAISER, _NAMED),
        "take": (Role.COMMUNICATIONS, Role.HEAD, Role.PROPRIETOR),
        "say": (Role.COMMUNICATIONS, Role.HEAD, Role.PROPRIETOR, _NAMED),
        "hand": (Role.COMMUNICATIONS, Role.HEAD, Role.PROPRIETOR, _NAMED),
        "close": (Role.COMMUNICATIONS, Role.HEAD, Role.PROPRIETOR, _NAMED),
        "reopen": (Role.COMMUNICATIONS, Role.HEAD, Role.PROPRIETOR, _NAMED),
    },
    MatterKind.SUGGESTION: {
        RAISE: (_ANYBODY,),
        VIEW: (Role.COMMUNICATIONS, Role.ADMIN, Role.SLT, Role.PROPRIETOR, Role.HEAD, _RAISER, _NAMED),
        "use": (Role.COMMUNICATIONS, Role.ADMIN, Role.PROPRIETOR, Role.SLT, _NAMED),
        "decline": (Role.COMMUNICATIONS, Role.ADMIN, Role.PROPRIETOR, Role.SLT, _NAMED),
        "hand": (Role.COMMUNICATIONS, Role.ADMIN, Role.PROPRIETOR, Role.SLT, _NAMED),
        "withdraw": (_RAISER,),
    },
    MatterKind.APPLICATION: {
        RAISE: (_ANYBODY,),
        VIEW: (*_KEEPERS, Role.HEAD, Role.PROPRIETOR, _RAISER, _NAMED),
        "approve": (Role.SLT, Role.HEAD, Role.PROPRIETOR),
        "reject": (Role.SLT, Role.HEAD, Role.PROPRIETOR),
        "ask_changes": (Role.SLT, Role.HEAD, Role.PROPRIETOR),
        "change": (_RAISER,),
        "withdraw": (_RAISER,),
        "created": (Role.ADMIN,),
    },
    MatterKind.LEAVER: {
        RAISE: (*_KEEPERS, Role.HEAD, Role.PROPRIETOR),
        VIEW: (*_KEEPERS, Role.HEAD, Role.PROPRIETOR, _RAISER),
        "hand_over": _KEEPERS,
        "done": (*_KEEPERS, Role.HEAD),
        "stays": (*_KEEPERS, Role.HEAD, _RAISER),
    },
    MatterKind.ACCOUNT: {
        RAISE: _KEEPERS,
        VIEW: (_ANYBODY,),
        "checked": (*_KEEPERS, _NAMED),
        "edit": _KEEPERS,
        "transfer": _KEEPERS,
        "leaves": (*_KEEPERS, Role.HEAD, _NAMED),
        "stays": (*_KEEPERS, Role.HEAD, _NAMED),
        "close": _KEEPERS,
        "reopen": _KEEPERS,
        "safe": _KEEPERS,
        "secrets": _KEEPERS,
    },
    MatterKind.READING: {
        RAISE: (Role.OWNER,),
        VIEW: (Role.OWNER, Role.HEAD, Role.PROPRIETOR, Role.SLT),  # numbers; names are another act
        "names": (Role.OWNER,),
        "again": (Role.OWNER,),
        "end": (Role.OWNER,),
    },
    MatterKind.READER: {
        RAISE: (_ANYBODY,),
        VIEW: (_NAMED, _RAISER, Role.OWNER),
        **dict.fromkeys(("open", "next", "back", "understood", "question", "trained"), (_NAMED, _RAISER)),
        "answer": (Role.OWNER,),
    },
    MatterKind.REVIEW: {
        RAISE: (),  # Signpost itself
        VIEW: (Role.OWNER, Role.HEAD, Role.PROPRIETOR, Role.SLT),
        "reviewed": (Role.OWNER,),
        "not_yet": (Role.OWNER,),
    },
    MatterKind.QUESTION: {
        RAISE: (),  # Signpost itself
        VIEW: (Role.OWNER,),
        "add": (Role.OWNER,),
        "dismiss": (Role.OWNER,),
    },
    MatterKind.DIGEST: {RAISE: (), VIEW: (Role.OWNER,)},
}
"""By whom each act of each kind can be done. What does not stand here can be done by nobody. Whoever stands in for a role may what it may."""


def may(act: str, person: Person, roles: Collection[Role], kind: MatterKind, matter: Matter | None = None) -> bool:
    """Say whether `person`, who holds `roles` or stands in for them at the school, may do that; guests and people of elsewhere never."""
    if not person.full_member or (matter is not None and matter.school != person.school):
        return False
    allowed = ACTS.get(kind, {}).get(act, ())
    raised, named = matter is not None and matter.raised_by == person.id, matter is not None and person.id in matter.people
    own = {Own.ANYBODY: True, Own.RAISER: raised, Own.NAMED: named}
    return any(own[one] if isinstance(one, Own) else one in roles for one in allowed)
