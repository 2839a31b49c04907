"""The sentences that all of the policy's other duties share: how a matter is shown, listed, and refused. Each flow has its own in a file beside."""

from __future__ import annotations

MATTER_ELSE = "Besides: accounts, posts, comments, and whatever else your policy gives staff to do."
MATTER_MENU = "What would you like to do?"
MATTERS_WAITING = "These wait for you"
MATTERS_MINE = "These you have asked for"
MATTERS_MORE = "And {number} more. Settle some of these to see the others."
MATTER_POLICY_SAYS = "What your policy says:"
MATTER_DUE = "To be done by {at}."
MATTER_OVERDUE = "It was due by {at}."
MATTER_DUE_SHORT = "by {at}"
MATTER_OVERDUE_SHORT = "overdue since {at}"
MATTER_CHOSEN = "Chosen"
MATTER_STORED = "{reference} is kept and on its way."
MATTER_NOT_KEPT = "NOT kept. Your text is still here: send it again in a moment. If it cannot wait, ring {phone}."
WRITE_AGAIN_LATER = "This was not kept just now. Your text is still here: send it again in a moment."
MATTER_NOT_YOURS = "This is not open to you here, so nothing was done. If you think it should be, ask whoever looks after Signpost."
MATTER_MOVED_ON = "It has moved on since this card was shown, so nothing was done. This is how it stands now."
NOBODY_CHOSEN = "Please choose at least one person."
CHOOSE_SCHOOL_HERE = "Say first at which school you are, where your reports are listed. Then try again."
LOCK_SCREEN_MATTER = "Signpost: something about the school's accounts or policy waits for you."
"""What a notification shows: nothing that anybody wrote."""
MATTER_SEND = "Send"
MATTER_NOT_CONFIRMED = "Perhaps not kept: I cannot tell yet. Your text is still here: send it again in a moment. It never becomes a second one."
MATTER_PEOPLE_LISTED = "Only staff whom your school has listed in Signpost stand here. If somebody is missing, ask whoever looks after Signpost."
MATTER_PEOPLE_NONE = "Nobody of your school's staff is listed in Signpost yet, so nobody can be chosen here. Ask whoever looks after Signpost."
MATTER_LONG = "It is longer than a message should be. Press View to read all of it."
MATTER_TYPED = "What you wrote is below, so that nothing is lost."
DUTIES_TITLE = "Accounts and policy"


def matter_by(name: str) -> str:
    """Say who raised a matter."""
    return f"from {name}"


def matter_event(what: str, by: str, at: str) -> str:
    """Say what was done, by whom and when."""
    return f"{what} by {by}, {at}" if by else f"{what}, {at}"


def matter_mail_subject(reference: str, name: str) -> str:
    """Return the subject of an e-mail about a matter: nothing that anybody wrote."""
    return f"{reference}: {name}"


def matter_mail(subject: str, school: str) -> str:
    """Return the text of an e-mail where no chat reaches somebody."""
    return (
        f"{subject} at {school} waits for you in Signpost, and no chat reached you. "
        "Open Signpost in Slack or Teams to see it. This message says no more on purpose."
    )
