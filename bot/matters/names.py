"""How people are called whom no settings list: as the chat said when they were chosen. It is kept sealed with what names them, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.cards import one_line


class Names:
    """The names that one process has come to know, by school and id; whoever the settings list is called as they say."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def learn(self, school: str, names: Mapping[str, str]) -> None:
        """Learn names; an empty one changes nothing."""
        self._known.update({(school, person_id): one_line(name) for person_id, name in names.items() if person_id and one_line(name)})

    def find(self, school: str, person_id: str) -> str | None:
        """Return how somebody is called; None where it is not known."""
        return self._known.get((school, person_id))

    def among(self, school: str, people: Iterable[str]) -> dict[str, str]:
        """Return the names that are known of these people, to be kept with what names them."""
        return {one: name for one in people if (name := self.find(school, one))}
