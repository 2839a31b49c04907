"""What a school sets: its policy, its people and their roles, its hours, its chains. Read from `signpost.yaml`; nothing here reads the environment.

A file that is well written can still be unfit to serve (no DSL, no number to ring): `refusals` tells that, so that questions can be answered from
a file that names nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError, WithJsonSchema, model_validator

from bot.refusals import refusals as refusals
from bot.settings_file import LONGEST_FILE, Place, dotted, line_of, read_written
from bot.settings_values import (
    ChainName,
    Day,
    Duration,
    EMail,
    Heartbeat,
    KnownRole,
    Name,
    RoleWord,
    TimeOfDay,
    Words,
    Zone,
    fault,
    make_id,
    sentences,
)


class SettingsError(Exception):
    """The settings cannot be used; the message names every fault, its place and the next step."""


class UnknownSchool(LookupError):
    """No school has this key; the message names those that exist."""


class _Setting(BaseModel):
    """Read strictly: no other keys, nothing converted, never changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class PersonSetting(_Setting):
    """Somebody who holds a role."""

    name: Words
    id: Name = Field(default_factory=lambda read: make_id(read["name"]))
    """Stable, in reports and in the log: keep it when a name changes. Without one it is made of the name: A. Example -> a-example."""
    roles: Annotated[tuple[RoleWord, ...], Field(min_length=1, strict=False)]
    """`dsl`, `deputy`, `head`, `chair`, `slt`, `proprietor`, `it`, `owner` (of the policy), `communications`, `admin` (of the school's accounts),
    `staff`. Other words only answer who that is."""
    how: Words
    """How staff reach them: a phone number, a room."""
    email: EMail = ""
    """Where they are told that something waits when no chat reaches them; never what it says."""
    addresses: dict[Words, Words] = Field(default_factory=dict)
    """Platform -> their id there: `slack: U01`, `teams: "29:1"`."""

    @property
    def reached_at(self) -> frozenset[str]:
        """Where messages reach them, in small letters: `slack:u01`, `email:amara@oakfield.example`."""
        chats = (f"{platform}:{address}".casefold() for platform, address in self.addresses.items())
        return frozenset((*chats, *([f"email:{self.email}".casefold()] if self.email else [])))


class HoursSetting(_Setting):
    """When somebody is at the school, on a working day."""

    opens: TimeOfDay = time(8)
    closes: TimeOfDay = time(17)

    @model_validator(mode="after")
    def _check(self) -> HoursSetting:
        if self.opens >= self.closes:
            raise fault("the hours close before they open; write the earlier time under opens")
        return self


class Term(NamedTuple):
    """A term: its first and its last day."""

    starts: Day
    ends: Day


def _refuse_list(value: object) -> object:
    if isinstance(value, list):
        raise fault('a term is written {starts: "2026-09-02", ends: "2026-12-18"}; write it so')
    return value


def _check_term(term: Term) -> Term:
    if term.starts > term.ends:
        raise fault("this term ends before it starts; write the earlier day under starts")
    return term


_TERM_SCHEMA = {
    "type": "object",
    "properties": {"starts": {"type": "string", "format": "date"}, "ends": {"type": "string", "format": "date"}},
    "required": ["starts", "ends"],
    "additionalProperties": False,
}


class StepSetting(_Setting):
    """One step of a chain: who is told, and when, while nobody has acknowledged. The first is a reminder where it names those told at first."""

    role: KnownRole
    after: Duration | None = None
    """Since the report, in hours in which the school is open."""
    next_working_day_at: TimeOfDay | None = None
    """In place of `after`: at this time of the next working day."""
    same_day: bool = False
    """With `after`: by the end of the same working day in any case."""
    always: bool = False
    """With `after`: nights and weekends count too."""
    repeat: Duration | None = None
    """The last step only: again and again, until somebody acknowledges."""

    @model_validator(mode="after")
    def _check(self) -> StepSetting:
        if (self.after is None) == (self.next_working_day_at is None):
            raise fault('a step has either after (2h) or next_working_day_at ("09:00"); write one of the two')
        if self.after is None and (self.same_day or self.always):
            raise fault("same_day and always go with after, not with next_working_day_at; take them out")
        if self.same_day and self.always:
            raise fault("a step cannot both keep to the same working day and count nights and weekends; take same_day or always out")
        return self


def _check_chain(steps: tuple[StepSetting, ...]) -> tuple[StepSetting, ...]:
    if any(step.repeat for step in steps[:-1]):
        raise fault("only the last step of a chain can repeat; take repeat out of those before it")
    for always in (False, True):
        after = [step.after for step in steps if step.after and step.always == always]
        if after != sorted(after):
            raise fault("the steps of a chain are counted from the report, so each is later than the one before; put them in that order")
    return steps


Chain = Annotated[tuple[StepSetting, ...], Field(min_length=1, strict=False), AfterValidator(_check_chain)]


class RetentionSetting(_Setting):
    """How long reports are kept."""

    days_after_recorded: int = Field(default=90, ge=1, le=36_500)
    """Days after the report was marked as recorded in the school's own child-protection system. One that never was is never removed."""
    days_after_settled: int = Field(default=1_095, ge=1, le=36_500)
    """Days after an application, a comment, a reading and the like came to its end. Accounts that are open stay, and what says
    that somebody has read the policy as it is now."""


