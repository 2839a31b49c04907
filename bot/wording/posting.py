"""The sentences of "may we post this?": what the policy lists, forbids or asks for. None of them says yes."""

from __future__ import annotations

POSTING, POSTING_BUTTON = "May we post this?", "Can we post this?"
POSTING_KEPT = "{reference} is kept, with the lines that decided. Signpost has posted nothing, and asked nobody yet."
POSTING_OPENING = (
    "You get the lines of your policy that decide, and what is still to be seen to. Signpost posts nothing, and does not look at the post itself."
)
POSTING_FIELDS = {
    "network": ("On which network?", ""),
    "where": ("From which account?", ""),
    "what": ("What is it mainly?", ""),
    "holds": ("Is it, or does it hold, one of these?", "Where several fit, choose the one that you are least sure of."),
    "whom": ("Whom does it name or show?", "Where several fit, choose the first of them."),
    "consent": (
        "Have they given consent?",
        "For a pupil, whoever may give it: often the parents. Leave it where nobody is named or shown.",
    ),
    "on_list": ("Is anybody shown on the school's do-not-publish list?", "The list of children whose images must not be published."),
    "borrowed": ("Does it hold somebody else's photo, music or text?", ""),
    "controversial": ("Could it be controversial for the school?", ""),
    "description": ("A short description", "One or two sentences. No names of pupils are needed."),
    "link": ("Link to a draft", "Where somebody who is asked can see it."),
    "evidence": ("Who gave it, and where is it kept?", "For example: both parents, in the office's consent file. It stays on record here."),
    "permission": ("Is there permission for what is somebody else's?", "Leave it where nothing is."),
    "word": ("A word to whoever is asked", "They see your answers and your description too."),
    "again": ("The description as it is now", "Say what has changed."),
    "agreed": ("What do you agree to?", "Write it as you would in a letter: it stays on record with your name and the time."),
    "reason": ("Why not?", "Whoever asked reads it as you write it."),
    "changes": ("What should change?", "Whoever asked reads it as you write it."),
}
POSTING_WHERE = {"official": "An account of the school", "personal": "Somebody's own, personal account"}
POSTING_WHAT = {
    "alert": "News of a change, such as a closure or severe weather",
    "reminder": "A reminder, of a deadline or an event",
    "event": "An advertisement for a school event or activity",
    "job": "A job vacancy, or a request for volunteers",
    "newsletter": "A link to a newsletter, guidance or a factsheet for parents",
    "achievement": "An achievement of pupils or staff",
    "trip": "A photo, video or post about a trip, event or activity",
    "greeting": "A seasonal greeting, or a message about a religious festival",
    "feedback": "An invitation to give feedback",
    "promo_video": "A promotional video of the school",
    "class_video": "A class video for learning",
    "employer_video": "A video about work with employers",
    "other": "Something else",
}
POSTING_HOLDS = {
    "nothing": "None of these",
    "politics": "A political statement",
    "advert_related": "An advertisement for a business directly related to the school",
    "advert": "An advertisement for any other business",
    "staff_link": "A link to a staff member's own account",
    "message": "A message to one person, or to a few",
    "harm": "Something that could hurt, insult or threaten somebody",
    "complaint": "A complaint or criticism of the school, or of somebody in it",
    "opinion": "A personal view",
    "confidential": "Something that is not for the public, or commercially sensitive",
    "contact_details": "Somebody's phone number, address or e-mail",
    "donations": "An appeal for money",
}
POSTING_WHOM = {
    "nobody": "Nobody",
    "pupil_shown": "A pupil, in a photo, video or recording",
    "pupil_named": "A pupil's name, or words that tell who it is",
    "pupil_work": "A pupil's work",
    "parent": "A parent or carer",
    "adult": "A member of staff, or another adult",
}
POSTING_CONSENT = {"yes": "Yes, I have checked", "no": "No", "unsure": "Not asked yet, or not sure"}
POSTING_ON_LIST = {"no": "No, I have checked", "yes": "Yes", "unsure": "Not checked yet, or I know of no list"}
POSTING_BORROWED = {"no": "No", "permitted": "Yes, and there is permission", "unsure": "Yes, and there is no permission yet"}
POSTING_CONTROVERSIAL = {"no": "No", "yes": "Yes", "unsure": "Not sure"}
POSTING_CHECKED = {"no": "Nobody shown is on it", "yes": "Somebody shown is on it"}
POSTING_PERMISSION = {"permitted": "Yes, there is", "unsure": "Not yet"}
POSTING_NETWORKS = {
    "facebook": "Facebook",
    "x": "X (formerly Twitter)",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "whatsapp": "WhatsApp",
    "classdojo": "ClassDojo",
    "soundcloud": "SoundCloud",
    "bluesky": "Bluesky",
    "bereal": "BeReal",
    "other": "Another network",
}
POSTING_NOT_NAMED = "{network}: not named in your policy"

