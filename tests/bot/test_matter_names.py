"""Whoever is chosen in a chat and stands in no settings is called by name, also after a restart; the name is kept sealed and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from bot.duties import Duties, Raised
from bot.matters.names import Names
from bot.windows import Shown
from tests.bot.fake_chat import OpenScene, Scene
from tests.bot.test_duties import raised, suggest, visitor

OLU, ZEPHYRINE = "U0OLU", "Olu Zephyrine"


def hand_to_olu(scene: Scene) -> Raised:
    matter, duties, eve = raised(suggest(scene)), Duties(scene.office), visitor(scene, "eve")
    duties.learn_names(eve, {OLU: ZEPHYRINE})
    assert isinstance(duties.carry_out(eve, f"hand {matter.matter_id}", "key", {}, (OLU,)), Shown)
    return matter


def seen_by_eve(scene: Scene, matter: Raised) -> str:
    came = Duties(scene.office).press(visitor(scene, "eve"), f"view {matter.matter_id}")
    assert isinstance(came, Shown)
    return came.card.plain_text()


def test_whoever_is_handed_a_matter_is_named_on_its_card_though_no_settings_list_them(scene: Scene) -> None:
    assert f"slack:{OLU}" not in seen_by_eve(scene, hand_to_olu(scene))
    assert ZEPHYRINE in seen_by_eve(scene, raised(suggest(scene)))


def test_name_is_still_known_after_a_restart(open_scene: OpenScene) -> None:
    before = open_scene()
    matter = hand_to_olu(before)
    after = open_scene()
    after.office = replace(after.office, filing=type(before.office.filing)(before.office.filing.matters._sealer))
    assert ZEPHYRINE in seen_by_eve(after, matter)


def test_name_stands_in_no_readable_column_and_in_no_log(scene: Scene) -> None:
    hand_to_olu(scene)
    scene.carry()
    assert not any("Zephyrine" in one for one in scene.log())
    with scene.office.engine.connect() as connection:
        for table in ("matter", "matter_event", "outbox", "membership"):
            assert "Zephyrine" not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608


def test_name_of_one_school_is_none_at_another_and_an_empty_one_changes_nothing() -> None:
    names = Names()
    names.learn("oakfield", {"slack:U1": "Olu\n Ade\u202e", "": "Nobody"})
    names.learn("oakfield", {"slack:U1": " "})
    assert names.find("oakfield", "slack:U1") == "Olu Ade⟨U+202E⟩"
    assert names.find("elmfield", "slack:U1") is None
    assert names.among("oakfield", ("slack:U1", "slack:U2")) == {"slack:U1": "Olu Ade⟨U+202E⟩"}
