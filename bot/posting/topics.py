"""Which topics of the knowledge an answer on the form touches. Which clauses they lead to, each school's policy says."""

from __future__ import annotations

from collections.abc import Mapping

from bot.posting.values import Borrowed, Holds, Part, Post, Sure, What, Where, Whom

NAMED, _PERMISSION = "name-on-school-account", ("asked-not-to-be-filmed", "who-asks-permission-for-images")
_HARM = ("post-harmful", "offensive-post", "threatening-post", "extremist-post")
WHAT_TOPICS: Mapping[What, str] = {
    What.ALERT: "post-alerts",
    What.REMINDER: "post-reminders",
    What.EVENT: "post-events",
    What.JOB: "post-jobs",
    What.NEWSLETTER: "post-newsletters",
    What.ACHIEVEMENT: "post-achievements",
    What.TRIP: "post-trips",
    What.GREETING: "post-greetings",
    What.FEEDBACK: "post-feedback",
    What.PROMO_VIDEO: "post-promo-video",
    What.CLASS_VIDEO: "post-class-video",
    What.EMPLOYER_VIDEO: "post-employer-engagement",
}
HOLDS_TOPICS: Mapping[Where, Mapping[Holds, tuple[str, ...]]] = {
    Where.OFFICIAL: {
        Holds.POLITICS: ("politics-on-school-account",),
        Holds.ADVERT_RELATED: ("advertise-business",),
        Holds.ADVERT: ("advertise-business",),
        Holds.STAFF_LINK: ("link-staff-personal-account",),
        Holds.MESSAGE: ("message-one-person", "private-message-instead"),
        Holds.HARM: _HARM,
        Holds.COMPLAINT: ("internal-grievance", "criticise-school", "bring-into-disrepute"),
        Holds.OPINION: ("opinions-on-school-account",),
        Holds.CONFIDENTIAL: ("confidentiality", "commercially-sensitive"),
        Holds.CONTACT_DETAILS: ("own-contact-details",),
        Holds.DONATIONS: ("fundraising-post",),
    },
    Where.PERSONAL: {
        Holds.POLITICS: ("politics-on-personal-account",),
        Holds.MESSAGE: ("private-message-instead",),
        Holds.HARM: _HARM,
        Holds.COMPLAINT: ("internal-grievance", "criticise-school", "bring-into-disrepute"),
        Holds.OPINION: ("views-taken-as-school",),
        Holds.CONFIDENTIAL: ("confidentiality", "commercially-sensitive"),
        Holds.CONTACT_DETAILS: ("own-contact-details",),
    },
}
WHOM_TOPICS: Mapping[Where, Mapping[Whom, tuple[str, ...]]] = {
    Where.OFFICIAL: {
        Whom.PUPIL_SHOWN: (
            "pupil-image-on-school-account",
            *_PERMISSION,
            "no-consent-image",
            "safeguard-people-in-posts",
            "tagging-on-school-account",
        ),
        Whom.PUPIL_NAMED: (NAMED, "safeguard-people-in-posts"),
        Whom.PUPIL_WORK: ("safeguard-people-in-posts",),
        Whom.PARENT: (NAMED, *_PERMISSION),
        Whom.ADULT: ("staff-image-on-school-account", NAMED, *_PERMISSION),
    },
    Where.PERSONAL: {
        Whom.PUPIL_SHOWN: ("pupil-image-on-own-account", "safeguard-people-in-posts"),
        Whom.PUPIL_NAMED: ("mention-pupil", "safeguard-people-in-posts"),
        Whom.PUPIL_WORK: ("pupil-work-on-own-account",),
        Whom.PARENT: ("mention-parent",),
        Whom.ADULT: ("mention-colleague", "colleague-image-on-own-account"),
    },
}
TO_A_PUPIL: Mapping[Where, str] = {Where.OFFICIAL: "contact-pupils-from-school-account", Where.PERSONAL: "message-current-pupil"}
SENIOR, CONTROVERSY = "controversial-content", ("harm-to-reputation", "bring-into-disrepute")
BORROWED, LIST = ("copyright", "credit-the-author"), "do-not-publish-list"
EVERY: Mapping[Where, tuple[str, ...]] = {
    Where.OFFICIAL: (
        "post-without-authorisation",
        "say-who-is-posting",
        "inappropriate-links",
        "age-appropriate",
        "respectful-and-professional",
        "tone",
        "advice-on-publishing",
    ),
    Where.PERSONAL: ("disclaimer-needed",),
}
PUPILS = (Whom.PUPIL_SHOWN, Whom.PUPIL_NAMED, Whom.PUPIL_WORK)


def topics_of(post: Post, part: Part) -> tuple[str, ...]:
    """Return the topics that one answer of the post touches."""
    match part:
        case Part.ACCOUNT:
            return ("school-business-from-own-account",) if post.where is Where.PERSONAL else ()
        case Part.WHAT:
            return (WHAT_TOPICS[post.what],) if post.where is Where.OFFICIAL and post.what in WHAT_TOPICS else ()
        case Part.HOLDS:
            to_pupil = (TO_A_PUPIL[post.where],) if post.holds is Holds.MESSAGE and post.whom in PUPILS else ()
            return (*HOLDS_TOPICS[post.where].get(post.holds, ()), *to_pupil)
        case Part.WHOM:
            return WHOM_TOPICS[post.where].get(post.whom, ())
        case Part.LIST:
            return (LIST,) if post.whom is Whom.PUPIL_SHOWN else ()
        case Part.BORROWED:
            return BORROWED if post.borrowed is not Borrowed.NO else ()
        case Part.CONTROVERSY:
            return () if post.controversial is Sure.NO else (SENIOR,) if post.where is Where.OFFICIAL else CONTROVERSY
        case Part.EVERY:
            named = () if post.whom is Whom.NOBODY else ("data-protection",)
            return (*EVERY[post.where], *named, *(("appropriate-image",) if post.whom is Whom.PUPIL_SHOWN else ()))
