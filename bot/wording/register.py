"""The sentences of the register where it answers a question: they stand under the policy's own answer, for the asker alone."""

from __future__ import annotations

from collections.abc import Sequence

REGISTER_LEAD = "Your school's register of accounts says, for you alone:"
REGISTER_EMPTY = (
    "Your school's register of accounts is still empty, so Signpost cannot say who runs which account. "
    "Whoever looks after the accounts can fill it from the policy's own list or from a file."
)
REGISTER_MORE = "And {number} more in the register. Ask with the name of the network or of the account."
REGISTER_UNREADABLE = "The register of accounts could not be read just now. The policy's answer stands; ask again in a moment for the register."
REGISTER_OPEN = "Open which?"
REGISTER_ALL = "The accounts in your school's register"
REGISTER_NOT_FOUND = "Nothing in your school's register fits “{words}”."
REGISTER_FIELDS = {"managers": "Run by", "may_post": "May post", "open": "Seen by", "secondary": "Secondary account", "leaving": "Being handed over"}
REGISTER_SEEN_BY = {True: "everybody", False: "only those who are let in"}
REGISTER_NOT_WRITTEN = "not written down yet"
REGISTER_IS_SECONDARY = "set up by staff, beside the official ones"
REGISTER_IS_LEAVING = "somebody who runs it leaves"


def register_no_account(networks: Sequence[str]) -> str:
    """Say that the register has nothing on these networks."""
    return f"The register has no account on {' or '.join(networks)}. If you know of one, tell whoever looks after the accounts."


def register_named(references: Sequence[str]) -> str:
    """Say where the asker is named."""
    return f"You are named as one who runs {_listed(references)}."


def register_same_name(references: Sequence[str]) -> str:
    """Say where somebody of the asker's name is written down."""
    return f"Somebody of your name is written down for {_listed(references)}."


def register_not_named(references: Sequence[str], whom: Sequence[str]) -> str:
    """Say where the asker is not named, and whom to ask."""
    ask = f"ask {' or '.join(whom)} before you post there" if whom else "ask before you post there"
    return f"You are not named for {_listed(references)}: {ask}."


def _listed(references: Sequence[str]) -> str:
    return ", ".join(references[:-1]) + f" and {references[-1]}" if len(references) > 1 else references[0]