POSTING_OUTCOMES = {
    "not_allowed": "Not allowed as it stands.",
    "not_listed": "Not listed: ask {ask}. It is not posted before that.",
    "only_if": "Only if what is still open below is settled first.",
    "listed": "The policy lists this kind of post for {network}. It does not say that this one may go out: see first what is below.",
    "agreed": "Somebody who was asked has agreed, on record below. The policy's lines still go for it.",
    "refused": "Not agreed to: the reason is on record below.",
}
POSTING_EFFECTS = {
    "forbids": "Not allowed",
    "needs_head": "Only with the head's consent in writing, beforehand",
    "needs_consent": "Only with consent",
    "needs_list": "Only if nobody shown is on the school's do-not-publish list",
    "needs_senior": "Only after a senior leader has looked at it",
    "needs_permission": "Only with permission, where it is somebody else's",
    "only_if": "Only if",
    "requires": "Required",
    "allows": "The policy lists it",
    "advises": "Advised",
    "informs": "The policy also says",
}
POSTING_PARTS = {
    "account": "from a personal account",
    "list": "somebody shown is on the do-not-publish list",
    "borrowed": "somebody else's photo, music or text",
    "controversy": "it could be controversial",
    "every": "for every post",
}
POSTING_GAPS = {
    "not_on_list": "Your policy lists what is posted on {network}, and this is not on the list: {what}.",
    "only_bans": "Your policy lists what is not posted on {network}, and has no list of what is. So it does not decide this: {what}.",
    "no_rules": "Your policy names {network} as one of the school's networks, and has no rules for posts there. So it does not decide this: {what}.",
    "other_network": "{network} is not among the networks that your policy names as the school's. So it does not decide this: {what}.",
    "no_lists": "Your policy has no list of what is posted on the school's accounts. So it does not decide this: {what}.",
    "silent": "Your policy has no line on this: {what}.",
}
POSTING_HOLDS_NOT_ON_LIST = "What your policy says of {network} has no line on this, neither for nor against it: {what}."
POSTING_NEAR = "The nearest lines, which are of other networks and do not decide it:"
POSTING_STANDING = "For every such post your policy also says:"
POSTING_BEFORE = "Before it is posted:"
POSTING_OPEN = {
    "needs_head": "The head's consent, in writing: it can be asked for here, and is kept here.",
    "needs_consent": "Consent of everybody named or shown; for a pupil, of whoever may give it.",
    "needs_list": "A look at the school's do-not-publish list. Whoever is on it must not be shown.",
    "needs_senior": "A senior leader's look at it: it can be asked for here, and the answer is kept here.",
    "needs_permission": "Permission of whoever made it, or holds the rights in it.",
    "only_if": "What stands under “Only if” above. Whoever posts sees to it.",
    "requires": "What stands under “Required” above. Whoever posts sees to it.",
}
POSTING_KEPT_OUT = {
    "needs_list": "Somebody it names or shows is on the school's do-not-publish list. Leave them out, whoever agrees to the post.",
    "needs_consent": "There is no consent. Leave out whoever has not given it, whoever agrees to the post.",
}
"""Where the answers say so themselves, and no line of the policy forbids it: the first thing to be done."""
POSTING_SETTLED = {
    "needs_head": "The head has consented in writing: see below.",
    "needs_consent": "Consent: by the answers here it is there. Have it at hand.",
    "needs_list": "The do-not-publish list: by the answers here nobody shown is on it.",
    "needs_senior": "A senior leader has agreed: see below.",
    "needs_permission": "Permission: by the answers here it is there. Say whose it is, where the policy asks for it.",
}
POSTING_DEFAULT = "{words} (Your policy does not ask for this here. It is Signpost's default.)"
POSTING_STILL_ALLOWED_TO = "It goes out only through somebody who may post on that account."
POSTING_ASK = "Ask {ask}. A senior leader can be asked here, and the answer is kept here."
POSTING_ASK_ONLY = "If in doubt, ask {ask}."
POSTING_LOOK_AGAIN = "Look once more whether it is what you said here: whom it names or shows, what is somebody else's, what could be controversial."
POSTING_SUGGEST = "If the school should say it, press “Suggest a post”: it goes to whoever runs the school's own accounts."
POSTING_CHANGE_IT = "Change what is not allowed, and ask again. Whether it should go out otherwise, ask {ask}."

