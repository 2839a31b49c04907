"""Keys are made, put on paper, changed while reports exist, and reports come back when the ring is lost: the drill of the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.composing import held, open_kept_questions
from bot.duties import Duties, Raised
from bot.key_ring import KeyRing
from bot.sealing import Sealer, new_recovery_pair, new_ring, open_recovery, recovery_public
from bot.store.tables import report as report_table
from bot.visitors import Visitor
from bot.windows import Shown
from tests.adapters.conftest import Command
from tests.adapters.deployed import CANARY, SCHOOL, Deployed, Ended

pytestmark = pytest.mark.usefixtures("closed_databases")


def ring_of(deployed: Deployed) -> KeyRing:
    return KeyRing.read(deployed.ring.read_text(encoding="utf-8"))


def export(command: Command, reference: str, target: Path) -> Ended:
    return command("export", reference, "--school", SCHOOL, "--as", "amara", "--out", target)


# --- new ---


def test_first_ring_is_for_its_owners_eyes_only_and_what_to_do_with_it_is_said(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "signpost.keys"
    ended = command("keys", "new", target)
    assert (ended.code, ended.err) == (0, "")
    ring = KeyRing.read(target.read_text(encoding="utf-8"))
    assert len(ring.keys) == 1
    assert target.stat().st_mode & 0o777 == 0o600
    assert f"Set SIGNPOST_KEYS={target}" in ended.out
    assert "Keep a copy apart from the data" in ended.out


def test_new_key_stands_last_and_everything_before_it_stays_as_it_was(deployed: Deployed, command: Command) -> None:
    before = "# ours\n" + deployed.ring.read_text(encoding="utf-8").rstrip("\n")
    deployed.ring.write_text(before, encoding="utf-8")
    ended = command("keys", "new")
    after = deployed.ring.read_text(encoding="utf-8")
    assert ended.code == 0
    assert after.startswith(f"{before}\n")
    assert list(ring_of(deployed).keys)[-1] in ended.out
    assert deployed.ring.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in deployed.ring.parent.iterdir()] == ["ring"]


def test_no_key_is_ever_shown(deployed: Deployed, command: Command) -> None:
    assert not re.search(r"[\w-]{43}", command("keys", "new").out)


def test_link_to_a_ring_stays_a_link(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(deployed.ring)
    deployed.extra["SIGNPOST_KEYS"] = str(link)
    assert command("keys", "new").code == 0
    assert link.is_symlink()
    assert len(ring_of(deployed).keys) == 2


def test_ring_that_nobody_named_is_asked_for(deployed: Deployed, command: Command) -> None:
    deployed.extra["SIGNPOST_KEYS"] = ""
    ended = command("keys", "new")
    assert (ended.code, "say where the ring is to stand: signpost keys new FILE" in ended.err) == (2, True)


def test_ring_that_is_given_as_text_is_not_written_anywhere(deployed: Deployed, command: Command) -> None:
    deployed.extra["SIGNPOST_KEYS"] = new_ring().text()
    ended = command("keys", "new")
    assert (ended.code, "holds the ring's own text" in ended.err) == (2, True)


def test_faulty_ring_is_left_as_it_is(deployed: Deployed, command: Command) -> None:
    deployed.ring.write_text("open sesame\n", encoding="utf-8")
    ended = command("keys", "new")
    assert (ended.code, "sesame" in ended.err) == (2, False)
    assert deployed.ring.read_text(encoding="utf-8") == "open sesame\n"


# --- recovery ---


def test_recovery_key_is_a_pair_and_each_half_is_told_its_place(command: Command, tmp_path: Path) -> None:
    said = command("keys", "recovery").out
    (private,) = re.findall(r"^  (SIGNPOST-PRIVATE-\S+)$", said, re.MULTILINE)
    (public,) = re.findall(r"^  SIGNPOST_RECOVERY_KEY=(\S+)$", said, re.MULTILINE)
    key, sealed = Sealer(new_ring(), recovery_public(public)).new_key(tenant="oakfield", report_id="1")
    assert open_recovery(private, sealed.recovery or b"", tenant="oakfield", report_id="1") == key
    assert said.index("For paper") < said.index(private) < said.index("For the environment") < said.index(public)
    assert not (tmp_path / "data").exists()


# --- rotate ---


def key_ids(deployed: Deployed) -> set[str]:
    with deployed.office() as office, office.looking() as connection:
        return set(connection.execute(select(report_table.c.key_id)).scalars())


def test_keys_are_changed_while_reports_exist(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    (report, _) = deployed.report(2)
    open_kept_questions(deployed.environment).keep("may we bake", "alet")
    first = ring_of(deployed).newest
    command("keys", "new")
    middle = ring_of(deployed).newest
    assert command("keys", "rotate").out == f"Sealed anew under {middle}: 2 reports, 1 kept question.\n"
    command("keys", "new")
    newest = ring_of(deployed).newest
    ended = command("keys", "rotate")
    assert (ended.code, ended.err) == (0, "")
    assert f"Sealed anew under {newest}: 2 reports, 1 kept question." in ended.out
    assert f"No longer needed on the ring: {middle}." in ended.out
    assert first not in ended.out
    assert key_ids(deployed) == {newest}
    assert export(command, report.reference, tmp_path / "export.txt").code == 0
    assert command("audit", "verify").code == 0
    assert command("unanswered").out.endswith("may we bake\n")


def test_duty_lives_through_a_backup_new_keys_and_the_checks(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    with deployed.office() as office:
        teacher = Visitor("terminal", "tess", "", "Tess Byrne", True, (SCHOOL,))
        done = Duties(office).submit(teacher, "suggestion", "one", {"what": CANARY, "network": "X"}, ())
        assert isinstance(done, Raised)
    command("keys", "new")
    assert "1 other entry" in command("keys", "rotate").out
    copy = tmp_path / "copy.sqlite"
    assert command("backup", str(copy)).code == 0
    assert CANARY.encode() not in copy.read_bytes()
    assert command("audit", "verify").code == 0
    assert command("purge").code == 0
    with deployed.office() as office:
        amara = Visitor("terminal", "amara", "", "Amara Obi", True, (SCHOOL,), listed=tuple(office.people.all(SCHOOL))[:1])
        shown = Duties(office).press(amara, f"view {done.matter_id}")
        assert isinstance(shown, Shown)
        assert CANARY in shown.card.plain_text()


def test_rotation_again_changes_nothing(deployed: Deployed, command: Command) -> None:
    deployed.report()
    assert command("keys", "rotate").out == f"Sealed anew under {ring_of(deployed).newest}: 0 reports.\n"


def test_rotation_gives_reports_of_before_their_recovery_copy(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    deployed.extra["SIGNPOST_RECOVERY_KEY"] = ""
    (report,) = deployed.report()
    deployed.extra.clear()
    command("keys", "rotate")
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    assert command("keys", "restore", typed=deployed.recovery[0]).code == 0
    assert export(command, report.reference, tmp_path / "export.txt").code == 0


@pytest.mark.parametrize("verb", ["rotate", "restore"])
def test_keys_are_not_changed_beneath_a_running_process(deployed: Deployed, command: Command, verb: str) -> None:
    deployed.report()
    with held(deployed.environment):
        ended = command("keys", verb, typed=deployed.recovery[0])
    assert (ended.code, "another Signpost process works on this database; end it first" in ended.err) == (2, True)


def test_report_that_no_key_opens_is_named_and_the_others_go_on(deployed: Deployed, command: Command) -> None:
    deployed.report()
    before = deployed.ring.read_text(encoding="utf-8")
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    deployed.report()
    after = deployed.ring.read_text(encoding="utf-8")
    deployed.ring.write_text(after + new_ring().text(), encoding="utf-8")
    ended = command("keys", "rotate")
    assert ended.code == 1
    assert ended.out.endswith(": 1 report.\n")
    assert "These did not open, and were left as they are: oakfield R-0001." in ended.err
    deployed.ring.write_text(before, encoding="utf-8")


# --- the drill: backup, machine and ring lost, paper key ---


def test_drill_backup_and_ring(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    """The machine is lost; the backup and the copy of the ring are there."""
    (report,) = deployed.report()
    command("backup", tmp_path / "backup.sqlite")
    deployed.database.unlink()
    (tmp_path / "backup.sqlite").rename(deployed.database)
    assert export(command, report.reference, tmp_path / "export.txt").code == 0
    assert CANARY in (tmp_path / "export.txt").read_text(encoding="utf-8")
    assert command("audit", "verify").code == 0


def test_drill_backup_and_paper(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    """The machine and every copy of the ring are lost; the backup is there, and the paper."""
    (report, _) = deployed.report(2)
    open_kept_questions(deployed.environment).keep("may we bake", "alet")
    words = re.findall(r"Head: (.+)", command("audit", "verify").out)[0]
    command("backup", tmp_path / "backup.sqlite")
    deployed.database.unlink()
    deployed.ring.unlink()

    (tmp_path / "backup.sqlite").rename(deployed.database)
    assert command("keys", "new", deployed.ring).code == 0
    assert "not on the key ring" in command("serve", "--local", "--port", "0").err
    ended = command("keys", "restore", typed=f"{deployed.recovery[0].lower().replace('-', ' ')}\n")
    assert (ended.code, ended.err) == (0, "")
    assert f"Brought back under {ring_of(deployed).newest}: 2 reports." in ended.out
    assert "Kept questions that no key opens, deleted: 1." in ended.out
    assert deployed.recovery[0] not in ended.out

    assert export(command, report.reference, tmp_path / "export.txt").code == 0
    assert CANARY in (tmp_path / "export.txt").read_text(encoding="utf-8")
    verified = command("audit", "verify", "--witness", words)
    assert verified.code == 0
    assert "can no longer be checked" in verified.out
    assert "The witness's words are those of event 2." in verified.out
    assert command("unanswered").code == 0


def test_drill_new_paper_after_the_old_one_was_typed(deployed: Deployed, command: Command, tmp_path: Path) -> None:
    (report,) = deployed.report()
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    command("keys", "restore", typed=deployed.recovery[0])
    old, deployed.recovery = deployed.recovery, new_recovery_pair()
    command("keys", "rotate")
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    refused = command("keys", "restore", typed=old[0])
    assert (refused.code, "sealed to another recovery key" in refused.err) == (2, True)
    assert command("keys", "restore", typed=deployed.recovery[0]).code == 0
    assert export(command, report.reference, tmp_path / "export.txt").code == 0


def test_restore_again_changes_nothing(deployed: Deployed, command: Command) -> None:
    deployed.report()
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    command("keys", "restore", typed=deployed.recovery[0])
    before = command("audit", "verify").out
    assert ": 0 reports." in command("keys", "restore", typed=deployed.recovery[0]).out
    assert command("audit", "verify").out == before


def test_mistyped_paper_is_refused_and_nothing_is_changed(deployed: Deployed, command: Command) -> None:
    deployed.report()
    old = key_ids(deployed)
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    paper = deployed.recovery[0]
    ended = command("keys", "restore", typed=paper[:-1] + ("3" if paper[-1] == "2" else "2"))
    assert ended.code == 2
    assert "is no private recovery key as it was written down" in ended.err
    with deployed.office() as office, office.engine.connect() as connection:
        assert set(connection.execute(select(report_table.c.key_id)).scalars()) == old
        assert not office.audit.may_go_on(connection)
