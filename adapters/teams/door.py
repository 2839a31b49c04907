"""Teams' way in: one address, which stays shut until it has been seen to be locked."""

from __future__ import annotations

from aiohttp import web

from adapters.teams.edge import PATH, Edge


class TeamsDoor:
    """Teams, as far as one process takes in what it brings."""

    def __init__(self, edge: Edge) -> None:
        self._edge = edge

    def add_routes(self, routes: web.UrlDispatcher) -> None:
        """Answer where Teams sends its requests."""
        routes.add_post(PATH, self._edge.answer)

    async def open(self) -> None:
        """Open it. Raises NotLocked where an unsigned request would be let in, and what fetching the keys fails with."""
        await self._edge.open()

    async def close(self) -> None:
        """Take nothing more in."""
        await self._edge.close()
