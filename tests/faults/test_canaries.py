"""No byte of what a report says stands anywhere but where View, Read and an export show it; after its purge it stands nowhere."""

from __future__ import annotations

import base64
import logging

import pytest
from sqlalchemy import create_engine, text

from tests.faults.canaries import CANARY, NAMED, Findings, everything_heard, run, traces

PLACES = (
    *("answers to presses", "cards", "database file", "error texts", "field errors", "journal", "letters", "lists and receipts", "lock screens"),
    *("logs", "rows of audit", "rows of note", "rows of opening", "rows of outbox", "rows of report"),
)


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Thirty reports, from the form to the purge, among faults of every call and statement."""
    return run(30, tmp_path_factory.mktemp("canaries"), look_every=20, rows_every=12)


def test_nothing_that_a_report_says_is_anywhere_but_where_it_is_shown(findings: Findings) -> None:
    assert findings.leaks == {}


def test_everything_was_looked_at_and_every_fault_came(findings: Findings) -> None:
    assert not [place for place in PLACES if findings.looked_at[place] == 0]
    assert findings.met["reports stored"] == 30
    assert findings.met["canaries that View shows"] > 250
    assert min(findings.met[f"calls to {platform}"] for platform in ("slack", "teams", "email")) > 10
    assert min(findings.met[one] for one in ("database calls that failed", "error: RuntimeError", "processes that died")) > 5


def test_purge_leaves_no_piece_of_what_was_sealed_which_stood_there_before(findings: Findings) -> None:
    assert findings.met["reports purged"] > 20
    assert findings.met["pieces of sealed bytes in the file before the purge"] > 0.9 * findings.met["of so many"]
    assert findings.met["pieces looked for after the purge"] > 250


# --- that it would be found ---


@pytest.mark.parametrize(
    "leak",
    [
        f"a {CANARY}000001 b",
        f"a {CANARY}000001 b".upper(),
        CANARY.lower().encode(),
        f"a {CANARY} b".encode("utf-16-le"),
        f"a {CANARY} b".encode("utf-16-be"),
        f"a {CANARY} b".encode().hex(),
        *(base64.b64encode(f"{'x' * before}{CANARY}000001".encode()) for before in range(4)),
        repr({"fields": {"child": CANARY}}),
    ],
)
def test_canary_is_found_however_it_is_written(leak: str | bytes) -> None:
    findings = Findings()
    findings.look("here", leak)
    findings.look("there", leak, named=True)
    assert findings.leaks == {"here": 1, "there": 1}


def test_name_of_a_reporter_is_found_where_it_may_not_stand() -> None:
    findings = Findings()
    findings.look("a card", f"by {NAMED}7 Byrne", named=True)
    findings.look("a log", f"by {NAMED}7 Byrne")
    assert findings.leaks == {"a log": 1}


def test_canary_in_any_log_is_heard_and_in_what_was_handed_over_for_it() -> None:
    findings = Findings()
    quiet = logging.getLogger("tests.faults.quiet")
    quiet.setLevel(logging.CRITICAL)
    quiet.propagate = False
    with everything_heard(findings):
        quiet.debug("of %s", CANARY)
        quiet.debug("kept back", extra={"report": "none"})
        print(CANARY)
    assert findings.leaks == {"logs": 1, "stdout and stderr": 1}
    assert (quiet.level, quiet.propagate) == (logging.CRITICAL, False)


def test_canary_that_an_error_only_holds_is_found() -> None:
    findings = Findings()
    engine = create_engine("sqlite://", hide_parameters=True)
    with engine.connect() as connection, pytest.raises(Exception) as raised:  # noqa: PT011 -- whatever it is, it holds its parameters
        connection.execute(text("SELECT * FROM nowhere WHERE said = :said"), {"said": CANARY})
    engine.dispose()
    assert CANARY not in str(raised.value)
    findings.look_at_error(raised.value)
    assert findings.leaks == {"error texts": 1}


def test_piece_of_what_was_sealed_is_found() -> None:
    sealed = bytes(range(200))
    assert traces(b"x" + sealed + b"y", [sealed]) == (4, 4)
    assert traces(b"x" + sealed[:20] + b"y", [sealed]) == (1, 4)
