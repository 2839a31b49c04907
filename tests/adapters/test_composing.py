"""A deployment is put together from what is given, refuses what is no database of ours, and keeps every secret out of sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from adapters.composing import (
    Environment,
    existing_store,
    held,
    make_senders,
    office_beside,
    open_kept_questions,
    open_keys,
    open_store,
    read_settings,
    store_url,
)
from bot.audit import AuditEvent
from bot.sealing import SealingError, new_ring
from bot.settings import Settings, SettingsError
from bot.store.engine import StoreError
from bot.store.tables import clock
from tests.adapters.deployed import Deployed

SECRET = "open-sesame"  # noqa: S105 -- invented

pytestmark = pytest.mark.usefixtures("closed_databases")


@pytest.fixture
def environment(deployed: Deployed) -> Environment:
    return deployed.environment


# --- what the environment says ---


def test_no_secret_stands_in_the_repr_of_an_environment(environment: Environment) -> None:
    secrets = replace(
        environment, keys=SECRET, recovery_key=SECRET, mail_password=SECRET, database_url=f"postgresql://signpost:{SECRET}@localhost/signpost"
    )
    assert SECRET not in repr(secrets)


def test_ring_that_is_not_given_is_looked_for_in_the_data_folder(environment: Environment) -> None:
    assert replace(environment, keys=" ").ring_file == environment.data / "signpost.keys"


def test_ring_may_be_given_as_a_path_with_a_blank_in_it(environment: Environment, tmp_path: Path) -> None:
    file = tmp_path / "my ring"
    file.write_text(new_ring().text(), encoding="utf-8")
    assert replace(environment, keys=str(file)).ring_file == file


@pytest.mark.parametrize("text", [new_ring().text(), new_ring().text() * 200], ids=["one key", "very long"])
def test_ring_that_is_given_as_text_has_no_file(environment: Environment, text: str) -> None:
    assert replace(environment, keys=text).ring_file is None


def test_key_of_the_first_version_is_not_ignored(environment: Environment) -> None:
    with pytest.raises(SealingError, match="SIGNPOST_KEY is no longer read"):
        open_keys(replace(environment, keys=None, has_earlier_key=True))


# --- the settings ---


def test_settings_that_nobody_named_and_that_are_not_here_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"there is no signpost\.yaml in this folder; say where yours is"):
        read_settings(Path("signpost.yaml"))


def test_settings_without_a_mail_server_have_no_way_out_yet(environment: Environment) -> None:
    assert make_senders(Settings(), environment) == {}


def test_mail_server_of_the_settings_is_a_way_out(deployed: Deployed) -> None:
    assert list(make_senders(read_settings(deployed.settings), deployed.environment)) == ["email"]


# --- the store ---


def test_store_is_a_file_in_the_data_folder_where_nothing_else_is_said(environment: Environment) -> None:
    assert store_url(environment) == f"sqlite:///{environment.data / 'signpost.sqlite'}"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_address_of_a_postgresql_database_is_taken(environment: Environment, scheme: str) -> None:
    chosen = replace(environment, database_url=f"{scheme}://signpost:{SECRET}@localhost/signpost")
    assert (store_url(chosen), chosen.database) == (chosen.database_url, None)


@pytest.mark.parametrize(
    "url", [f"mysql://signpost:{SECRET}@localhost/signpost", f"sqlite:///{SECRET}", SECRET, f"postgresql://{SECRET}:port@localhost:x/y"]
)
def test_address_that_is_no_postgresql_databases_is_refused_and_never_repeated(environment: Environment, url: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL is no address of a PostgreSQL database") as told:
        store_url(replace(environment, database_url=url))
    assert SECRET not in str(told.value)


def test_new_store_is_for_its_owners_eyes_only(environment: Environment) -> None:
    with open_store(environment):
        assert environment.data.stat().st_mode & 0o777 == 0o700
        assert environment.data.joinpath("signpost.sqlite").stat().st_mode & 0o777 == 0o600


def test_store_that_is_not_there_is_not_made_by_a_command_that_only_reads(environment: Environment) -> None:
    with pytest.raises(StoreError, match="there is no database yet"), existing_store(environment):
        pass
    assert not environment.data.exists()


def test_store_of_another_version_is_left_alone_by_a_command_that_only_reads(environment: Environment) -> None:
    with open_store(environment) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(StoreError, match="another version"), existing_store(environment):
        pass


def test_second_holder_of_a_sqlite_store_is_refused(environment: Environment) -> None:
    with held(environment), pytest.raises(StoreError, match="another Signpost process works on this database"), held(environment):
        pass


def test_postgresql_store_may_be_held_by_several(environment: Environment) -> None:
    shared = replace(environment, database_url="postgresql://localhost/signpost")
    with held(shared), held(shared):
        assert not environment.data.exists()


def test_command_beside_a_process_never_moves_the_time_of_its_next_start(deployed: Deployed) -> None:
    deployed.report()
    with office_beside(deployed.environment, read_settings(deployed.settings)) as office:
        with office.engine.begin() as connection:
            before = connection.execute(select(clock.c.high_water)).scalar_one()
            connection.execute(update(clock).values(high_water=before - 60_000))
        with office.writing() as connection:
            office.log(connection, AuditEvent.LISTED)
        with office.looking() as connection:
            assert connection.execute(select(clock.c.high_water)).scalar_one() == before - 60_000
        assert abs(office.clock.now() - office.clock.wall()) < timedelta(minutes=1)


def test_kept_questions_lie_in_the_same_database_of_either_kind(environment: Environment, store_url: str) -> None:
    chosen = replace(environment, database_url=store_url if store_url.startswith("postgresql") else None)
    open_kept_questions(chosen).keep("may we bake", "alet")
    kept = open_kept_questions(chosen)
    assert [one.question for one in kept.read()] == ["may we bake"]


def test_kept_questions_whose_key_is_not_on_the_ring_are_refused(environment: Environment, deployed: Deployed) -> None:
    open_kept_questions(environment).keep("may we bake", "alet")
    deployed.ring.write_text(new_ring().text(), encoding="utf-8")
    with pytest.raises(SealingError, match="not on the key ring"):
        open_kept_questions(environment)
