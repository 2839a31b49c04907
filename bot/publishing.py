"""Puts a new version of a policy into force, and brings an earlier one back: whole or not at all, and who did it and when is written down.

A policy is two files, the document and its clauses. What was in force is kept beside them, so that nothing that staff were ever told is lost.
A running process takes the change up by itself; one that reads between the two files goes on with what it had.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answering import UnknownPolicy
from knowledge.checking import check_knowledge
from knowledge.clauses import Policy
from knowledge.drafts import read_draft
from knowledge.strict import Fault, KnowledgeError

VERSIONS = "versions"
"""The folder beside `policies/` in which every version is kept that was ever in force."""
_RECORD = "published.csv"
_HEAD = ("at", "policy", "version", "by", "what")
PUBLISHED, ROLLED_BACK, FIRST = "published", "rolled back", "in force before"


class NothingEarlier(LookupError):
    """There is no earlier version of the policy; the message says so."""


@dataclass(frozen=True, slots=True)
class Version:
    """One time that a version came into force."""

    at: str
    """Local time, as people write it."""
    policy: str
    version: str
    """The first twelve letters of the hash of its text and its clauses: the name under which it is kept."""
    by: str
    what: str


def check_draft(home: Path, draft: Path) -> tuple[Policy, list[Fault]]:
    """Return a draft's policy, and everything that would be wrong with the knowledge once it is in force. Raises KnowledgeError."""
    policy, _ = read_draft(draft)
    with TemporaryDirectory(prefix="signpost-draft-") as folder:
        trial = Path(folder) / "knowledge"
        shutil.copytree(home, trial, ignore=shutil.ignore_patterns("__pycache__", VERSIONS, "*.py"))
        for source, target in zip(_files(draft), _files(_place(trial, policy.key)), strict=True):
            if source.exists():
                shutil.copyfile(source, target)
            else:
                target.unlink(missing_ok=True)
        return policy, check_knowledge(trial)


def publish(home: Path, draft: Path, *, by: str, at: datetime) -> Version:
    """Put a draft into force. Raises KnowledgeError with every fault where it is not fit for that, and OSError where the files cannot be written."""
    policy, faults = check_draft(home, draft)
    if faults:
        raise KnowledgeError(faults)
    if _place(home, policy.key).exists():
        _keep(home, policy.key, at=at)
    return _put(home, policy.key, draft, by=by, at=at, what=PUBLISHED)


def roll_back(home: Path, key: str, *, by: str, at: datetime, to: str = "") -> Version:
    """Bring back the version that was in force before the present one, or the one named `to`. Raises UnknownPolicy, NothingEarlier and OSError."""
    if not _place(home, key).exists():
        raise UnknownPolicy(f"no policy is called '{key}'")
    now = _name(_place(home, key))
    earlier = [one.version for one in versions(home, key) if one.version != now and (not to or one.version.startswith(to))]
    if not earlier:
        named = f" whose name begins with '{to}'" if to else ""
        raise NothingEarlier(f"no earlier version of {key}{named} is kept; `signpost versions {key}` lists those that are")
    _keep(home, key, at=at)
    return _put(home, key, _kept(home, key, earlier[-1]), by=by, at=at, what=ROLLED_BACK)


def versions(home: Path, key: str) -> tuple[Version, ...]:
    """Return every time that a version of a policy came into force, oldest first."""
    record = home / VERSIONS / _RECORD
    if not record.exists():
        return ()
    with record.open(encoding="utf-8", newline="") as file:
        rows = [Version(*row) for row in csv.reader(file) if len(row) == len(_HEAD) and tuple(row) != _HEAD]
    return tuple(row for row in rows if row.policy == key)


def _keep(home: Path, key: str, *, at: datetime) -> None:
    """Keep what is in force now; it is written down too, where nobody has published it."""
    place = _place(home, key)
    kept = _kept(home, key, _name(place))
    kept.parent.mkdir(parents=True, exist_ok=True)
    for source, target in zip(_files(place), _files(kept), strict=True):
        if source.exists() and not target.exists():
            shutil.copyfile(source, target)
    if all(one.version != _name(place) for one in versions(home, key)):
        _write_down(home, Version(_said(at), key, _name(place), "", FIRST))


def _put(home: Path, key: str, source: Path, *, by: str, at: datetime, what: str) -> Version:
    version = Version(_said(at), key, _name(source), by, what)
    kept = _kept(home, key, version.version)
    kept.parent.mkdir(parents=True, exist_ok=True)
    document, clauses = reversed(_files(source))
    for one, target in zip((document, clauses), reversed(_files(kept)), strict=True):
        if one.exists() and not target.exists():
            shutil.copyfile(one, target)
    for one, target in zip((document, clauses), reversed(_files(_place(home, key))), strict=True):
        _replace(one, target)
    _write_down(home, version)
    return version


def _replace(source: Path, target: Path) -> None:
    """Put a file in the place of another in one step."""
    beside = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, beside)
    beside.replace(target)


def _write_down(home: Path, version: Version) -> None:
    record = home / VERSIONS / _RECORD
    record.parent.mkdir(parents=True, exist_ok=True)
    is_new = not record.exists()
    with record.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([_HEAD] if is_new else [])
        writer.writerow(astuple(version))


def _place(home: Path, key: str) -> Path:
    return home / "policies" / f"{key}.yaml"


def _kept(home: Path, key: str, version: str) -> Path:
    return home / VERSIONS / key / f"{version}.yaml"


def _files(clauses: Path) -> Sequence[Path]:
    return clauses, clauses.with_suffix(".txt")


def _name(clauses: Path) -> str:
    digest = sha256(clauses.read_bytes())
    document = clauses.with_suffix(".txt")
    digest.update(document.read_bytes() if document.exists() else b"")
    return digest.hexdigest()[:12]


def _said(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
