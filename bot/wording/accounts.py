"""The sentences of the register of official accounts, and of what is done with an account in it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.wording.watching import WATCHING_HINT as _WATCHING_HINT

ACCOUNT = "Official account"
ACCOUNT_KEPT = "{reference} is in the register."
ACCOUNT_NETWORKS = {
    "facebook": "Facebook",
    "x": "X",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "classdojo": "ClassDojo",
    "tiktok": "TikTok",
    "snapchat": "Snapchat",
    "whatsapp": "WhatsApp",
    "soundcloud": "SoundCloud",
    "threads": "Threads",
    "bluesky": "Bluesky",
    "discord": "Discord",
    "mastodon": "Mastodon",
    "reddit": "Reddit",
    "telegram": "Telegram",
    "pinterest": "Pinterest",
    "twitch": "Twitch",
    "bereal": "BeReal",
    "tumblr": "Tumblr",
    "nextdoor": "Nextdoor",
}
"""How a network is called, by the id that policies and word lists give it."""
ACCOUNT_ADD = "Add an official account"
ACCOUNT_BUTTON = "Register an account"
_WHERE_HINT = "For example: the password safe of the office. Never the password itself."
ACCOUNT_FIELDS = {
    "network": ("Network", "For example Facebook, X, Instagram, YouTube, LinkedIn, ClassDojo."),
    "handle": ("Handle", "As it stands on the network, for example @oakfieldschool. Leave it empty where the network has none."),
    "name": ("Name", "What the account calls itself, for example Oakfield School."),
    "url": ("Link", "The address of its page."),
    "people": ("Who runs it", "Everybody who manages it. Your policy may ask for at least two."),
    "managers": ("Who runs it, in words", "For those who cannot be chosen above: a team, a volunteer, somebody of the trust."),
    "may_post": ("Who may post on it", "Names or roles. They and those who run it are told so when they ask."),
    "open": ("Who can see it", "Whether everybody can, or only those who are let in."),
    "secondary": ("Is it a secondary account?", "One that staff have set up beside the official ones, for example of a department."),
    "watch": ("Who watches it, and on which days", _WATCHING_HINT),
    "approved_by": ("Approved by", "Who decided that the school should have it."),
    "approved_on": ("Approved on", "The day, as you would write it: 23 May 2024."),
    "next_check": ("When is it checked next?", "A day. Left empty, it is a year from today."),
    "password_place": ("Where the password is kept", _WHERE_HINT),
    "recovery": ("Recovery e-mail", "The address to which the network writes when the password is lost."),
    "note": ("What was checked", "A sentence, for example: those who can log in are those who are named."),
    "leaver": ("Who leaves?", "Choose everybody who will run it no longer."),
    "to": ("Who runs it from now on?", "Choose everybody, also those who stay."),
    "why": ("Why, and what became of it", "For example: deleted on the network, or handed to the trust."),
}
ACCOUNT_OPEN_OR_CLOSED = {"open": "Open: everybody can see it", "closed": "Closed: only those who are let in"}
ACCOUNT_YES_NO = {"no": "No", "yes": "Yes, a secondary account"}
ACCOUNT_STATES = {
    "open": "In use.",
    "leaving": "Somebody who runs it leaves: it waits to be handed over, or closed.",
    "closed": "Closed.",
}
ACCOUNT_EVENTS = {
    "checked": "Checked",
    "edit": "Changed",
    "safe": "Noted where the password is kept",
    "secrets": "Looked up where the password is kept",
    "leaves": "Somebody who leaves noted",
    "stays": "Taken back: nobody leaves",
    "transfer": "Handed over",
    "close": "Closed",
    "reopen": "Put in use again",
}
ACCOUNT_CHECKED, ACCOUNT_EDIT, ACCOUNT_SAFE, ACCOUNT_SECRETS = "It is checked", "Change the entry", "Note where password is", "Where is the password?"
ACCOUNT_LEAVES, ACCOUNT_STAYS, ACCOUNT_TRANSFER = "Somebody leaves", "Nobody leaves after all", "Hand it over"
ACCOUNT_CLOSE, ACCOUNT_REOPEN = "Close it", "It is in use again"
ACCOUNT_NOTICES = {
    "named": "You are named as one who runs this account.",
    "leaver": "Somebody who runs this account leaves. Please hand it over to somebody else, or close it.",
    "check_due": "This account is to be checked: does everything still stand as it is written here?",
}
ACCOUNT_DONE = {
    "edit": "The entry is changed.",
    "safe": "That is noted. Only those who look after the accounts, and senior leaders, can look it up.",
    "leaves": "The administrator is asked to hand it over or to close it, and is reminded until it is done.",
    "stays": "It is in use as before.",
    "close": "It is closed in the register. Nothing was done on the network itself.",
    "reopen": "It is in use again.",
}
ACCOUNT_NOBODY_WRITTEN = "Nobody is written down yet"
ACCOUNT_NOT_WRITTEN = "Not written down yet"
ACCOUNT_SHOWN = {
    "account": "Account",
    "name": "Name",
    "url": "Link",
    "managers": "Run by",
    "may_post": "May post",
    "open": "Who can see it",
    "secondary": "Secondary",
    "watch": "Watched by",
    "approved": "Approved",
    "next_check": "Next check",
    "changed": "Last changed",
    "leaver": "Leaves",
}
ACCOUNT_IS_SECONDARY = "Yes: set up by staff beside the official ones"
ACCOUNT_OTHER = "Another account, or not sure"
ACCOUNT_NOT_A_PLACE = "This looks like a password. Say only where it is kept, for example: the password safe of the office."
ACCOUNT_NO_E_MAIL = "This is no e-mail address. Write it like accounts@school.example."
ACCOUNT_DAY_PAST = "This day is over. Give one that is still to come."
ACCOUNT_LISTED = "the policy, which lists it in section {section}"
ACCOUNT_CHECK_OVERDUE = "The check was due on {day}."


def account_label(network: str, handle: str, name: str) -> str:
    """Say which account is meant, in short."""
    shown = f"{network}, {handle}" if handle else network
    return f"{shown} ({name})" if name else shown


def account_checked(day: str) -> str:
    """Say what becomes of a check."""
    return f"Thank you. It comes up for its next check on {day}."


def account_secrets(place: str, recovery: str) -> str:
    """Say where the password of an account is kept."""
    return f"The password is kept here: {place or 'not written down yet'}. Recovery e-mail: {recovery or 'not written down yet'}."


def account_handed_over(names: Sequence[str]) -> str:
    """Say that an account is run by others now."""
    return f"It is run by {', '.join(names)} from now on. Please see that its password is changed and that only they can log in."


def account_taken(reference: str) -> str:
    """Say that an account is in the register already."""
    return f"This account stands in the register already, as {reference}. Open that one to change it."


def account_approved(by: str, on: str) -> str:
    """Say who approved an account, and when."""
    return f"by {by}, {on}" if by and on else f"by {by}" if by else on


def account_changed(by: str, on: str) -> str:
    """Say who changed an entry, and when."""
    return f"by {by}, {on}" if by else on
