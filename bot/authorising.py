"""Who may do what with a report: one table of role x kind, and who stands in. It decides; who is told, and who holds a role, is said elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from bot.reports import Kind, Person, Report, Role


class Verb(StrEnum):
    """What somebody can want to do with a report."""

    VIEW = "view"
    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    NOTE = "note"
    CONTACT = "contact"
    ESCALATE = "escalate"
    OUTCOME = "outcome"
    REOPEN = "reopen"
    LIST = "list"
    EXPORT = "export"
    HOLD = "hold"
    MARK_RECORDED = "mark_recorded"
    ADD_INFORMATION = "add_information"
    WITHDRAW = "withdraw"
    MY_REPORTS = "my_reports"


REPORTER_VERBS = frozenset({Verb.ADD_INFORMATION, Verb.WITHDRAW, Verb.MY_REPORTS})
"""For whoever made the report, and nobody else."""
RECIPIENT_VERBS = frozenset(Verb) - REPORTER_VERBS
"""For those whom the report is for."""

ROLE_ORDER: Mapping[Role, tuple[Role, ...]] = {
    Role.DSL: (Role.DEPUTY, Role.HEAD, Role.PROPRIETOR, Role.SLT, Role.CHAIR),
    Role.DEPUTY: (Role.HEAD, Role.PROPRIETOR, Role.DSL, Role.SLT, Role.CHAIR),
    Role.HEAD: (Role.PROPRIETOR, Role.CHAIR),
    Role.SLT: (Role.HEAD, Role.PROPRIETOR, Role.DSL, Role.DEPUTY),
    Role.PROPRIETOR: (Role.CHAIR,),
    Role.CHAIR: (),
    Role.IT: (),
    Role.OWNER: (Role.HEAD, Role.PROPRIETOR, Role.SLT),
    Role.COMMUNICATIONS: (Role.ADMIN, Role.SLT, Role.HEAD, Role.PROPRIETOR),
    Role.ADMIN: (Role.COMMUNICATIONS, Role.SLT, Role.HEAD, Role.PROPRIETOR),
    Role.STAFF: (),
}
"""Who stands in, in order, when a role has nobody who may. From the head never downwards: concerns about adults are not for those they lead."""

_ALL, _STANDING_IN = "all", "standing in"
_TABLE: Mapping[Role, tuple[str, str, str, str]] = {
    #                 pupil_contact, safeguarding_concern, adult_concern, online_incident
    Role.DSL: (_ALL, _ALL, "", _ALL),
    Role.DEPUTY: (_ALL, _ALL, "", _ALL),
    Role.HEAD: (_ALL, _ALL, _ALL, _ALL),
    Role.PROPRIETOR: (_ALL, _ALL, _ALL, _ALL),
    Role.SLT: (_STANDING_IN, _STANDING_IN, "", _ALL),
    Role.CHAIR: (_STANDING_IN, _STANDING_IN, _STANDING_IN, _STANDING_IN),
    Role.IT: ("", "", "", ""),
    Role.OWNER: ("", "", "", ""),
    Role.COMMUNICATIONS: ("", "", "", ""),
    Role.ADMIN: ("", "", "", ""),
    Role.STAFF: ("", "", "", ""),
}
_KINDS = (Kind.PUPIL_CONTACT, Kind.SAFEGUARDING_CONCERN, Kind.ADULT_CONCERN, Kind.ONLINE_INCIDENT)


def _verbs(*granted: str) -> Mapping[tuple[Role, Kind], frozenset[Verb]]:
    pairs = {(role, kind): cell for role, row in _TABLE.items() for kind, cell in zip(_KINDS, row, strict=True)}
    return {pair: RECIPIENT_VERBS if cell in granted else frozenset() for pair, cell in pairs.items()}


ALLOWED: Mapping[tuple[Role, Kind], frozenset[Verb]] = _verbs(_ALL)
"""What the holder of a role may do with a report of a kind, at any time."""
ALLOWED_STANDING_IN: Mapping[tuple[Role, Kind], frozenset[Verb]] = _verbs(_ALL, _STANDING_IN)
"""What they may do once the report has come to them in another's place."""


def may(verb: Verb, person: Person, roles: Collection[Role], report: Report, *, standing_in: bool = False) -> bool:
    """Say whether `person`, who holds `roles` at the report's school, may do that.

    `standing_in`: the report has come to them in another's place, because those before them are excluded or away or have not acknowledged it.
    """
    if person.school != report.school:
        return False
    if verb in REPORTER_VERBS:
        return person.id == report.reporter_id
    if not person.full_member or person.id in report.excluded:
        return False
    table = ALLOWED_STANDING_IN if standing_in else ALLOWED
    return any(verb in table[role, report.kind] for role in roles)


def can_receive(role: Role, kind: Kind) -> bool:
    """Say whether a report of this kind can ever come to the holder of this role; if not, they could not open it."""
    return Verb.VIEW in ALLOWED_STANDING_IN[role, kind]
