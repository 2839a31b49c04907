"""What a school sets: which policy is its own, and who holds which role. Read from `signpost.yaml`; nothing here reads the environment."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Words = Annotated[str, Field(min_length=1)]


class SettingsError(Exception):
    """The settings cannot be used; the message names every fault, its place and the next step."""


class PersonSetting(BaseModel):
    """Somebody who holds a role."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    role: Words
    """`dsl`, `deputy`, `head` ..."""
    name: Words
    how: Words
    """How to reach them: a phone number, a room, an e-mail address."""


class SchoolSetting(BaseModel):
    """One school."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    policy: Words
    """The key of its policy."""
    people: tuple[PersonSetting, ...] = Field(default=(), strict=False)


class Settings(BaseModel):
    """All settings of one deployment."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    schools: tuple[SchoolSetting, ...] = Field(default=(), strict=False)

    def people(self, policy_key: str, roles: tuple[str, ...]) -> tuple[PersonSetting, ...]:
        """Return who holds any of `roles` at the school with this policy, in the order of `roles`."""
        held = [person for school in self.schools if school.policy == policy_key for person in school.people]
        return tuple(person for role in roles for person in held if person.role == role)


class _NoKeyTwice(yaml.SafeLoader):
    """Refuses a key that stands twice, of which YAML would keep the last without a word: a DSL must not be lost so."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return the mapping of `node`. Raises yaml.YAMLError where a key stands twice."""
        keys = [key.value for key, _ in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.YAMLError(f"the key '{twice}' stands twice from line {node.start_mark.line + 1} on; keep one of them")
        return super().construct_mapping(node, deep)


def load_settings(path: Path | None) -> Settings:
    """Return the settings at `path`; no path means none are set. Raises SettingsError with every fault at once."""
    if path is None:
        return Settings()
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_NoKeyTwice) or {}  # noqa: S506 -- a safe loader that refuses more
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: this is not UTF-8 text; save the file as UTF-8") from error
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); check the name, or leave --settings out") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{path}: this is not YAML: {str(error).splitlines()[0]}") from error
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        faults = [f"{path}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors(include_input=False)]
        raise SettingsError("\n".join(faults)) from error