class SchoolSetting(_Setting):
    """One school."""

    policy: Words
    """The key of its policy."""
    key: Name = Field(default_factory=lambda read: read["policy"], validate_default=True)
    """Its own key, needed where two schools share a policy."""
    name: str = ""
    phone: str = ""
    """In hours: rung when nothing else works."""
    out_of_hours: str = ""
    """Out of hours: rung when nothing else works."""
    timezone: Zone = "Europe/London"
    nation: Literal["ENG", "WLS", "SCT", "NIR"] = "ENG"
    """Whose bank holidays it keeps."""
    hours: HoursSetting = HoursSetting()
    terms: Annotated[
        tuple[Annotated[Term, BeforeValidator(_refuse_list), AfterValidator(_check_term), WithJsonSchema(_TERM_SCHEMA)], ...], Field(strict=False)
    ] = ()
    """Reminders of a missing outcome wait for the next school day; escalations never do."""
    lado: str = ""
    """The council's designated officer, shown where nobody else may hear."""
    people: Annotated[tuple[PersonSetting, ...], Field(strict=False)] = ()
    channels: dict[Words, dict[Words, Words]] = Field(default_factory=dict)
    """Name of a channel (`dsl`) -> platform -> its id there."""
    chains: dict[ChainName, Chain] = Field(default_factory=dict)
    """Kind of report, or `urgent` -> the steps that replace the default ones."""
    retention: RetentionSetting = RetentionSetting()

    @property
    def opens(self) -> time:
        """When somebody is there, on a working day."""
        return self.hours.opens

    @property
    def closes(self) -> time:
        """Until when somebody is there, on a working day."""
        return self.hours.closes


class SlackSetting(_Setting):
    """Slack, where one deployment speaks to several workspaces. With a single one nothing has to be said: its token says which it is."""

    workspaces: dict[Words, Annotated[tuple[Name, ...], Field(min_length=1, strict=False)]] = Field(default_factory=dict)
    """Id of a workspace (`T01`) -> the keys of the schools whose staff are in it. Any other workspace is refused."""


class MailSetting(_Setting):
    """The server through which the fallback e-mails go. The password comes from the environment."""

    host: Words
    port: int = Field(default=587, ge=1, le=65_535)
    sender: EMail
    starttls: bool = True
    username: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where settings were written. It makes no two settings different."""

    file: str = field(default="settings", compare=False)
    lines: Mapping[Place, int] = field(default_factory=dict, compare=False)


class Settings(_Setting):
    """All settings of one deployment."""

    schools: Annotated[tuple[SchoolSetting, ...], Field(strict=False)] = ()
    mail: MailSetting | None = None
    """The route that is left when no chat reaches anybody."""
    slack: SlackSetting = SlackSetting()
    heartbeat: Heartbeat | None = None
    """An address that is asked after each clean self-check; its silence is the alarm."""
    lookup_wait_seconds: float = Field(default=2.0, ge=0, le=60, allow_inf_nan=False)
    """How long a message may take to become visible, before it is looked for and perhaps sent again."""

    _origin: Origin = PrivateAttr(default=Origin())

    def school(self, key: str) -> SchoolSetting:
        """Return the school with this key. Raises UnknownSchool."""
        found = next((school for school in self.schools if school.key == key), None)
        if found is None:
            known = ", ".join(school.key for school in self.schools) or "none is set; add one under schools"
            raise UnknownSchool(f"no school is called '{key}'; use one of: {known}")
        return found

    def people(self, policy_key: str, roles: tuple[str, ...]) -> tuple[PersonSetting, ...]:
        """Return who holds any of `roles` at the school with this policy, each once, in the order of `roles`."""
        held = [person for school in self.schools if school.policy == policy_key for person in school.people]
        found: list[PersonSetting] = []
        for role in roles:
            found += [person for person in held if role in person.roles and person not in found]
        return tuple(found)

    def place(self, *place: str | int) -> str:
        """Return where something stands, for a fault that shows only later: `signpost.yaml:3: schools.0.phone`."""
        line = line_of(place, self._origin.lines)
        return ": ".join(filter(None, (self._origin.file if line is None else f"{self._origin.file}:{line}", dotted(place))))


def load_settings(path: Path | None) -> Settings:
    """Return the settings at `path`; no path means none are set. Raises SettingsError with every fault at once."""
    if path is None:
        return Settings()
    try:
        with path.open("rb") as file:
            written = read_written(file.read(LONGEST_FILE + 1))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); check the name, or leave --settings out") from error
    settings = None
    try:
        settings = Settings.model_validate({} if written.content is None else written.content)
    except ValidationError as error:
        for place, sentence in sentences(error, Settings):
            written.add_fault(place, sentence)
    if settings is None or written.faults:
        raise SettingsError("\n".join(written.told(str(path))))
    settings._origin = Origin(str(path), written.lines)
    return settings


def settings_schema() -> dict[str, Any]:
    """Return the JSON schema of `signpost.yaml`, for editors that check while one types."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Settings.model_json_schema()}
