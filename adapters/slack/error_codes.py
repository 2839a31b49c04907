"""What Slack's answers mean for a message: it stands, it may be sent later, this route is closed, or Slack refuses its form.

Codes are Slack's own. One that stands in no table here is taken for a passing trouble, in doubt: that loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.exchange import seconds_in
from bot.sending import Permanent, Reason, SendFault, Transient, Unrenderable

CLOSED: Mapping[str, Reason] = {
    "channel_not_found": Reason.NO_SUCH_PLACE,
    "team_not_found": Reason.NO_SUCH_PLACE,
    "user_not_found": Reason.NO_SUCH_PLACE,
    "users_not_found": Reason.NO_SUCH_PLACE,
    "not_in_channel": Reason.NOT_A_MEMBER,
    "token_revoked": Reason.REVOKED,
    "token_expired": Reason.REVOKED,
    "account_inactive": Reason.REVOKED,
    "invalid_auth": Reason.REVOKED,
    "not_authed": Reason.REVOKED,
    "team_access_not_granted": Reason.REVOKED,
    "is_archived": Reason.GONE,
    "is_inactive": Reason.GONE,
    "user_disabled": Reason.GONE,
    "message_not_found": Reason.GONE,
    "cant_update_message": Reason.GONE,
    "edit_window_closed": Reason.GONE,
    "missing_scope": Reason.FORBIDDEN,
    "not_allowed_token_type": Reason.FORBIDDEN,
    "no_permission": Reason.FORBIDDEN,
    "access_denied": Reason.FORBIDDEN,
    "accesslimited": Reason.FORBIDDEN,
    "ekm_access_denied": Reason.FORBIDDEN,
    "enterprise_is_restricted": Reason.FORBIDDEN,
    "restricted_action": Reason.FORBIDDEN,
    "restricted_action_read_only_channel": Reason.FORBIDDEN,
    "restricted_action_thread_only_channel": Reason.FORBIDDEN,
    "restricted_action_non_threadable_channel": Reason.FORBIDDEN,
    "two_factor_setup_required": Reason.FORBIDDEN,
    "messages_tab_disabled": Reason.FORBIDDEN,
    "cannot_dm_bot": Reason.FORBIDDEN,
    "user_not_visible": Reason.FORBIDDEN,
    "invalid_user_combination": Reason.FORBIDDEN,
    "method_not_supported_for_channel_type": Reason.FORBIDDEN,
    "as_user_not_supported": Reason.FORBIDDEN,
    "metadata_must_be_sent_from_app": Reason.FORBIDDEN,
    "method_deprecated": Reason.FORBIDDEN,
    "deprecated_endpoint": Reason.FORBIDDEN,
    "unknown_method": Reason.FORBIDDEN,
}
"""Codes for which this route is closed until somebody does something about it, and why it is."""

REFUSED_FORM = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_arguments",
        "invalid_attachments",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "block_mismatch",
        "msg_too_long",
        "msg_blocks_too_long",
        "no_text",
        "too_many_attachments",
    }
)
"""Codes that say that the message is not one that Slack takes: our fault."""
TOO_FAST = frozenset({"ratelimited", "rate_limited"})
"""Codes that say what status 429 says: nothing was done, come back later."""
PASSING = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable", "update_failed", "external_channel_migrating"})
"""Codes of troubles that pass; the call may have had its effect."""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What came back of one request. Its text is in no repr."""

    status: int
    retry_after: str
    """The header of this name, '' where there is none."""
    said: Mapping[str, Any]
    """The JSON object that it holds; empty where it holds none."""

    def succeeded(self) -> bool:
        """Say whether Slack did what it was asked."""
        return self.status == 200 and self.said.get("ok") is True


def fault_in(answer: Answer, *, writes: bool) -> SendFault | None:
    """Return what an answer says went wrong, and None where nothing did. Only a request that `writes` can have had an effect all the same."""
    code = str(answer.said.get("error"))
    if answer.status == 429 or code in TOO_FAST:
        return Transient(in_doubt=False, retry_after=seconds_in(answer.retry_after))
    if answer.succeeded():
        return None
    if answer.status < 500 and code in CLOSED:
        return Permanent(CLOSED[code])
    if answer.status == 413 or (answer.status < 500 and code in REFUSED_FORM):
        return Unrenderable() if writes else Permanent(Reason.FORBIDDEN)
    return Transient(in_doubt=writes)