POSTING_ANSWERS = "By these answers:"

POSTING_STATES = {
    "not_allowed": "Not allowed as it stands.",
    "not_listed": "Not listed: somebody has to be asked.",
    "only_if": "Only if what is open is settled.",
    "listed": "The policy lists this kind of post. See what to check before it goes out.",
    "agreed": "Agreed to by whoever was asked, on record. See what to check before it goes out.",
    "asked_slt": "A senior leader has been asked, and has not answered yet. Until then it is not posted.",
    "asked_head": "The head has been asked, and has not answered yet. Until then it is not posted.",
    "changes": "Changes are asked for before it can be agreed to.",
    "refused": "Not agreed to. It is not posted.",
    "closed": "Closed by whoever asked.",
}
POSTING_EVENTS = {
    "consent": "Consent noted",
    "checked": "Checked",
    "ask_slt": "Put to a senior leader",
    "ask_head": "Put to the head",
    "send_again": "Asked again",
    "slt_approve": "Agreed to in writing",
    "slt_refuse": "Not agreed to",
    "slt_changes": "Changes asked for",
    "head_approve": "Consent given in writing",
    "head_refuse": "Consent refused",
    "head_changes": "Changes asked for",
    "close": "Closed",
}
POSTING_CONSENT_NOW, POSTING_CHECKED_NOW, POSTING_CLOSE = "Consent is there now", "It is checked now", "Close, no longer needed"
POSTING_ASK_SLT, POSTING_ASK_HEAD, POSTING_ASK_AGAIN = "Ask a senior leader", "Ask the head", "Ask again"
POSTING_APPROVE, POSTING_REFUSE, POSTING_CHANGES = "Approve in writing", "Refuse", "Ask for changes"
POSTING_NOTICES = {
    "slt": "Somebody asks for a senior leader's look at this before it is posted.",
    "head": "Somebody asks for the head's consent in writing, before this is posted on a personal account.",
    "still": "This still waits for an answer, and is not posted until then.",
}
POSTING_DONE = {
    "again": "It is looked at again with what you said.",
    "asked": "They are asked. You hear when they answer.",
    "agreed": "Your answer is on record, and whoever asked is told.",
    "refused": "Whoever asked is told, with your reason.",
    "changes": "Whoever asked is told what should change.",
    "closed": "It is closed.",
}
POSTING_NOTHING_CHECKED = "Please choose what you have checked."
POSTING_NOT_OWN = "You asked this yourself, so somebody else has to answer it. Nothing was done."
POSTING_NOBODY = "Nobody else who could answer is listed in Signpost. Ask in person, and keep the answer in writing."


def posting_network(network: str) -> str:
    """Name a network; one that Signpost has no name for is called another network."""
    return POSTING_NETWORKS.get(network) or network.capitalize() or POSTING_NETWORKS["other"]


def posting_rule(effect: str, what: str) -> str:
    """Say what lines of the policy do, and to what; the lines themselves follow."""
    return f"{POSTING_EFFECTS[effect]} ({posting_in_sentence(what)}):" if what else f"{POSTING_EFFECTS[effect]}:"


def posting_in_sentence(answer: str) -> str:
    """Return an answer as it stands inside a sentence."""
    return f"{answer[:1].lower()}{answer[1:]}"


def posting_register(account: str, may_post: str) -> str:
    """Say which account of the register it would go out on, and who may post there."""
    return f"In the school's register: {account}. May post there: {may_post}." if may_post else f"In the school's register: {account}."
