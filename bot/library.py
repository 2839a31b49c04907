"""The schools' policies as they are now, for whatever works beside the answers: a file that changes is read again at the next use."""

from __future__ import annotations

import logging
from pathlib import Path

from bot.answering import UnknownPolicy
from knowledge.clauses import Policy
from knowledge.drafts import read_draft
from knowledge.loading import HOME
from knowledge.strict import KnowledgeError

LOG = logging.getLogger("signpost")
_Stamp = tuple[tuple[int, int], ...]


class Library:
    """Reads policies, each once."""

    def __init__(self, home: Path = HOME) -> None:
        self._home = home
        self._read: dict[str, tuple[_Stamp, Policy]] = {}

    def policy(self, key: str) -> Policy:
        """Return a policy; one that has changed so that it cannot be read stays as it was.

        Raises UnknownPolicy, and KnowledgeError where it cannot be read at first.
        """
        place = self._home / "policies" / f"{key}.yaml"
        stamp = _stamp(place)
        if not stamp:
            known = ", ".join(sorted(path.stem for path in place.parent.glob("*.yaml") if not path.name.startswith(".")))
            raise UnknownPolicy(f"no policy is called '{key}'; use one of: {known}")
        held = self._read.get(key)
        if held is not None and held[0] == stamp:
            return held[1]
        try:
            policy, _ = read_draft(place)
        except KnowledgeError as error:
            if held is None:
                raise
            LOG.error("library.not_read %s: %s faults; see signpost check", key, len(error.faults))
            policy = held[1]
        self._read[key] = stamp, policy
        return policy


def _stamp(place: Path) -> _Stamp:
    """Return by what a change of a policy's file, or of its document, is known; nothing where there is no file."""
    files = [path.stat() for path in (place, place.with_suffix(".txt")) if path.exists()]
    return tuple((one.st_mtime_ns, one.st_size) for one in files) if place.exists() else ()
