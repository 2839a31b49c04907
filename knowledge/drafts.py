"""Reads one policy from wherever its file lies: a draft, an earlier version. Its document lies beside it, as in `policies/`."""

from __future__ import annotations

from pathlib import Path

from knowledge.clauses import Knowledge, Policy
from knowledge.loading import HOME, read_policy
from knowledge.strict import KnowledgeError, open_document


def find_policy(named: str, knowledge: Knowledge, home: Path = HOME) -> tuple[Policy, str] | None:
    """Return the policy that is named by its key or by its YAML file, and the text of its document; None where there is none of this key.

    Raises KnowledgeError with every fault of the file.
    """
    if Path(named).suffix in (".yaml", ".yml"):
        return read_draft(Path(named))
    policy = knowledge.policies.get(named)
    return (policy, _source(home / "policies" / f"{named}.yaml")) if policy else None


def read_draft(path: Path) -> tuple[Policy, str]:
    """Return the policy in one file and the text of its document, '' where none lies beside it. Raises KnowledgeError, OSError."""
    document, node = open_document(path, path.parent)
    source = _source(path)
    policy = read_policy(document, node, source) if node is not None else None
    if policy is None or document.faults:
        raise KnowledgeError(document.faults)
    return policy, source


def _source(path: Path) -> str:
    document = path.with_suffix(".txt")
    return document.read_text(encoding="utf-8", errors="replace") if document.exists() else ""
