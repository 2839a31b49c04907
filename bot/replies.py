"""Replies as cards: what a person sees, block by block, in the same words in every chat."""

from __future__ import annotations

from bot import wording
from bot.cards import Banner, Block, Button, Buttons, Card, Line, Quote
from bot.outcomes import Answer, Choose, Contact, Part, Person, Place, Reply, Report, Settled, Silent, Unknown
from bot.reports import Kind
from knowledge.clauses import Clause, Policy

MOST_ALSO = 6
"""Clauses beside the lead that are written out; a list of forty handles is named, not recited."""

ON_PUPIL_CONTACT = frozenset(
    (
        *("pupil-contacted-me-what-to-do", "pupil-contact-who-to-tell-and-when", "past-pupil-contacted-me-rule"),
        *("connect-with-current-pupil", "connect-with-past-pupil", "message-current-pupil", "report-contact-from-family-pupil"),
    )
)
"""Topics whose answers offer to report that a pupil has been in touch: whoever asks has often been written to."""

PLACES = {Place.EXCEPTION: wording.GOES_WITH_IT, Place.ALSO: wording.ALSO, Place.SEE_ALSO: wording.SEE_ALSO}


def present(reply: Reply, *, with_why: bool = False, kept: bool = False, can_report: bool = False, review: str = "") -> Card:
    """Return the card of a reply: the verdict line first, or the banner where something has happened.

    `kept` says that the question was kept; `can_report` that a report can be made where this is shown, one press away; `review` is what the policy's
    review gives to say at the end of what it answers.
    """
    outcome, blocks = reply.outcome, list[Block]()
    if isinstance(outcome, Report):
        if outcome.urgent:
            blocks.append(Banner(wording.EMERGENCY, urgent=True))
        blocks += [Banner(wording.TELLS_OF_SOMETHING), *(_report_here() if can_report else _report_in_person(reply.policy))]
        if isinstance(outcome.beneath, Answer | Choose):
            blocks.append(Line(wording.NEVER_MIND))
        if not isinstance(outcome.beneath, Unknown):
            blocks += _settled(outcome.beneath, reply.policy)
    else:
        blocks += _settled(outcome, reply.policy)
        if can_report and ON_PUPIL_CONTACT.intersection(_topics(outcome)):
            blocks.append(Buttons(wording.HAS_A_PUPIL_BEEN_IN_TOUCH, (_report_button(Kind.PUPIL_CONTACT),)))
    if review and isinstance(outcome, Answer | Silent):
        blocks.append(Line(review))
    if kept:
        blocks.append(Line(wording.KEPT))
    if with_why and reply.why:
        blocks += [Line(wording.WHY, strong=True), *(Line(f"- {line}") for line in reply.why)]
    return Card(tuple(blocks))


def _report_in_person(policy: Policy) -> list[Block]:
    told: list[Block] = [Line(wording.TELL_THE_DSL, strong=True)]
    return told if policy.fact("reports_to") else [*told, Line(wording.NO_REPORT_ROUTE_IN_POLICY)]


def _report_here() -> list[Block]:
    """Offer the form. It asks first what the report is about: a message alone does not tell a pupil who writes from a colleague who does."""
    return [Line(wording.REPORT_IT_HERE, strong=True), Buttons(wording.WHAT_NEXT, (_report_button(),))]


def _report_button(kind: Kind | None = None) -> Button:
    return Button(wording.REPORT_THIS, "report_form", kind or "")


def _topics(outcome: Settled) -> list[str]:
    """Return the topics that an answer is on, also those on which the policy is silent."""
    match outcome:
        case Answer(parts, silences):
            return [*(part.topic_id for part in parts), *(silence.topic_id for silence in silences)]
        case Silent(topic_id=topic_id):
            return [topic_id]
        case _:
            return []


