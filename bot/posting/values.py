"""The words of "may we post this?": what is known of a post, and the trace of what decided. Frozen values, and nothing that decides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Where(StrEnum):
    """From whose account it would be posted."""

    OFFICIAL = "official"
    PERSONAL = "personal"


class What(StrEnum):
    """What kind of post it mainly is."""

    ALERT = "alert"
    REMINDER = "reminder"
    EVENT = "event"
    JOB = "job"
    NEWSLETTER = "newsletter"
    ACHIEVEMENT = "achievement"
    TRIP = "trip"
    GREETING = "greeting"
    FEEDBACK = "feedback"
    PROMO_VIDEO = "promo_video"
    CLASS_VIDEO = "class_video"
    EMPLOYER_VIDEO = "employer_video"
    OTHER = "other"


class Holds(StrEnum):
    """What it is besides, or holds; of several, the one that worries most."""

    NOTHING = "nothing"
    POLITICS = "politics"
    ADVERT_RELATED = "advert_related"
    """For a business that is directly related to the school."""
    ADVERT = "advert"
    STAFF_LINK = "staff_link"
    MESSAGE = "message"
    HARM = "harm"
    COMPLAINT = "complaint"
    OPINION = "opinion"
    CONFIDENTIAL = "confidential"
    CONTACT_DETAILS = "contact_details"
    DONATIONS = "donations"


class Whom(StrEnum):
    """Whom it names or shows."""

    NOBODY = "nobody"
    PUPIL_SHOWN = "pupil_shown"
    PUPIL_NAMED = "pupil_named"
    PUPIL_WORK = "pupil_work"
    PARENT = "parent"
    ADULT = "adult"


class Sure(StrEnum):
    """An answer that somebody may not know yet."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Borrowed(StrEnum):
    """Whether it holds somebody else's photo, music or text."""

    NO = "no"
    PERMITTED = "permitted"
    UNSURE = "unsure"
    """It does, and nobody has permission yet."""


class Ruling(StrEnum):
    """What somebody who was asked has answered, on record."""

    NONE = "none"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Post:
    """What is known of a post, and of the answers on it so far."""

    network: str
    """An id of the lexicon; anything else is a network that no policy knows."""
    where: Where = Where.OFFICIAL
    what: What = What.OTHER
    holds: Holds = Holds.NOTHING
    whom: Whom = Whom.NOBODY
    consent: Sure = Sure.UNSURE
    on_list: Sure = Sure.UNSURE
    """Whether somebody shown is on the school's list of children whose images must not be published."""
    borrowed: Borrowed = Borrowed.NO
    controversial: Sure = Sure.NO
    senior: Ruling = Ruling.NONE
    head: Ruling = Ruling.NONE

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Post:
        """Return the post that a form describes; what was left open is unsure."""
        return cls(
            fields.get("network", ""),
            Where(fields.get("where") or Where.OFFICIAL),
            What(fields.get("what") or What.OTHER),
            Holds(fields.get("holds") or Holds.NOTHING),
            Whom(fields.get("whom") or Whom.NOBODY),
            Sure(fields.get("consent") or Sure.UNSURE),
            Sure(fields.get("on_list") or Sure.UNSURE),
            Borrowed(fields.get("borrowed") or Borrowed.NO),
            Sure(fields.get("controversial") or Sure.NO),
            Ruling(fields.get("senior") or Ruling.NONE),
            Ruling(fields.get("head") or Ruling.NONE),
        )


class Part(StrEnum):
    """Which answer brought a rule in."""

    ACCOUNT = "account"
    WHAT = "what"
    HOLDS = "holds"
    WHOM = "whom"
    LIST = "list"
    BORROWED = "borrowed"
    CONTROVERSY = "controversy"
    EVERY = "every"
    """None: it goes for every post."""


class Effect(StrEnum):
    """What a rule does to this post, strictest first."""

    FORBIDS = "forbids"
    NEEDS_HEAD = "needs_head"
    """The head's consent, in writing."""
    NEEDS_CONSENT = "needs_consent"
    NEEDS_LIST = "needs_list"
    """A look at the list of children whose images must not be published."""
    NEEDS_SENIOR = "needs_senior"
    """A senior leader's check."""
    NEEDS_PERMISSION = "needs_permission"
    """Of whoever holds the copyright."""
    ONLY_IF = "only_if"
    """Something else that the clause itself says it hangs on."""
    REQUIRES = "requires"
    """Something else, that whoever posts sees to."""
    ALLOWS = "allows"
    """The policy lists it."""
    ADVISES = "advises"
    INFORMS = "informs"


class Silence(StrEnum):
    """Why the policy has no line."""

    NOT_ON_LIST = "not_on_list"
    """It lists what is posted on this network, and this is not on the list."""
    ONLY_BANS = "only_bans"
    """It says of this network only what is not posted there."""
    NO_RULES = "no_rules"
    """It names the network as the school's, and says no more of it."""
    OTHER_NETWORK = "other_network"
    """It names the school's networks, and this is none of them."""
    NO_LISTS = "no_lists"
    """It lists for no network what is posted there."""
    SILENT = "silent"


class Outcome(StrEnum):
    """What it comes to. None of them is a yes."""

    NOT_ALLOWED = "not_allowed"
    NOT_LISTED = "not_listed"
    ONLY_IF = "only_if"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause as it stands in the policy, and what it does to this post."""

    clause_id: str
    section: str
    stem: str
    text: str
    effect: Effect
    part: Part
    open: bool = False
    """Whether it asks for something that the answers do not say is done."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something on which the policy has no line."""

    part: Part
    silence: Silence

    @property
    def is_hard(self) -> bool:
        """Say whether this alone makes the post one that the policy does not list."""
        return self.part is Part.HOLDS or self.silence not in (Silence.NO_LISTS, Silence.SILENT)


@dataclass(frozen=True, slots=True)
class Default:
    """What Signpost asks for where the policy is silent."""

    effect: Effect
    open: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that decided, in the order in which it is read."""

    outcome: Outcome
    rules: tuple[Rule, ...]
    gaps: tuple[Gap, ...]
    defaults: tuple[Default, ...]
    standing: tuple[Rule, ...]
    """What goes for every post, and decides none."""
    near: tuple[Rule, ...]
    """The nearest clauses, of other networks: they do not decide it."""
    ask: str
    """Whom to ask where the policy has no line."""

    def open(self) -> frozenset[Effect]:
        """Return what is still asked for."""
        return frozenset((*(one.effect for one in self.rules if one.open), *(one.effect for one in self.defaults if one.open)))

    def pack(self) -> str:
        """Return the trace as text, to keep it as it stood."""
        return json.dumps(asdict(self), ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def unpack(cls, text: str) -> Trace:
        """Return the trace that `pack` wrote."""
        kept = json.loads(text)
        rules, standing, near = (tuple(_unpack_rule(one) for one in kept[name]) for name in ("rules", "standing", "near"))
        gaps = tuple(Gap(Part(one["part"]), Silence(one["silence"])) for one in kept["gaps"])
        defaults = tuple(Default(Effect(one["effect"]), one["open"]) for one in kept["defaults"])
        return cls(Outcome(kept["outcome"]), rules, gaps, defaults, standing, near, kept["ask"])


def _unpack_rule(kept: Mapping[str, str]) -> Rule:
    effect, part = Effect(kept["effect"]), Part(kept["part"])
    return Rule(kept["clause_id"], kept["section"], kept["stem"], kept["text"], effect, part, bool(kept["open"]))
