"""What Teams' answers mean for a message: it stands, it may be sent later, this route is closed, or Teams refuses its form.

Codes are Microsoft's own. A status and a code that stand nowhere here are taken for a passing trouble, in doubt: that loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.exchange import Answer, read_object, seconds_in
from bot.sending import Permanent, Reason, SendFault, Transient, Unrenderable

CLOSED: Mapping[str, Reason] = {
    "ConversationNotFound": Reason.NO_SUCH_PLACE,
    "BotNotInConversationRoster": Reason.NOT_A_MEMBER,
    "ForbiddenOperationException": Reason.NOT_A_MEMBER,
    "BotNotRegistered": Reason.REVOKED,
    "ActivityNotFoundInConversation": Reason.GONE,
    "BotDisabledByAdmin": Reason.FORBIDDEN,
    "ConversationBlockedByUser": Reason.FORBIDDEN,
    "MessageWritesBlocked": Reason.FORBIDDEN,
    "NotEnoughPermissions": Reason.FORBIDDEN,
    "InvalidBotApiHost": Reason.FORBIDDEN,
}
"""Codes for which this route is closed until somebody does something about it, and why it is."""

CLOSED_BY_STATUS: Mapping[int, Reason] = {
    401: Reason.REVOKED,
    403: Reason.FORBIDDEN,
    404: Reason.NO_SUCH_PLACE,
    410: Reason.GONE,
}
"""What a status means where its code says no more."""

REFUSED_LOGIN = frozenset(
    {
        "invalid_client",
        "unauthorized_client",
        "invalid_request",
        "invalid_grant",
        "invalid_scope",
        "invalid_resource",
        "access_denied",
        "unsupported_grant_type",
    }
)
"""Codes with which the log-in refuses the bot itself, until somebody changes its registration or its secret."""


class LoginRefused(Permanent):
    """Microsoft gives the bot no token."""

    def __init__(self, number: int | None) -> None:
        super().__init__(Reason.REVOKED)
        self.number = number
        """Microsoft's number for why (of AADSTS7000215: 7000215), where it says one."""


def fault_in(answer: Answer, *, writes: bool, missing: Reason = Reason.NO_SUCH_PLACE) -> SendFault | None:
    """Return what an answer says went wrong, and None where nothing did. Only a request that `writes` can have had an effect all the same.

    `missing` is what it comes to that something is not there.
    """
    said = read_object(answer)
    if answer.status == 429:
        return Transient(in_doubt=False, retry_after=seconds_in(answer.retry_after))
    if said is not None and 200 <= answer.status < 300:
        return None
    if answer.status == 413 or (said is not None and answer.status == 400 and _code(said) not in CLOSED):
        return Unrenderable() if writes else Permanent(Reason.NO_SUCH_PLACE)
    closed = None if said is None or answer.status >= 500 else CLOSED.get(_code(said), CLOSED_BY_STATUS.get(answer.status))
    if closed is not None:
        return Permanent(missing if closed is Reason.NO_SUCH_PLACE else closed)
    return Transient(in_doubt=writes, retry_after=seconds_in(answer.retry_after))


def fault_in_login(answer: Answer) -> SendFault:
    """Return why an answer of the log-in holds no token."""
    said = read_object(answer) or {}
    if answer.status in (400, 401, 403) and str(said.get("error")) in REFUSED_LOGIN:
        numbers = said.get("error_codes")
        number = numbers[0] if isinstance(numbers, list) and numbers else None
        return LoginRefused(number if isinstance(number, int) else None)
    return Transient(in_doubt=False, retry_after=seconds_in(answer.retry_after))


def _code(said: Mapping[str, Any]) -> str:
    """Return the code of an error: `{"error": {"code": ...}}`, or its parts without the shell."""
    error = said.get("error")
    code = error.get("code") if isinstance(error, dict) else said.get("code")
    return code if isinstance(code, str) else ""
