"""The sentences of an application for a new account."""

from __future__ import annotations

from collections.abc import Sequence

APPLICATION = "New account"
APPLICATION_BUTTON = "Apply for a new account"
APPLICATION_TITLE = "Apply for a new account"
APPLICATION_FIELDS = {
    "name": ("What will the account be called?", "For example: Oakfield History."),
    "network": ("On which network?", "For example Facebook, X or Instagram."),
    "aim": ("What is the aim of the account?", "What it will do for the school that nothing does yet."),
    "audience": ("Who is it for?", "The intended audience: parents, pupils of one year, other schools."),
    "promotion": ("How will it be promoted?", "How those for whom it is will hear of it."),
    "people": ("Who will run it?", "At least two members of staff."),
    "others": ("Who else will run it?", "Volunteers, parents and others whom you could not choose above. Leave it empty where there is nobody."),
    "open": ("Open or closed?", "Whether everybody will see it, or only those who are let in."),
    "why": ("Why does the school need it?", "What those who decide should know."),
    "reason": ("Why is it rejected?", "The applicant reads it as you write it."),
    "what": ("What should be changed?", "The applicant reads it as you write it, and can send the application again."),
    "again": ("Who will run it?", "At least two. Leave it empty to keep those who are named."),
    "handle": ("Handle", "As it stands on the network, for example @oakfieldhistory."),
    "url": ("Link", "The address of its page, where it has one."),
    "password_place": ("Where the password is kept", "For example: the password safe of the office. Never the password itself."),
    "recovery": ("Recovery e-mail", "The address to which the network writes when the password is lost: one of the school's."),
}
APPLICATION_STATES = {
    "with_slt": "With the senior leaders, who decide.",
    "changes": "Back with the applicant: something is to be changed.",
    "approved": "Approved. The administrator creates the account.",
    "created": "The account exists, and is in the register.",
    "rejected": "Rejected.",
    "withdrawn": "Withdrawn by the applicant.",
}
APPLICATION_EVENTS = {
    "approve": "Approved",
    "reject": "Rejected",
    "ask_changes": "Changes asked for",
    "change": "Sent again",
    "withdraw": "Withdrawn",
    "created": "Created",
}
APPLICATION_APPROVE, APPLICATION_REJECT, APPLICATION_ASK = "Approve", "Reject", "Ask for changes"
APPLICATION_CHANGE, APPLICATION_WITHDRAW, APPLICATION_CREATED = "Change and send again", "Withdraw it", "The account is created"
APPLICATION_DONE = {
    "approve": "It is approved. The applicant is told, and the administrator is asked to create the account.",
    "reject": "The applicant is told, with your reason.",
    "ask_changes": "The applicant is told what to change, and can send it again.",
    "change": "It is with the senior leaders again.",
    "withdraw": "It is withdrawn.",
    "created": "The account is in the register. The applicant and those who run it are told.",
}
APPLICATION_NOTICES = {
    "again": "This application was changed, and sent again.",
    "waiting": "This application has waited for three school days or more. Please decide, or ask for changes.",
    "create": "This account is approved. Please create it, and confirm here with its handle and where its password is kept.",
    "not_created": "This account was approved three school days ago or more, and is not confirmed as created yet.",
    "changes": "Something is to be changed in your application before it can be decided. You can also withdraw it.",
}
APPLICATION_NO_PROCESS = (
    "Your policy does not say how a new account comes about. These steps are Signpost's default: senior leaders decide, "
    "and the administrator then creates it."
)
APPLICATION_AUTHORISED = "What your policy says of who may use an account stands below."
APPLICATION_OTHERS_UNKNOWN = (
    "Signpost cannot tell whether those who are named only in words have read the policy and been trained. Please ask them before you approve."
)
APPLICATION_UNCHANGED = "Nothing is changed in it, so it is with the senior leaders as before."
APPLICATION_OWN = "This is your own application, or you would run the account. Please leave the decision to another senior leader."
APPLICATION_SHOWN = {"again": "Sent again", "ready": "Policy and training", "created": "Created", "handle": "Handle", "register": "In the register"}
APPLICATION_TAKEN = "The register has this account already, as {reference}."
APPLICATION_PEOPLE_ALL_READY = "Everybody who is named has read the current policy, and has noted training."


def application_two_people(number: int) -> str:
    """Say that one person is too few."""
    return f"Please name at least two people who will run it; {'one is' if number == 1 else 'nobody is'} named so far."


def application_not_ready(name: str, *, read: bool, trained: bool) -> str:
    """Say what somebody still has to do before they can be named."""
    if not read and not trained:
        missing = "has not said yet that they have read the current policy, nor noted any training"
    else:
        missing = "has noted no training yet" if read else "has not said yet that they have read the current policy"
    return f"{name} {missing}."


APPLICATION_NEXT_STEP = (
    "They do so in Signpost under “Read the policy and say so”, and note the day of their training there. "
    "Then send this again, or name somebody else."
)


def application_sent_again(at: str, changed: Sequence[str]) -> str:
    """Say when an application was sent again, and what is changed in it."""
    return f"{at}. Changed: {' '.join(changed)}" if changed else f"{at}. Nothing is changed in it."


def application_created(by: str, on: str) -> str:
    """Say who created an account, and when."""
    return f"by {by}, {on}"