def _settled(outcome: Settled, policy: Policy) -> list[Block]:
    match outcome:
        case Answer(parts, silences, people, unsure):
            several: list[Block] = [Line(wording.SEVERAL_PARTS)] if len(parts) + len(silences) + len(unsure) + bool(people) > 1 else []
            answered = [block for part in parts for block in _part(part, policy)]
            silent = [block for one in silences for block in _silent(one.about, one.nearest, policy)]
            asked_alone = [Line(wording.not_sure(one)) for one in unsure]
            return several + answered + (_contact(people) if people else []) + silent + asked_alone
        case Choose(options):
            return _choose(options)
        case Silent(about, nearest):
            return _silent(about, nearest, policy)
        case Contact(people):
            return _contact(people)
        case Unknown():
            return [Line(wording.UNKNOWN, strong=True), Line(wording.WHAT_IT_CAN_DO), Line(wording.ask(policy.ask_whom))]


def _part(part: Part, policy: Policy) -> list[Block]:
    blocks: list[Block] = [Line(verdict_line(part), strong=True)]
    if part.fact:
        blocks.append(Line(wording.in_short(part.fact), strong=True))
    blocks.append(_quote(part.lead, policy))
    if part.note:
        blocks.append(Line(part.note))
    for number, condition in enumerate(part.lead.conditions):
        if condition in part.conditions:
            blocks.append(_condition_buttons(part, number))
    for place in (Place.TENSION, Place.EXCEPTION, Place.ALSO, Place.SEE_ALSO):
        blocks += _others(part, place, policy)
    return blocks


def verdict_line(part: Part) -> str:
    """Return the first line of an answer: the verdict, and where it stands."""
    return f"{wording.VERDICTS[part.verdict]} ({wording.section(part.lead.section)}): {part.about}"


def _condition_buttons(part: Part, number: int) -> Buttons:
    condition = part.lead.conditions[number]
    buttons = tuple(
        Button(choice.label, "settle", f"{part.topic_id} {part.lead.id} {number} {index}") for index, choice in enumerate(condition.choices)
    )
    return Buttons(f"{wording.STILL_OPEN} {condition.question}", buttons)


def _others(part: Part, place: Place, policy: Policy) -> list[Block]:
    found = [shown for shown in part.shown[1:] if shown.place is place]
    if not found:
        return []
    first: list[Block] = [Line(part.tension if place is Place.TENSION else PLACES[place])]
    shown = len(found) if place is not Place.ALSO else MOST_ALSO
    rest: list[Block] = [Line(wording.more(len(found) - shown))] if len(found) > shown else []
    return first + [_quote(one.clause, policy, short=True) for one in found[:shown]] + rest


def _quote(clause: Clause, policy: Policy, *, short: bool = False) -> Quote:
    where = wording.section(clause.section)
    if short:
        return Quote(clause.text, clause.stem, where)
    return Quote(
        clause.text, clause.stem, wording.source(section_name=where, title=policy.title, organisation=policy.organisation, version=_version(policy))
    )


def _version(policy: Policy) -> str:
    return wording.version(printed=policy.fact("version"), approved=policy.fact("approved_on"), fingerprint=policy.fingerprint)


def _contact(people: tuple[Person, ...]) -> list[Block]:
    lines = [wording.CONTACT.format(name=one.name, role=wording.ROLES.get(one.role, one.role), how=one.how) for one in people]
    return [Line(wording.CONTACT_LEAD), *(Line(line, strong=True) for line in lines)]


def _choose(options: tuple[Part, ...]) -> list[Block]:
    buttons = [
        Button(f"{option.about} ({wording.section(option.lead.section)})", "topic", f"{option.topic_id} {option.lead.id}") for option in options
    ]
    return [Buttons(wording.CHOOSE, (*buttons, Button(wording.NONE_OF_THESE, "none", "")))]


def _silent(about: str, nearest: Clause | None, policy: Policy) -> list[Block]:
    blocks: list[Block] = [Line(wording.silent(version=_version(policy), about=about), strong=True)]
    if nearest:
        blocks += [Line(wording.nearest(wording.section(nearest.section))), _quote(nearest, policy, short=True)]
    return [*blocks, Line(wording.ask(policy.ask_whom))]
