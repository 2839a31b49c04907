"""One go tells everything that is wrong with a set-up, and what to do; it changes nothing, and shows no secret and no word of a report."""

from __future__ import annotations

import smtplib
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from socket import create_server

import pytest
from sqlalchemy import text, update

from adapters import doctor, doctor_store
from adapters.doctor import examine, mail_fault
from adapters.findings import Finding, Level, carry_out, ok
from bot.clock import utc_now
from bot.reports import RowState
from bot.sealing import new_ring
from bot.settings import MailSetting
from bot.store.moments import to_millis
from bot.store.tables import audit, clock
from bot.store.tables import outbox as rows
from bot.store.tables import report as report_table
from tests.adapters.conftest import Command
from tests.adapters.deployed import CANARY, SCHOOL, Deployed

Examine = Callable[[], list[Finding]]

pytestmark = pytest.mark.usefixtures("closed_databases", "sound_knowledge")


@pytest.fixture
def found(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> Examine:
    """A function that examines the deployment, on a disk that stays and with a mail server that answers."""
    monkeypatch.setattr(doctor, "throw_away", lambda folder: "")
    monkeypatch.setattr(doctor, "mail_fault", lambda mail, password: "")
    return lambda: examine(deployed.environment, deployed.settings)


def unwell(findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.level is not Level.OK]


def the_one(findings: list[Finding], subject: str) -> Finding:
    (finding,) = [one for one in unwell(findings) if one.subject == subject]
    return finding


# --- the whole ---


def test_sound_deployment_with_reports_has_no_fault(found: Examine, deployed: Deployed) -> None:
    deployed.report(2)
    assert unwell(found()) == []
    assert {one.subject for one in found()} == {
        *("settings", "policies", "keys", "recovery key", "disk", "roles of oakfield", "routes of oakfield", "mail", "heartbeat"),
        *("database", "process", "clock", "delivery", "keys in use", "reports", "log"),
    }


def test_deployment_that_has_never_served_is_told_so(found: Examine, deployed: Deployed) -> None:
    assert "makes it at its first start" in the_one(found(), "database").sentence
    assert not deployed.data.exists()


def test_nothing_is_changed_by_an_examination(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    before = deployed.database.read_bytes(), sorted(deployed.folder.rglob("*"))
    found()
    assert (deployed.database.read_bytes(), sorted(deployed.folder.rglob("*"))) == before


def test_several_faults_are_told_in_one_go_and_end_with_1(deployed: Deployed, command: Command) -> None:
    deployed.report()
    deployed.edit("heartbeat: http://127.0.0.1:9/oakfield\n", "")
    deployed.ring.chmod(0o644)
    ended = command("doctor")
    lines = ended.out.splitlines()
    assert ended.code == 1
    for level, subject in (("fault", "keys"), ("fault", "disk"), ("fault", "mail"), ("warning", "heartbeat"), ("ok", "log")):
        assert any(line.startswith(f"{level:<8} {subject}: ") for line in lines), subject
    assert lines[-1] == "3 faults, 1 warning."
    assert CANARY not in ended.out
    assert deployed.ring.read_text(encoding="utf-8").split()[1] not in ended.out


@pytest.mark.usefixtures("found")
def test_warnings_alone_end_with_0(deployed: Deployed, command: Command) -> None:
    deployed.edit("heartbeat: http://127.0.0.1:9/oakfield\n", "")
    ended = command("doctor")
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "0 faults, 2 warnings.")


def test_check_that_fails_is_a_finding_without_a_value_and_the_others_go_on() -> None:
    def fail() -> Iterator[Finding]:
        yield ok("mail", "fine")
        raise ValueError(CANARY)

    (finding,) = carry_out("mail", fail)
    assert (finding.level, finding.subject) == (Level.FAULT, "mail")
    assert "ValueError at adapters/findings.py:" in finding.sentence
    assert CANARY not in str(finding)


# --- settings, policies, keys ---


def test_every_fault_of_the_settings_is_a_line(found: Examine, deployed: Deployed) -> None:
    deployed.settings.write_text("colour: red\nshape: round\n", encoding="utf-8")
    assert [one.sentence.split(": ")[1] for one in unwell(found()) if one.subject == "settings"] == ["colour", "shape"]


def test_settings_that_are_not_fit_to_serve_are_faults(found: Examine, deployed: Deployed) -> None:
    deployed.edit("roles: [deputy]", "roles: [staff]")
    assert "nobody at oakfield is the deputy DSL" in the_one(found(), "settings").sentence


def test_fault_of_a_policy_is_a_line(found: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "check_knowledge", lambda: ["policies/alet.yaml:3: a fault; mend it"])
    assert the_one(found(), "policies").sentence == "policies/alet.yaml:3: a fault; mend it"


def test_missing_ring_is_told_and_none_is_made(found: Examine, deployed: Deployed) -> None:
    deployed.extra["SIGNPOST_KEYS"] = ""
    assert the_one(found(), "keys").sentence.startswith("SIGNPOST_KEYS is not set")
    assert not deployed.data.exists()


def test_ring_that_others_can_read_is_a_fault(found: Examine, deployed: Deployed) -> None:
    deployed.ring.chmod(0o640)
    assert f"chmod 600 {deployed.ring}" in the_one(found(), "keys").sentence


def test_ring_beside_the_data_is_told(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    deployed.ring.rename(deployed.data / "signpost.keys")
    deployed.extra["SIGNPOST_KEYS"] = ""
    assert "lies beside the data" in the_one(found(), "keys").sentence


def test_old_key_is_told(found: Examine, deployed: Deployed) -> None:
    deployed.ring.write_text(new_ring(date(2020, 1, 1)).text(), encoding="utf-8")
    finding = the_one(found(), "keys")
    assert (finding.level, "make a new one (signpost keys new)" in finding.sentence) == (Level.WARNING, True)


def test_ring_that_is_given_as_text_has_no_file_to_be_examined(found: Examine, deployed: Deployed) -> None:
    deployed.extra["SIGNPOST_KEYS"] = deployed.ring.read_text(encoding="utf-8")
    assert [one for one in unwell(found()) if one.subject == "keys"] == []


@pytest.mark.parametrize(("value", "level"), [("", Level.WARNING), ("open-sesame", Level.FAULT)])
def test_recovery_key_that_is_missing_or_faulty_is_told(found: Examine, deployed: Deployed, value: str, level: Level) -> None:
    deployed.extra["SIGNPOST_RECOVERY_KEY"] = value
    finding = the_one(found(), "recovery key")
    assert finding.level is level
    assert "sesame" not in finding.sentence


def test_throw_away_disk_is_a_fault(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "mail_fault", lambda mail, password: "")
    assert "emptied at a restart" in the_one(examine(deployed.environment, deployed.settings), "disk").sentence


# --- roles, routes, terms ---


def test_somebody_who_cannot_be_reached_is_named(found: Examine, deployed: Deployed) -> None:
    deployed.edit(", email: chidi@oakfield.example", "")
    finding = the_one(found(), "routes of oakfield")
    assert (finding.level, finding.sentence.startswith("chidi cannot be reached")) == (Level.WARNING, True)


def test_school_without_it_is_told(found: Examine, deployed: Deployed) -> None:
    deployed.edit("roles: [it]", "roles: [staff]")
    assert "nobody is told when a route is closed" in the_one(found(), "roles of oakfield").sentence


def test_absence_of_everybody_is_told(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    with deployed.office() as office:
        office.people.mark_away("amara", SCHOOL)
        assert unwell(found()) == []
        office.people.mark_away("ben", SCHOOL)
    assert "the DSL and every deputy are away" in the_one(found(), "roles of oakfield").sentence


@pytest.mark.parametrize(("ends", "is_over"), [("2020-12-18", True), ("2120-12-18", False)])
def test_terms_that_are_over_are_told(found: Examine, deployed: Deployed, ends: str, *, is_over: bool) -> None:
    deployed.edit("  people:\n", f'  terms: [{{starts: "2020-09-02", ends: "{ends}"}}]\n  people:\n')
    assert [one.subject for one in unwell(found()) if one.subject.startswith("terms")] == ["terms of oakfield"] * is_over


# --- the mail server ---


@contextmanager
def mail_server(*replies: bytes) -> Iterator[int]:
    """A server that says these lines, one for each that it hears, and then falls silent."""
    with create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as heard:
                for reply in replies:
                    connection.sendall(reply)
                    if not heard.readline():
                        return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            thread.join()


GREETING, PLAIN, SECURE, LOG_IN = b"220 here\r\n", b"250 fine\r\n", b"250-fine\r\n250 STARTTLS\r\n", b"250-fine\r\n250 AUTH PLAIN\r\n"
REFUSED = b"535 amara@oakfield.example may not\r\n"


@pytest.mark.parametrize(
    ("replies", "options", "words"),
    [
        ((GREETING, b"221 bye\r\n"), {}, ""),
        ((GREETING, PLAIN, b"221 bye\r\n"), {"starttls": True}, "it offers no STARTTLS"),
        ((GREETING, PLAIN, b"221 bye\r\n"), {"username": "signpost"}, "no log-in"),
        ((GREETING, LOG_IN, REFUSED, b"221 bye\r\n"), {"username": "signpost"}, "SIGNPOST_MAIL_PASSWORD"),
        ((GREETING, LOG_IN, b"235 welcome\r\n", b"221 bye\r\n"), {"username": "signpost"}, ""),
        ((b"554 amara@oakfield.example is not welcome\r\n",), {}, "it does not answer as a mail server (SMTPConnectError)"),
        ((b"HTTP/1.1 400 Bad Request\r\n",), {}, "it does not answer as a mail server"),
        ((GREETING, SECURE, b"220 go\r\n", b"no TLS at all\r\n"), {"starttls": True}, "it does not answer as a mail server"),
    ],
)
def test_mail_server_is_asked_and_never_quoted(replies: tuple[bytes, ...], options: dict[str, object], words: str) -> None:
    with mail_server(*replies) as port:
        mail = MailSetting.model_validate({"host": "127.0.0.1", "port": port, "sender": "signpost@oakfield.example", "starttls": False, **options})
        said = mail_fault(mail, "password")
    assert words in said if words else said == ""
    assert "amara" not in said


def test_certificate_that_does_not_fit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object, **_options: object) -> None:
        raise ssl.SSLCertVerificationError

    monkeypatch.setattr(smtplib.SMTP, "starttls", refuse)
    with mail_server(GREETING, b"221 bye\r\n") as port:
        assert "its certificate does not prove" in mail_fault(MailSetting(host="127.0.0.1", port=port, sender="signpost@oakfield.example"), "")


def test_mail_server_that_does_not_answer_is_a_fault(deployed: Deployed) -> None:
    finding = the_one(examine(deployed.environment, deployed.settings), "mail")
    assert (finding.level, finding.sentence.startswith("127.0.0.1:9: it does not answer as a mail server")) == (Level.FAULT, True)


# --- what is stored ---


def test_damaged_database_is_a_fault(found: Examine, deployed: Deployed) -> None:
    deployed.data.mkdir()
    deployed.database.write_bytes(b"no database at all" * 100)
    assert "put a backup in its place" in the_one(found(), "database").sentence


def test_damage_inside_a_database_is_found(found: Examine, deployed: Deployed) -> None:
    deployed.report(20)
    with deployed.office() as office, office.engine.connect() as connection:
        root = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'outbox'").scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    with deployed.database.open("r+b") as file:
        file.seek((root - 1) * size + 8)
        file.write(b"\xff" * 64)
    assert any(one.level is Level.FAULT and one.subject == "database" for one in found())


def test_database_that_others_can_read_is_told(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    deployed.database.chmod(0o644)
    assert f"chmod 600 {deployed.database}" in the_one(found(), "database").sentence


def test_database_of_another_version_is_a_fault(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    with deployed.office() as office, office.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "another version" in the_one(found(), "database").sentence


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_postgresql_is_examined_too(found: Examine, deployed: Deployed, store_url: str) -> None:
    deployed.extra["DATABASE_URL"] = store_url
    deployed.report()
    assert unwell(found()) == []
    (database,) = [one for one in found() if one.subject == "database"]
    assert database.sentence.startswith("PostgreSQL ")


def test_silence_of_the_process_is_told(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    with deployed.office() as office, office.engine.begin() as connection:
        connection.execute(update(clock).values(high_water=to_millis(utc_now() - timedelta(days=3))))
    assert "no sign of `signpost serve` for 3 days" in the_one(found(), "process").sentence
    assert "stopped for 3 days" in the_one(found(), "clock").sentence


def test_database_without_a_time_has_never_been_served(found: Examine, deployed: Deployed) -> None:
    with deployed.office():
        pass
    assert "has never run on this database" in the_one(found(), "process").sentence


def test_row_that_waits_too_long_is_a_fault(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    with deployed.office() as office, office.engine.begin() as connection:
        connection.execute(update(rows).values(due_at=rows.c.due_at - 10 * 60_000))
    assert "something that is due has waited for 10 minutes" in the_one(found(), "delivery").sentence


def test_key_in_use_that_is_not_on_the_ring_is_a_fault(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    assert "not on the key ring, and in use" in the_one(found(), "keys in use").sentence


def test_rotation_that_is_due_is_told(found: Examine, deployed: Deployed, command: Command) -> None:
    deployed.report()
    command("keys", "new")
    assert "run `signpost keys rotate`" in the_one(found(), "keys in use").sentence
    command("keys", "rotate")
    assert unwell(found()) == []


def test_reports_without_a_recovery_copy_are_counted(found: Examine, deployed: Deployed) -> None:
    deployed.extra["SIGNPOST_RECOVERY_KEY"] = ""
    deployed.report(2)
    deployed.extra.clear()
    assert the_one(found(), "recovery key").sentence.startswith("2 of the stored reports have no copy for it")


def age(deployed: Deployed, by: timedelta, *, has_arrived: bool) -> None:
    """Let the stored reports be as old as this, with nothing due."""
    with deployed.office() as office, office.engine.begin() as connection:
        long_ago = to_millis(utc_now() - by)
        connection.execute(update(report_table).values(reported_at=long_ago))
        connection.execute(update(rows).values(due_at=to_millis(datetime(2120, 1, 1, tzinfo=UTC))))
        if has_arrived:
            arrived = {"state": RowState.SENT, "settled_at": long_ago, "message_ref": '["email","amara@oakfield.example","1"]'}
            connection.execute(update(rows).where(rows.c.kind == "card").values(**arrived))


def test_report_that_nobody_is_known_to_have_is_a_fault(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    age(deployed, timedelta(minutes=5), has_arrived=False)
    finding = the_one(found(), "reports")
    assert finding.level is Level.FAULT
    assert finding.sentence == "oakfield R-0001: nobody is known to have it after 5 minutes; tell the DSL in person"


def test_report_that_nobody_acknowledges_is_told(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    age(deployed, timedelta(days=2), has_arrived=True)
    finding = the_one(found(), "reports")
    assert (finding.level, "not acknowledged for 2 days" in finding.sentence) == (Level.WARNING, True)


def test_report_that_is_kept_beyond_its_time_is_told(found: Examine, deployed: Deployed) -> None:
    deployed.report()
    age(deployed, timedelta(days=100), has_arrived=True)
    with deployed.office() as office, office.engine.begin() as connection:
        long_ago = to_millis(utc_now() - timedelta(days=100))
        connection.execute(update(report_table).values(state="closed", closed_at=long_ago, acknowledged_at=long_ago))
    assert "kept beyond its time (not_recorded)" in the_one(found(), "reports").sentence


def test_log_that_was_changed_is_a_fault(found: Examine, deployed: Deployed) -> None:
    deployed.report(2)
    with deployed.office() as office, office.engine.begin() as connection:
        connection.execute(update(audit).where(audit.c.seq == 2).values(at=audit.c.at + 1))
    assert "event 2 is missing, was changed, or was put in" in the_one(found(), "log").sentence


def test_report_that_cannot_be_opened_is_named_and_the_examination_goes_on(found: Examine, deployed: Deployed) -> None:
    deployed.report(2)
    with deployed.office() as office, office.engine.begin() as connection:
        connection.execute(update(report_table).where(report_table.c.number == 1).values(content=b"\x01" + b"damaged" * 9))
    named = [one for one in found() if one.subject == "reports"]
    assert (named[0].level, named[0].sentence.split("; ")[0].endswith("R-0001: cannot be opened")) == (Level.FAULT, True)
    assert [one.subject for one in found()][-1] == "log"


@pytest.mark.parametrize(
    ("length", "words"),
    [(timedelta(seconds=59), "0 minutes"), (timedelta(minutes=1), "1 minute"), (timedelta(hours=2), "2 hours"), (timedelta(days=2), "2 days")],
)
def test_lengths_are_spoken(length: timedelta, words: str) -> None:
    assert doctor_store._spoken(length) == words


def test_teams_that_is_not_set_up_whole_is_told_and_one_that_cannot_be_reached_is_a_fault(deployed: Deployed) -> None:
    deployed.extra |= {"TEAMS_APP_ID": "app", "TEAMS_TENANT_ID": "tenant"}
    assert any(
        one.level is Level.FAULT and "TEAMS_APP_PASSWORD is not set" in one.sentence for one in examine(deployed.environment, deployed.settings)
    )
    deployed.extra |= {"TEAMS_APP_PASSWORD": "open-sesame", "SIGNPOST_TEAMS_SERVICE": "http://127.0.0.1:9"}
    told = [one for one in examine(deployed.environment, deployed.settings) if one.subject.startswith("teams")]
    assert [one for one in told if one.level is Level.FAULT]
    assert "open-sesame" not in str(told)
