"""The sentences of the four forms: what is asked, what a field wants, and what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.wording.received import BUTTONS as _BUTTONS

FORM_BANNER = "If a child is in immediate danger call 999 now, then tell the DSL in person. Do not wait for this form."
FORM_BANNER_ADULT = (
    "If a child is in immediate danger call 999 now, then tell a senior colleague in person (not the person it is about). Do not wait for this form."
)
FORM_FOOT = "Shared only with those who need to know. Nobody can promise to keep it secret."
IMAGES = "Do not forward, screenshot or store images of a child: ask the DSL."
IMAGES_ASK_RECIPIENT = "Do not forward, screenshot or store images of a child: ask the person who has this report."

FIELDS: Mapping[str, tuple[str, str]] = {
    "immediate_danger": ("Is a child in immediate danger now?", "If you are not sure, choose yes. Call 999 first: this form rings nobody."),
    "network": ("Which network or app?", "For example Instagram, Snapchat, a game, text messages."),
    "account": ("On whose account?", ""),
    "pupils": ("Which pupils?", "Names, or what you know of them. “Not sure” is an answer."),
    "pupil_status": ("Pupil now, or in the past?", ""),
    "family_member": ("Is the pupil one of your family?", ""),
    "happened_at": ("When was it?", "For example 28/11/2026 14:30, yesterday 9pm, or 14:30 for today. Or “not sure”, and roughly when."),
    "started_by": ("Who started it?", ""),
    "what_was_said": ("What was said or sent?", "What you saw, in their words where you can. No opinion is needed."),
    "replied": ("Was there a reply?", "Either answer is fine. Please do not reply from now on."),
    "done_so_far": ("What has been done so far?", f"For example blocked, or told somebody. {IMAGES}"),
    "link": ("Link, if there is one", "To a page or a profile; never to an image of a child."),
    "about": ("Is it about a member of staff?", "Choose everybody it is about. They are not sent this report, and it does not open for them."),
    "about_name": ("Their name, if you could not choose it above", "Leave empty if it is about no member of staff."),
    "told_dsl_in_person": ("Have you told a DSL in person?", "By phone counts. If not yet, please do that as well."),
    "child": ("Which child or children?", "Names and year, or what you know. “Not sure” is an answer."),
    "what_happened": ("What happened?", "What you saw, heard or were told, in their words where you can. No opinion is needed."),
    "place": ("Where?", ""),
    "others_present": ("Who else was there?", ""),
    "action_taken": ("What has been done so far?", IMAGES),
    "self_referral": ("Is it about yourself?", "It is right to say so, and early."),
    "adult_name": ("Their name, if you could not choose it above", "A description will do. “Not sure” is an answer."),
    "adult_role": ("What do they do at school?", "For example teacher, headteacher, volunteer, visitor."),
    "adult_concern.about": ("Who is it about?", "Choose everybody it is about. They are not sent this report, and it does not open for them."),
    "adult_concern.what_happened": (
        "What happened?",
        "What you saw, heard or were told. However small: you need not decide how serious it is.",
    ),
    "context": ("Have you seen or heard of anything like it before?", ""),
    "children": ("Which children were there, if any?", ""),
    "witnesses": ("Who else saw or heard it?", ""),
    "what": ("What kind of thing is it?", ""),
    "online_incident.account": ("Which account, page or group?", "Its name, as it is shown."),
    "screenshot_reference": ("Where a screenshot is kept, if there is one", f"A file name or a place; do not paste it here. {IMAGES}"),
}
"""Label and hint of each field, by its name; `kind.name` where one kind of report asks it in other words."""

YES_NO: Mapping[str, str] = {"yes": "Yes", "no": "No"}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "account": {"mine": "My own", "other": "Another account"},
    "pupil_status": {
        "current": "Pupil at this school now",
        "past_under_18": "Past pupil, under 18",
        "past_adult": "Past pupil, 18 or over",
        "past": "Past pupil, age not known",
        "not_sure": "Not sure",
    },
    "started_by": {"pupil": "The pupil", "me": "I did", "other": "Somebody else, or not sure"},
    "what": {
        "abuse_of_staff": "Abuse of a member of staff",
        "fake_or_hacked_account": "A fake or hacked account",
        "mistaken_post": "Something posted that should come down",
        "parent_post": "A parent's post",
        "conduct": "How somebody behaves online",
        "other": "Something else",
    },
}
"""The answers to choose from, value and label; every other choice is between yes and no."""

FIELD_EMPTY = "Please write something here. “Not sure” is an answer."
CHOICE_EMPTY = "Please choose one."
CHOICE_UNKNOWN = "Please choose one of the answers shown."
ABOUT_WHOM = "Please choose or name who it is about. A description will do; “not sure” is an answer."
FIELD_NUL = "A character in this text cannot be stored (U+0000, often from a copied file). Please type that part again."
DATE_UNREADABLE = (
    "I cannot read this as a time. Write it like 28/11/2026 14:30, 2026-11-28 14:30, yesterday 14:30, or last night. "
    "Or write: not sure, and then roughly when."
)
DAY_UNREADABLE = "I cannot read this as a day. Write it like 12/12/2026 or 2026-12-12."
DATE_TO_COME = "This time is still to come. For an earlier day write it with the day, such as yesterday 21:30."
READS_AS = "which I read as"


def too_long(over: int) -> str:
    """Say how much must come out of a field, and where it can go instead."""
    characters = "1 character" if over == 1 else f"{over:,} characters"
    return f"This is too long for one field. Please take out {characters}; the rest can follow with “{_BUTTONS['add_information']}”."
