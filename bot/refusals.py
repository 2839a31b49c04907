"""What stands against serving from these settings: the local faults, all at once, each with its place and the next step.

Faults of the platform (a public channel, a revoked token) are not among them: those never stop the others' reports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from bot.authorising import ROLE_ORDER, can_receive
from bot.reports import Kind, Role
from bot.role_words import meant_role
from bot.settings_file import Place
from knowledge.loading import HOME

if TYPE_CHECKING:
    from bot.settings import PersonSetting, SchoolSetting, Settings

PLATFORMS = ("slack", "teams", "terminal")
"""Where somebody can have an address."""

Fault = tuple[Place, str]


def refusals(settings: Settings, *, serving: bool, policies: Collection[str] | None = None) -> list[str]:
    """Return every local fault, each as `file:line: path.of.key: sentence`; none where the settings are fit.

    Without `serving` only what contradicts itself is told: questions can be answered by a school that names nobody. `policies` are the keys that
    exist; those of the knowledge that ships with Signpost where they are not given.
    """
    known = _shipped_policies() if policies is None else policies
    faults = [*_mixed_up_schools(settings), *_mixed_up_ids(settings)]
    for number, school in enumerate(settings.schools):
        place: Place = ("schools", number)
        faults += [*_contradictions(school, place, known)]
        if serving:
            faults += [*_missing_duties(school, place), *_missing_routes(school, place), *_risky_entries(school, place)]
    faults += _unknown_schools_of_workspaces(settings)
    if serving:
        faults += _faults_of_deployment(settings)
    return [f"{settings.place(*place)}: {sentence}" for place, sentence in faults]


def _shipped_policies() -> Collection[str]:
    return sorted(path.stem for path in (HOME / "policies").iterdir() if path.suffix == ".yaml" or path.is_dir())


def _faults_of_deployment(settings: Settings) -> Iterator[Fault]:
    if not settings.schools:
        yield ("schools",), "no school is set, so nobody can be told anything; add one"
    mail = settings.mail
    if mail is None:
        yield ("mail",), "there is no route left when no chat reaches anybody; add mail: {host: ..., sender: ...}"
    elif mail.username and not mail.starttls and mail.host not in ("localhost", "127.0.0.1", "::1"):
        yield ("mail", "starttls"), "the password would cross the network in the clear; write starttls: true"


def _unknown_schools_of_workspaces(settings: Settings) -> Iterator[Fault]:
    keys = {school.key for school in settings.schools}
    for workspace, schools in settings.slack.workspaces.items():
        for number, key in enumerate(schools):
            if key not in keys:
                known = ", ".join(sorted(keys)) or "none is set"
                yield ("slack", "workspaces", workspace, number), f"no school is called '{key}'; use one of: {known}"


def _mixed_up_schools(settings: Settings) -> Iterator[Fault]:
    for (_, one), (number, other) in combinations(enumerate(settings.schools), 2):
        if one.key == other.key:
            yield ("schools", number), f"a second school has the key '{other.key}'; write another under key"


def _mixed_up_ids(settings: Settings) -> Iterator[Fault]:
    """One id is one human, at all schools: whose report is whose hangs on it."""
    listed = [(at, ("schools", at, "people", number), one) for at, school in enumerate(settings.schools) for number, one in enumerate(school.people)]
    for (at, _, one), (other_at, place, other) in combinations(listed, 2):
        if one.id == other.id and at == other_at:
            yield place, f"a second person has the id '{other.id}'; give each an id of their own, or join the two and list all their roles in one"
        elif one.id == other.id and one.name.casefold() != other.name.casefold():
            where = settings.schools[at].key
            yield place, f"the id '{other.id}' belongs to somebody of another name at {where}; write one name, or another id for one of them"


def _contradictions(school: SchoolSetting, place: Place, policies: Collection[str]) -> Iterator[Fault]:
    if school.policy not in policies:
        yield (*place, "policy"), f"no policy is called '{school.policy}'; use one of: {', '.join(sorted(policies))}"
    for name, steps in school.chains.items():
        for number, step in enumerate(steps):
            where = (*place, "chains", name, number)
            if not any(_holders(school, role) for role in (step.role, *ROLE_ORDER[step.role])):
                yield where, f"nobody at {school.key} is {step.role}, and nobody stands in; name somebody, or another role here"
            elif not any(can_receive(step.role, kind) for kind in ([Kind(name)] if name in set(Kind) else Kind)):
                yield where, f"{step.role} may not open such reports; use one of: {', '.join(_receivers(name))}"


def _receivers(name: str) -> list[Role]:
    return [role for role in Role if any(can_receive(role, kind) for kind in Kind if name in (kind, "urgent"))]


def _holders(school: SchoolSetting, *roles: Role) -> list[PersonSetting]:
    return [person for person in school.people if any(role in person.roles for role in roles)]


def _missing_duties(school: SchoolSetting, place: Place) -> Iterator[Fault]:
    dsl, deputy = _holders(school, Role.DSL), _holders(school, Role.DEPUTY)
    if not dsl:
        yield (*place, "people"), f"nobody at {school.key} is the DSL; add roles: [dsl] to somebody"
    if not deputy:
        yield (*place, "people"), f"nobody at {school.key} is the deputy DSL; add roles: [deputy] to somebody"
    if dsl and deputy and len({one.id for one in (*dsl, *deputy)}) == 1:
        yield (
            (*place, "people"),
            f"the DSL of {school.key} is their own deputy, so nobody hears while they are away; add roles: [deputy] to somebody else",
        )
    leads = _holders(school, Role.HEAD, *ROLE_ORDER[Role.HEAD])
    if not leads:
        yield (*place, "people"), f"nobody at {school.key} hears of concerns about adults; add roles: [head], or [proprietor], to somebody"
    elif len(leads) == 1 and not school.lado.strip():
        yield (
            (*place, "lado"),
            f"nobody hears of a concern about the one who leads {school.key}; add roles: [chair] to somebody, or the LADO under lado",
        )


def _missing_routes(school: SchoolSetting, place: Place) -> Iterator[Fault]:
    for key, when in (("phone", "in school hours"), ("out_of_hours", "out of school hours")):
        if sum(letter.isdigit() for letter in getattr(school, key)) < 3:
            yield (*place, key), f"{school.key} has no number to ring {when}, when nothing else works; write one in quotes"
    if not any(person.email for person in _holders(school, Role.DSL, Role.DEPUTY)):
        yield (*place, "people"), f"neither DSL nor deputy of {school.key} has an e-mail address, the route when no chat works; add email: to them"


def _risky_entries(school: SchoolSetting, place: Place) -> Iterator[Fault]:
    for number, person in enumerate(school.people):
        where = (*place, "people", number)
        for platform in person.addresses:
            if platform not in PLATFORMS:
                yield (*where, "addresses", platform), f"no chat is called '{platform}'; use one of: {', '.join(PLATFORMS)}"
        for word in person.roles:
            meant = None if word in set(Role) else meant_role(word)
            if meant is not None and meant not in person.roles:
                yield (*where, "roles"), f"'{word}' is no role that receives reports; did you mean {meant}?"
    for (_, one), (number, other) in combinations(enumerate(school.people), 2):
        shared = {reached.partition(":")[0] for reached in one.reached_at & other.reached_at}
        for platform in sorted(shared):
            sentence = f"{other.id} and {one.id} share an address ({platform}), by which each would hear of a report about the other"
            yield (*place, "people", number), f"{sentence}; give each their own"
