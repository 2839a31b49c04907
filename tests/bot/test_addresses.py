"""Where people and channels were met is kept as plain JSON, each in its tenant, and written only where it has changed."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, event, select

from bot.addresses import LONGEST_NAME, LONGEST_REFERENCE, Addresses
from bot.store.tables import address

TENANT, OTHER = "0a4f1e1d-0000-4000-8000-00000000001d", "0a4f1e1d-0000-4000-8000-00000000002e"
AMARA, CHANNEL = "6b1f3f0e-0000-4000-8000-0000000000a1", "19:DSL-Oakfield@thread.tacv2"
REFERENCE = {"service": "https://smba.trafficmanager.net/uk/", "conversation": "a:1Amara", "bot": "28:app"}
ELSEWHERE = {**REFERENCE, "service": "https://smba.trafficmanager.net/emea/"}


@pytest.fixture
def addresses(engine: Engine) -> Addresses:
    return Addresses(engine)


def test_what_was_noted_is_found(addresses: Addresses) -> None:
    addresses.note("teams", TENANT, AMARA, REFERENCE)
    assert addresses.find("teams", AMARA) == addresses.find("teams", AMARA, TENANT) == REFERENCE


def test_nobody_is_found_who_was_never_met(addresses: Addresses) -> None:
    addresses.note("teams", TENANT, AMARA, REFERENCE)
    assert addresses.find("teams", CHANNEL) is None
    assert addresses.find("slack", AMARA) is None
    assert addresses.find("teams", AMARA, OTHER) is None
    assert addresses.any_of("teams", OTHER) is None
    assert addresses.any_of("slack", TENANT) is None


def test_later_reference_takes_the_place_of_an_earlier_one(addresses: Addresses) -> None:
    addresses.note("teams", TENANT, AMARA, REFERENCE)
    addresses.note("teams", TENANT, AMARA, ELSEWHERE)
    assert addresses.find("teams", AMARA, TENANT) == ELSEWHERE


def test_tenants_are_kept_apart(addresses: Addresses) -> None:
    addresses.note("teams", TENANT, AMARA, REFERENCE)
    addresses.note("teams", OTHER, AMARA, ELSEWHERE)
    assert addresses.find("teams", AMARA, TENANT) == REFERENCE
    assert addresses.find("teams", AMARA, OTHER) == ELSEWHERE
    assert addresses.find("teams", AMARA) is None, "two are meant, and neither is guessed"


def test_capitals_make_no_difference(addresses: Addresses) -> None:
    """In the settings they make none either: an id is copied by hand."""
    addresses.note("teams", TENANT.upper(), AMARA.upper(), REFERENCE)
    assert addresses.find("teams", AMARA, TENANT) == REFERENCE
    addresses.note("teams", TENANT, CHANNEL, ELSEWHERE)
    assert addresses.find("teams", CHANNEL.lower(), TENANT.upper()) == ELSEWHERE


def test_any_reference_of_a_tenant_is_found(addresses: Addresses) -> None:
    addresses.note("teams", OTHER, CHANNEL, ELSEWHERE)
    addresses.note("teams", TENANT, AMARA, REFERENCE)
    assert addresses.any_of("teams", TENANT) == REFERENCE


def test_name_of_any_length_is_kept(addresses: Addresses) -> None:
    one, another = "29:" + "a" * LONGEST_NAME, "29:" + "a" * LONGEST_NAME + "b"
    addresses.note("teams", TENANT, one, REFERENCE)
    addresses.note("teams", TENANT, another, ELSEWHERE)
    assert (addresses.find("teams", one), addresses.find("teams", another)) == (REFERENCE, ELSEWHERE)


def test_reference_that_cannot_be_kept_is_refused_and_the_earlier_one_stays(addresses: Addresses) -> None:
    addresses.note("teams", TENANT, AMARA, REFERENCE)
    with pytest.raises(ValueError, match="too long"):
        addresses.note("teams", TENANT, AMARA, {**REFERENCE, "conversation": "a" * LONGEST_REFERENCE})
    assert addresses.find("teams", AMARA) == REFERENCE


def test_same_reference_again_writes_nothing(addresses: Addresses, engine: Engine) -> None:
    """Each turn in a chat notes where it came from: none may wait for the right to write."""
    addresses.note("teams", TENANT, AMARA, REFERENCE)
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    addresses.note("teams", TENANT, AMARA, dict(reversed(REFERENCE.items())))
    assert [one for one in said if "INSERT" in one.upper() or "UPDATE" in one.upper()] == []


def test_reference_is_stored_as_plain_json(addresses: Addresses, engine: Engine) -> None:
    addresses.note("teams", TENANT, AMARA, REFERENCE)
    with engine.connect() as connection:
        ((tenant, name, reference),) = connection.execute(select(address.c.tenant, address.c.name, address.c.reference)).all()
    assert (tenant, name, json.loads(reference)) == (TENANT, AMARA, REFERENCE)


def test_row_that_holds_no_reference_is_none(addresses: Addresses, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(address.insert().values(platform="teams", tenant=TENANT, name=AMARA, reference="[]"))
    assert addresses.find("teams", AMARA) is None
