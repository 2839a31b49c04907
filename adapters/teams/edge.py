"""The door for Teams' HTTP requests: lets in only what Teams has signed for this bot, from the school's own directory. It is shut until it has
been seen to turn an unsigned request away.

Our own route, not the SDK's: that one answers 500 to bad tokens, and to every dialog (botbuilder 4.17.1).
"""

from __future__ import annotations

import json
import logging
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Collection, Sequence
from typing import Any

import jwt
from aiohttp import web
from aiohttp.http_exceptions import ContentEncodingError

from adapters.discretion import where
from adapters.teams.keys import KeysUnavailable
from adapters.teams.once import Answer, Once
from adapters.teams.outgoing import Connector
from adapters.teams.sdk import Activity, AuthenticateRequestResult, CloudAdapterBase, TurnContext
from adapters.teams.services import is_allowed
from adapters.teams.shapes import is_sound
from adapters.teams.tokens import ISSUER, Authentication, is_plausible
from adapters.teams.turns import Bot, Turn, is_install, make_turn, tenant_of
from bot import wording
from bot.deliveries import Deliveries

__all__ = ["PATH", "Bot", "Edge", "NotLocked", "Turn"]
LOG = logging.getLogger("signpost")
PATH = "/api/messages"
CHANNEL = "msteams"
"""Other channels let whoever writes say who they are, and from which directory."""
_ACCOUNT = re.compile(r"[0-9A-Za-z-]{1,64}")
_BROUGHT_AGAIN: Answer = 200, {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": wording.DONE_ALREADY}
Json = dict[str, Any]


class NotLocked(Exception):
    """An unsigned request would be let in: the door stays shut."""


class _TurnedAway(Exception):
    """Somebody does not come in; the text is a type or a word of ours."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Edge:
    """Takes requests in, one by one."""

    def __init__(
        self,
        bot: Bot,
        authentication: Authentication,
        *,
        app_id: str,
        tenant_id: str,
        allowed_services: Collection[str],
        deliveries: Deliveries | None = None,
    ) -> None:
        """Raises ValueError without an app id or a tenant: everybody would be let in."""
        if not app_id.strip() or not tenant_id.strip():
            raise ValueError("Teams is not served without an app id and a tenant id")
        self._bot, self._authentication, self._app_id, self._tenant_id = bot, authentication, app_id, tenant_id.lower()
        self._services = tuple(allowed_services)
        self._once = Once(deliveries) if deliveries is not None else None
        self._adapter = _Adapter(authentication)
        self.is_open = False

    async def open(self) -> None:
        """Open the door once it has been seen to be locked. Raises NotLocked."""
        await self.prove_locked()
        await self._authentication.open()
        self.is_open = True

    async def close(self) -> None:
        """Take nothing more in."""
        self.is_open = False
        await self._authentication.close()

    async def prove_locked(self) -> None:
        """Bring requests that nobody has signed, as they would come. Raises NotLocked where one is let in."""
        body = json.dumps(_probe(self._app_id, self._tenant_id, self._services)).encode()
        for shown in ([], ["Bearer "], *([f"Bearer {forged(self._app_id, algorithm)}"] for algorithm in ("none", "RS256"))):
            if _is_plausible(shown, self._app_id) and (await self._take(shown[0], "application/json", body, _Nobody())).status != 401:
                raise NotLocked("an unsigned request is not turned away")

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a request: 401 where Teams has not signed it, 400 where it cannot be read, 403 where it is from elsewhere."""
        if not self.is_open:
            return web.Response(status=503, headers={"Retry-After": "5"})
        shown = request.headers.getall("Authorization", [])
        if not _is_plausible(shown, self._app_id):
            return web.Response(status=401)
        try:
            body = await request.read()
        except (web.RequestPayloadError, ContentEncodingError):
            return web.Response(status=400)
        return await self._take(shown[0], request.content_type, body, self._bot)

    async def _take(self, shown: str, content_type: str, body: bytes, bot: Bot) -> web.Response:
        if content_type != "application/json":
            return web.Response(status=415)
        activity = read_activity(body)
        if activity is None or not is_sound(activity):
            return web.Response(status=400)
        try:
            admitted = await self._admit(activity, shown)
        except _TurnedAway as why:
            if bot is self._bot:  # not where the lock is tried
                LOG.warning("teams.turned_away %s", why)
            return web.Response(status=why.status, headers={"Retry-After": "5"} if why.status == 503 else None)
        return await self._act(admitted, activity, bot)

    async def _admit(self, activity: Json, shown: str) -> AuthenticateRequestResult:
        """Return who speaks. Raises _TurnedAway: whatever the SDK fails with is no way in, and no fault of ours."""
        try:
            result = await self._authentication.authenticate_request(_short(activity), shown)
        except KeysUnavailable:
            raise _TurnedAway(503, "no keys") from None
        except (PermissionError, jwt.PyJWTError, IndexError, KeyError, AttributeError) as error:
            raise _TurnedAway(401, type(error).__name__) from None
        except Exception as error:  # noqa: BLE001 -- the SDK raises what it likes; nobody comes in by it
            raise _TurnedAway(403, type(error).__name__) from None
        if why := self._unwelcome(activity):
            raise _TurnedAway(403, why)
        return result

    def _unwelcome(self, activity: Json) -> str:
        """Return why somebody whom Teams vouches for is turned away all the same; '' where they may speak. The token names no directory."""
        if activity["channelId"] != CHANNEL:
            return "channel"
        if not is_allowed(activity["serviceUrl"], self._services):
            return "service"
        if tenant_of(activity) != self._tenant_id:
            return "tenant"
        if activity["recipient"]["id"] not in (self._app_id, f"28:{self._app_id}"):
            return "recipient"
        account = (activity.get("from") or {}).get("aadObjectId") or ""
        return "" if _ACCOUNT.fullmatch(account) or (not account and activity["type"] not in ("message", "invoke")) else "account"

    async def _act(self, admitted: AuthenticateRequestResult, activity: Json, bot: Bot) -> web.Response:
        answers: list[Answer] = []

        async def logic(context: TurnContext) -> None:
            answers.append(await self._dispatch(self._turn(context, activity), bot))

        try:
            await self._adapter.process_activity(admitted, _short(activity), logic)
        except Exception as error:  # noqa: BLE001 -- whatever it was, the log holds its type only, and Teams tells the person that it did not work
            LOG.error("teams.failed %s", where(error))
            return web.Response(status=500)
        status, said = answers[0]
        return web.Response(status=status) if said is None else web.json_response(said, status=status)

    async def _dispatch(self, turn: Turn, bot: Bot) -> Answer:
        kind, delivery = turn.activity["type"], f"{turn.activity['type']} {turn.activity.get('id') or ''} {turn.conversation}"
        if kind == "invoke":
            if self._once is None or turn.activity["name"] != "adaptiveCard/action" or not turn.activity.get("id"):
                return await bot.invoke(turn)  # a form that is sent is told apart by its own key; what opens one does nothing
            return await self._once.answer(delivery, lambda: bot.invoke(turn), _BROUGHT_AGAIN)
        if kind != "message" and not is_install(turn.activity):
            return 202, None
        if self._once is not None and turn.activity.get("id") and not await self._once.is_first(delivery):
            return 202, None
        await (bot.message(turn) if kind == "message" else bot.installed(turn))
        return 202, None

    def _turn(self, context: TurnContext, activity: Json) -> Turn:
        connector: Connector = context.turn_state[CloudAdapterBase.BOT_CONNECTOR_CLIENT_KEY]
        conversation = activity["conversation"]["id"]

        async def reply(attachments: Sequence[Json], summary: str) -> str:
            return await connector.reply(conversation, activity.get("id") or "", _message(activity, attachments, summary))

        async def replace(activity_id: str, attachments: Sequence[Json], summary: str) -> None:
            await connector.replace(conversation, activity_id, {**_message(activity, attachments, summary), "id": activity_id})

        return make_turn(activity, self._tenant_id, reply, replace)


class _Adapter(CloudAdapterBase):  # type: ignore[misc]  # the SDK has no types
    """The SDK's adapter as it is; its abstract base asks for a class of one's own."""


class _Nobody:
    """Stands for the bot while the lock is tried: nothing may reach it."""

    async def message(self, turn: Turn) -> None:
        """Raise NotLocked."""
        raise NotLocked("an unsigned message is let in")

    async def invoke(self, turn: Turn) -> Answer:
        """Raise NotLocked."""
        raise NotLocked("an unsigned request is let in")

    async def installed(self, turn: Turn) -> None:
        """Raise NotLocked."""
        raise NotLocked("an unsigned activity is let in")


def read_activity(body: bytes) -> Json | None:
    """Return an activity; None for what is none. Half a character, which no store could keep, becomes a mark in its place."""
    try:
        text = body.decode("utf-8")
        read = json.loads(text)
        if "\\ud" in text.lower():
            read = json.loads(json.dumps(read, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _is_plausible(shown: Sequence[str], app_id: str) -> bool:
    return len(shown) == 1 and is_plausible(shown[0], app_id)


def _short(activity: Json) -> Activity:
    """Return as much of an activity as the SDK needs: what it would make of the rest could be a fault, and is never read."""
    return Activity(
        type=activity["type"],
        id=activity.get("id"),
        channel_id=activity["channelId"],
        service_url=activity["serviceUrl"],
    )


def _message(activity: Json, attachments: Sequence[Json], summary: str) -> Json:
    return {
        "type": "message",
        "from": {"id": activity["recipient"]["id"]},
        "conversation": {"id": activity["conversation"]["id"]},
        "summary": summary,
        "attachments": list(attachments),
        **({"replyToId": activity["id"]} if activity.get("id") else {}),
    }


def forged(app_id: str, algorithm: str) -> str:
    """Return a token as anybody could write it: signed by nobody, with no key."""
    parts = {"alg": algorithm, "typ": "JWT"}, {"iss": ISSUER, "aud": app_id, "exp": int(time.time()) + 600}
    return ".".join([*(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts), "bm9ib2R5"])


def _probe(app_id: str, tenant_id: str, services: Sequence[str]) -> Json:
    """Return a message that would be let in, were it signed."""
    first = next(iter(services), "nowhere.example")
    return {
        "type": "message",
        "id": "probe",
        "channelId": CHANNEL,
        "serviceUrl": first if "://" in first else f"https://{first}/",
        "from": {"id": "29:probe", "name": "", "aadObjectId": "probe"},
        "recipient": {"id": f"28:{app_id}"},
        "conversation": {"id": "a:probe", "conversationType": "personal", "tenantId": tenant_id},
        "channelData": {"tenant": {"id": tenant_id}},
        "text": "",
    }
