"""How bolt waits for a listener to acknowledge a request: its own looks every hundredth of a second, for each form that waits to be stored (1.30)."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.listener.asyncio_runner import AsyncioListenerRunner
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse


class _Ack(AsyncAck):
    """An acknowledgement that can be waited for."""

    def __init__(self) -> None:
        self.given = asyncio.Event()
        super().__init__()  # type: ignore[no-untyped-call]

    @property
    def response(self) -> BoltResponse | None:
        """What Slack is answered; None before that."""
        return self._response

    @response.setter
    def response(self, response: BoltResponse | None) -> None:
        self._response = response
        if response is not None:
            self.given.set()


class Runner(AsyncioListenerRunner):
    """Runs a listener, and answers as soon as it has acknowledged; it goes on by itself."""

    def __init__(self, bolts: AsyncioListenerRunner) -> None:
        """Take the place of bolt's own."""
        super().__init__(
            logger=bolts.logger,
            process_before_response=True,  # bolt's way without the looking; what is answered before its end is answered here
            listener_error_handler=bolts.listener_error_handler,
            listener_start_handler=bolts.listener_start_handler,
            listener_completion_handler=bolts.listener_completion_handler,
            lazy_listener_runner=bolts.lazy_listener_runner,
        )
        self._running = set[asyncio.Future[Any]]()

    async def run(
        self, request: AsyncBoltRequest, response: BoltResponse, listener_name: str, listener: AsyncListener, starting_time: float | None = None
    ) -> BoltResponse | None:
        """Return the answer to a request; None where its listener does not acknowledge it in time."""
        ack = _Ack()
        request.context["ack"] = ack
        if listener.auto_acknowledgement:
            await ack()
        running = asyncio.ensure_future(super().run(request, response, listener_name, listener, starting_time))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        given = asyncio.ensure_future(ack.given.wait())
        await asyncio.wait((running, given), timeout=listener.ack_timeout, return_when=asyncio.FIRST_COMPLETED)
        given.cancel()
        return ack.response
