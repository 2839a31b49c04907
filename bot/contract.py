"""Replies as plain JSON values: the batch contract that tests, policy owners' test runs and measurements rely on. Keep it stable."""

from __future__ import annotations

from typing import Any

from bot.outcomes import Answer, Choose, Contact, Part, Reply, Report, Settled, Silent, Unknown
from knowledge.clauses import Clause

Json = dict[str, Any]


def reply_as_json(reply: Reply, elapsed_ms: float) -> Json:
    """Return one reply with the keys of the contract: outcome, verdict, topic, clauses, choices, nearest, urgent, why, elapsed_ms."""
    outcome, urgent = reply.outcome, False
    beneath: Settled
    if isinstance(outcome, Report):
        name, urgent, beneath = "report", outcome.urgent, outcome.beneath
    else:
        name, beneath = outcome_name(outcome), outcome
    parts = beneath.parts if isinstance(beneath, Answer) else ()
    lead = parts[0] if parts else None
    return {
        "outcome": name,
        "verdict": str(lead.verdict) if lead else None,
        "topic": _topic(beneath, lead),
        "clauses": _clauses(parts),
        "choices": _choices(beneath, lead),
        "nearest": clause_as_json(beneath.nearest) if isinstance(beneath, Silent) and beneath.nearest else None,
        "urgent": urgent,
        "why": list(reply.why),
        "elapsed_ms": round(elapsed_ms, 3),
    }


def fault_as_json(message: str) -> Json:
    """Return the line for an input that could not be read: `unknown`, and what to do about it."""
    keys: Json = {"outcome": "unknown", "verdict": None, "topic": None, "clauses": [], "choices": [], "nearest": None, "urgent": False}
    return {**keys, "why": [], "elapsed_ms": 0.0, "error": message}


def outcome_name(outcome: Settled) -> str:
    """Return the name of an outcome as the contract has it."""
    match outcome:
        case Answer():
            return "answer"
        case Choose():
            return "choose"
        case Silent():
            return "silent"
        case Contact():
            return "contact"
        case Unknown():
            return "unknown"


def clause_as_json(clause: Clause) -> Json:
    """Return a clause as it is shown."""
    return {"id": clause.id, "section": clause.section, "stem": clause.stem, "text": clause.text}


def _topic(outcome: Settled, lead: Part | None) -> str | None:
    return lead.topic_id if lead else None


def _clauses(parts: tuple[Part, ...]) -> list[Json]:
    """Return the leads of all parts first, then what travels with them, each clause once."""
    leads = [part.lead for part in parts]
    others = [shown.clause for part in parts for shown in part.shown[1:]]
    return [clause_as_json(clause) for clause in {clause.id: clause for clause in (*leads, *others)}.values()]


def _choices(outcome: Settled, lead: Part | None) -> list[Json]:
    if isinstance(outcome, Choose):
        return [{"label": option.about, "clause": clause_as_json(option.lead)} for option in outcome.options]
    if lead is None:
        return []
    labels = [choice.label for condition in lead.conditions for choice in condition.choices]
    return [{"label": label, "clause": clause_as_json(lead.lead)} for label in labels]
