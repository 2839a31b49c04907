"""The sentences of somebody leaving who runs accounts."""

from __future__ import annotations

from collections.abc import Sequence

LEAVER = "Somebody leaves"
LEAVER_KEPT = "{reference} is kept. Signpost reminds until every account is handed over or closed."
LEAVER_BUTTON = "A member of staff leaves"
LEAVER_FIELDS = {
    "who": ("Who leaves?", "Every account that names them is listed, to be handed over or closed."),
    "to": ("Who takes their place?", "They stand in every account that names whoever leaves. Choose one or more."),
    "day": ("On which day?", "Their last day. Leave it empty where it is not known yet."),
}
LEAVER_STATES = {
    "open": "Accounts are still to be handed over or closed.",
    "done": "No account names them any more.",
    "stays": "Nobody leaves after all.",
}
LEAVER_EVENTS = {"hand_over": "All handed over", "done": "Seen to", "stays": "Taken back"}
LEAVER_HAND_OVER, LEAVER_DONE, LEAVER_STAYS = "Hand all of them over", "All is handed over", "Nobody leaves after all"
LEAVER_IS_DONE = "That is settled. Please see that they can no longer log in to any of the accounts."
LEAVER_TAKEN_BACK = "It is taken back; the accounts stand as before."
LEAVER_NOTICES = {
    "leaver": "Somebody leaves who runs accounts of the school. Please open each of them below, and hand it over or close it.",
    "waiting": "This still waits. Please open each account below, and hand it over or close it.",
}
LEAVER_ACCOUNTS = "These accounts name them:"
LEAVER_APPLICATIONS = "These applications name them too:"
LEAVER_TO_THEMSELVES = "This is whoever leaves. Please choose somebody who stays."
LEAVER_NONE = "No account names them any more."
LEAVER_WHO = "Leaves"
LEAVER_MORE = "And {number} more."


def leaver_nothing(names: Sequence[str]) -> str:
    """Say that nothing has to be handed over."""
    return f"No account in the register names {' or '.join(names)}, so there is nothing to hand over."


def leaver_handed_over(number: int, names: Sequence[str], *, is_told: bool) -> str:
    """Say who stands in the accounts now."""
    told = "They are told." if is_told else "Please tell them: so many accounts are not told of one by one."
    done = f"{number} account{'' if number == 1 else 's'} handed over to {', '.join(names)}. {told}"
    return f"{done} Please see that the passwords are changed, and that whoever leaves can no longer log in."


def leaver_still(references: Sequence[str]) -> str:
    """Say which accounts still name somebody."""
    return f"Still to be handed over or closed: {', '.join(references)}."
