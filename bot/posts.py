"""May we post this, asked in a chat: the receipt is the trace of what decided, and whoever has to be asked answers on it, in writing.

What a policy says of a post is decided in `posting`. Nothing here says yes, and nothing is posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import time
from itertools import groupby, product

from bot import wording
from bot.accounts import accounts_of
from bot.cards import Block, Facts, Line, Quote, one_line
from bot.destinations import Destination
from bot.forms import FieldType, FormField
from bot.matters.courses import Act, Begun, Change, Circumstances, Course, Question, to_person, to_role
from bot.matters.filing import Raising
from bot.matters.routing import next_step
from bot.matters.values import Matter, MatterKind, Said
from bot.outbox import Owed
from bot.posting import Borrowed, Effect, Gap, Outcome, Part, Post, Rule, Ruling, Silence, Sure, Trace, Where, decide, official_networks
from bot.reports import FieldError, Person, Role, RowKind

AGREED, CHANGES, REFUSED, CLOSED = "agreed", "changes", "refused", "closed"
ASKED = {"slt": "asked_slt", "head": "asked_head"}
ROLES = {"slt": Role.SLT, "head": Role.HEAD}
MORNING = time(9)
"""When a reminder is sent, on the school day after, and on every one from then on."""
COMMON = ("facebook", "x", "instagram", "youtube", "linkedin", "tiktok", "whatsapp")
"""Networks to choose from besides those that the policy names."""
OTHER = "other"
MOST_STANDING, MOST_ACCOUNTS = 2, 3
"""Lines for every post, and accounts of the register, that a card shows."""
NEEDS = (Effect.NEEDS_HEAD, Effect.NEEDS_CONSENT, Effect.NEEDS_LIST, Effect.NEEDS_SENIOR, Effect.NEEDS_PERMISSION)
_CONSENT, _CHECKS, _SENIOR, _HEAD = "consent", "checks", "senior", "head"
_STILL, _AGAIN = "still", "again"
_OWN_WORDS = frozenset(wording.POSTING_FIELDS[name][0] for name in ("description", "link"))


def _states(base: str) -> Iterable[str]:
    """Yield every state of an answer that something is still open of: it names what, because buttons go by states."""
    to_ask = ("",) if base == Outcome.NOT_ALLOWED else ("", _SENIOR, _HEAD)
    for consent, checks, whom in product(("", _CONSENT), ("", _CHECKS), to_ask):
        named = [one for one in (consent, checks, whom) if one]
        if named:
            yield ".".join((base, *named))


_OPEN = frozenset(state for base in (Outcome.ONLY_IF, Outcome.NOT_LISTED, Outcome.NOT_ALLOWED) for state in _states(base))
_WAITS = frozenset(ASKED.values())


def _with(named: str) -> frozenset[str]:
    return frozenset(state for state in _OPEN if named in state.split(".")[1:])


_CHOICES: Mapping[str, Mapping[str, str]] = {
    "where": wording.POSTING_WHERE,
    "what": wording.POSTING_WHAT,
    "holds": wording.POSTING_HOLDS,
    "whom": wording.POSTING_WHOM,
    "consent": wording.POSTING_CONSENT,
    "on_list": wording.POSTING_ON_LIST,
    "borrowed": wording.POSTING_BORROWED,
    "controversial": wording.POSTING_CONTROVERSIAL,
    "permission": wording.POSTING_PERMISSION,
}
_TYPES = {**dict.fromkeys(_CHOICES, FieldType.CHOICE), "link": FieldType.LINK}
_LONG = ("description", "word", "again", "agreed", "reason", "changes")
_OPTIONAL = ("consent", "on_list", "description", "link", "word", "permission")
_FORM = ("where", "what", "holds", "whom", "consent", "on_list", "borrowed", "controversial", "description", "link")


def _asked(name: str, choices: Mapping[str, str] | None = None, *, required: bool = True) -> FormField:
    label, hint = wording.POSTING_FIELDS[name]
    type_ = FieldType.LONG_TEXT if name in _LONG else _TYPES.get(name, FieldType.TEXT)
    chosen = tuple((choices or _CHOICES.get(name, {})).items())
    return FormField(name, label, type_, hint, required and name not in _OPTIONAL, chosen)


def _answers(whom: str) -> tuple[Act, ...]:
    """Return the buttons of whoever is asked."""
    asked = frozenset((ASKED[whom],))
    return (
        Act(f"{whom}_approve", asked, wording.POSTING_APPROVE, (_asked("agreed"),)),
        Act(f"{whom}_refuse", asked, wording.POSTING_REFUSE, (_asked("reason"),)),
        Act(f"{whom}_changes", asked, wording.POSTING_CHANGES, (_asked("changes"),)),
    )


class Posts(Course):
    """How the question goes whether something may be posted."""

    kind = MatterKind.POSTING
    name = wording.POSTING
    kept = wording.POSTING_KEPT
    button = wording.POSTING_BUTTON
    waits = _WAITS
    rests = _OPEN | {CHANGES}
    states = {**{state: wording.POSTING_STATES[state.split(".")[0]] for state in _OPEN}, **wording.POSTING_STATES}  # noqa: RUF012 -- never changed
    notices = wording.POSTING_NOTICES
    events = wording.POSTING_EVENTS
    acts = (
        Act("ask_slt", _with(_SENIOR), wording.POSTING_ASK_SLT, (_asked("word"),)),
        Act("ask_head", _with(_HEAD), wording.POSTING_ASK_HEAD, (_asked("word"),)),
        Act("send_again", frozenset((CHANGES,)), wording.POSTING_ASK_AGAIN, (_asked("again"),)),
        Act("consent", _with(_CONSENT), wording.POSTING_CONSENT_NOW, (_asked("evidence"),)),
        Act("checked", _with(_CHECKS), wording.POSTING_CHECKED_NOW, (_asked("on_list", wording.POSTING_CHECKED), _asked("permission"))),
        *_answers("slt"),
        *_answers("head"),
        Act("close", _OPEN | _WAITS | {CHANGES}, wording.POSTING_CLOSE),
    )

    def question(self, here: Circumstances, person: Person) -> Question:
        """Return the form; the networks that the policy names stand first."""
        label, hint = wording.POSTING_FIELDS["network"]
        network = FormField("network", label, FieldType.CHOICE, hint, choices=tuple(_networks(official_networks(here.policy))))
        fields = (network, *map(_asked, _FORM))
        return Question(
            wording.POSTING, fields, (Line(wording.POSTING_OPENING),), {"where": Where.OFFICIAL, "holds": "nothing", "controversial": "no"}
        )

    def begin(self, here: Circumstances, matter: Raising) -> Begun:
        """Decide it, and keep the trace as it stands now."""
        state, fields = _decided(here, matter.fields)
        return Begun(state, fields=fields, quotes=())

    def act(self, here: Circumstances, matter: Matter, act: str, person: Person, said: Said) -> Change | FieldError:
        """Decide it anew with what is there now, put it before whoever has to be asked, or keep their answer."""
        match act:
            case "ask_slt" | "ask_head":
                return _ask(here, matter, act.removeprefix("ask_"), matter.fields)
            case "send_again":
                return _ask(here, matter, matter.fields["asked"], {**matter.fields, "description": said.get("again")})
            case "consent":
                return _decide_anew(here, matter, {"consent": Sure.YES}, wording.POSTING_DONE["again"])
            case "checked":
                return _checked(here, matter, said)
            case "close":
                return Change(wording.POSTING_DONE["closed"], CLOSED, tells_raiser=False, ends_reminders=True)
            case _:
                whom, _, answer = act.partition("_")
                return _answered(here, matter, whom, answer, person)

    def prefill(self, here: Circumstances, matter: Matter, act: str) -> Mapping[str, str]:
        """Return the description as it was."""
        return {"again": matter.fields.get("description", "")} if act == "send_again" else {}

    def headline(self, here: Circumstances, matter: Matter) -> str:
        """Return the network, and what kind of post it is."""
        what = wording.POSTING_WHAT.get(matter.fields.get("what", ""), "")
        return f"{wording.posting_network(matter.fields.get('network', ''))}: {what}"

    def body(self, here: Circumstances, matter: Matter) -> tuple[Block, ...]:
        """Return the post in its own words, everything that decided, and then the answers by which it was decided."""
        trace = _trace_of(matter)
        blocks = trace_blocks(trace, matter.fields, matter.state, _register(here, matter.fields)) if trace else ()
        if trace and not _is_between(matter):
            blocks = blocks[1:]  # where it stands is what it comes to, and stands above
        said = [fact for block in super().body(here, matter) if isinstance(block, Facts) for fact in block.pairs]
        own = [fact for fact in said if fact.label in _OWN_WORDS]
        rest = [fact for fact in said if fact.label not in _OWN_WORDS]
        answers = (Line(wording.POSTING_ANSWERS), Facts(tuple(rest))) if rest else ()
        return (*((Facts(tuple(own)),) if own else ()), *blocks, *answers)

    def standing_words(self, here: Circumstances, matter: Matter) -> str:
        """Return what it comes to, first of all; where somebody has been asked, that they have."""
        trace = _trace_of(matter)
        return self.state_words(here, matter) if trace is None or _is_between(matter) else _outcome_words(trace, matter.fields, matter.state)

    def goes_on(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, step: int) -> tuple[Owed, ...]:
        """Remind whoever is asked, and again on the next school day."""
        if kind is not RowKind.REMIND or topic != _AGAIN:
            return ()
        return (*(Owed(RowKind.REMIND, step, one, here.now) for one in _to(matter.fields["asked"], matter.people, _STILL)), _timer(here, step + 1))

    def is_owed(self, here: Circumstances, matter: Matter, kind: RowKind, topic: str, person_id: str) -> bool:
        """Say whether a message is still owed: what asks somebody, as long as they are asked."""
        return matter.state == ASKED[topic] if topic in ASKED else super().is_owed(here, matter, kind, topic, person_id)


def _networks(named: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """Yield the networks to choose from, those of the policy first; of others it is said that they are not in it."""
    for one in dict.fromkeys((*named, *COMMON)):
        label = wording.posting_network(one)
        yield one, label if one in named or not named else wording.POSTING_NOT_NAMED.format(network=label)
    yield OTHER, wording.posting_network(OTHER)


# --- what it comes to ---


def _decided(here: Circumstances, fields: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return where it stands then, and its fields with the trace."""
    post = Post.read(fields)
    trace = decide(here.policy, post)
    mended = decide(here.policy, replace(post, consent=Sure.YES, on_list=Sure.NO))
    return _state(trace, mended, post), {**fields, "trace": trace.pack()}


def _state(trace: Trace, mended: Trace, post: Post) -> str:
    if trace.outcome is Outcome.NOT_ALLOWED:
        can_change = mended.outcome is not Outcome.NOT_ALLOWED
        named = [_CONSENT] * (can_change and post.consent is Sure.NO) + [_CHECKS] * (can_change and post.on_list is Sure.YES)
        return ".".join((trace.outcome, *named))
    still, agreed = trace.open(), Ruling.GIVEN in (post.senior, post.head)
    named = [_CONSENT] * (Effect.NEEDS_CONSENT in still) + [_CHECKS] * bool(still & {Effect.NEEDS_LIST, Effect.NEEDS_PERMISSION})
    if Effect.NEEDS_HEAD in still:
        named.append(_HEAD)
    elif Effect.NEEDS_SENIOR in still or (trace.outcome is Outcome.NOT_LISTED and not agreed):
        named.append(_SENIOR)
    return AGREED if agreed and not named else ".".join((trace.outcome, *named))


def _decide_anew(here: Circumstances, matter: Matter, said: Mapping[str, str], done: str, *, tells_raiser: bool = False) -> Change:
    state, fields = _decided(here, {**matter.fields, **said})
    return Change(done, state, fields=fields, tells_raiser=tells_raiser, ends_reminders=True)


def _checked(here: Circumstances, matter: Matter, said: Said) -> Change | FieldError:
    found = {"on_list": said.get("on_list"), "borrowed": said.get("permission")}
    if found["borrowed"] and matter.fields.get("borrowed", Borrowed.NO) == Borrowed.NO:
        found["borrowed"] = ""
    checked = {name: value for name, value in found.items() if value}
    return _decide_anew(here, matter, checked, wording.POSTING_DONE["again"]) if checked else FieldError("on_list", wording.POSTING_NOTHING_CHECKED)


# --- who is asked ---


def _ask(here: Circumstances, matter: Matter, whom: str, fields: Mapping[str, str]) -> Change | FieldError:
    """Put it before those who hold the role; where whoever asks is one of them, before the others, or the next in line."""
    role, people = ROLES[whom], tuple[str, ...]()
    if any(one.id == matter.raised_by for one in here.holders(role)):
        others = here.office.people.holders(role, here.school, excluded=frozenset((matter.raised_by,)))
        people = tuple(one.id for one in others)
        if not people:
            return FieldError("", wording.POSTING_NOBODY)
    elif not here.holders(role):
        return FieldError("", wording.POSTING_NOBODY)
    card, step = (next_step(here.connection, matter.id, kind) for kind in (RowKind.CARD, RowKind.REMIND))
    owed = (*(Owed(RowKind.CARD, card, one, here.now) for one in _to(whom, people, whom)), _timer(here, step))
    done = wording.POSTING_DONE["asked"]
    return Change(done, ASKED[whom], owed, None, {**fields, "asked": whom}, people, tells_raiser=False, ends_reminders=True)


def _to(whom: str, people: Iterable[str], topic: str) -> tuple[str, ...]:
    return tuple(to_person(one, topic) for one in people) or (to_role(ROLES[whom], topic),)


def _timer(here: Circumstances, step: int) -> Owed:
    """Owe the row that keeps the time until the next reminder."""
    at = here.calendar.next_school_day_at(here.now, MORNING)
    return Owed(RowKind.REMIND, step, str(Destination("again", topic=_AGAIN)), at, here.calendar.civil(at))


def _answered(here: Circumstances, matter: Matter, whom: str, answer: str, person: Person) -> Change | FieldError:
    """Keep an answer. Nobody answers their own question."""
    if person.id == matter.raised_by:
        return FieldError("", wording.POSTING_NOT_OWN)
    name = "senior" if whom == "slt" else "head"
    if answer == "approve":
        return _decide_anew(here, matter, {name: Ruling.GIVEN}, wording.POSTING_DONE["agreed"], tells_raiser=True)
    if answer == "changes":
        return Change(wording.POSTING_DONE["changes"], CHANGES, ends_reminders=True)
    _, fields = _decided(here, {**matter.fields, name: Ruling.REFUSED})
    return Change(wording.POSTING_DONE["refused"], REFUSED, fields=fields, ends_reminders=True)


# --- how it is shown ---


def trace_blocks(trace: Trace, fields: Mapping[str, str], state: str, register: Iterable[str] = ()) -> tuple[Block, ...]:
    """Return the trace as it is read: what it comes to, every line that decided, what is still to be done, whom to ask."""
    network = wording.posting_network(fields.get("network", ""))
    blocks: list[Block] = [Line(_outcome_words(trace, fields, state), strong=True)]
    blocks += [Line(_gap(one, fields, network)) for one in trace.gaps]
    for lead, rules in groupby(trace.rules, key=lambda rule: wording.posting_rule(rule.effect, _about(rule, fields))):
        blocks += [Line(lead), *map(_quote, rules)]
    if state != REFUSED:
        blocks += _after_ban(trace, fields) if trace.outcome is Outcome.NOT_ALLOWED else _before(trace, fields, register)
    blocks += _quotes(wording.POSTING_NEAR, trace.near)
    return (*blocks, *_quotes(wording.POSTING_STANDING, trace.standing))


def _outcome_words(trace: Trace, fields: Mapping[str, str], state: str) -> str:
    outcome = state if state in (AGREED, REFUSED) else trace.outcome
    return wording.POSTING_OUTCOMES[outcome].format(ask=trace.ask, network=wording.posting_network(fields.get("network", "")))


def _trace_of(matter: Matter) -> Trace | None:
    return Trace.unpack(matter.fields["trace"]) if matter.fields.get("trace") else None


def _is_between(matter: Matter) -> bool:
    """Say whether it stands somewhere that its lines do not tell: with somebody who was asked, or closed."""
    return matter.state in (*ASKED.values(), CHANGES, CLOSED)


def _after_ban(trace: Trace, fields: Mapping[str, str]) -> list[Block]:
    suggest = [Line(wording.POSTING_SUGGEST)] if fields.get("where") == Where.PERSONAL else []
    return [*suggest, Line(wording.POSTING_CHANGE_IT.format(ask=trace.ask))]


def _before(trace: Trace, fields: Mapping[str, str], register: Iterable[str]) -> list[Block]:
    """Return what has to be done, or whom to ask, before anything goes out."""
    is_ruled = Ruling.GIVEN in (fields.get("senior"), fields.get("head"))
    is_listed, is_official = trace.outcome is not Outcome.NOT_LISTED, fields.get("where") == Where.OFFICIAL
    asks = [] if is_ruled or not trace.gaps else [(wording.POSTING_ASK_ONLY if is_listed else wording.POSTING_ASK).format(ask=trace.ask)]
    said = {one.effect: one.open for one in trace.rules if one.effect in NEEDS}
    said |= {one.effect: True for one in trace.rules if one.open}
    kept_out = _kept_out(trace, fields)
    lines = [_condition(effect, is_open=is_open) for effect, is_open in said.items()]
    lines += [wording.POSTING_DEFAULT.format(words=_condition(one.effect, is_open=one.open)) for one in trace.defaults if one.effect not in kept_out]
    lines += [wording.POSTING_LOOK_AGAIN, *([wording.POSTING_STILL_ALLOWED_TO, *register] if is_official else [])]
    first = [wording.POSTING_KEPT_OUT[one] for one in kept_out]
    return [Line(wording.POSTING_BEFORE, strong=True), *(Line(f"• {one}") for one in (*first, *asks, *lines))]


def _kept_out(trace: Trace, fields: Mapping[str, str]) -> tuple[Effect, ...]:
    """Return why somebody has to be left out where no line of the policy says so: by the answers they are on the list, or there is no consent."""
    no = {Effect.NEEDS_LIST: fields.get("on_list") == Sure.YES, Effect.NEEDS_CONSENT: fields.get("consent") == Sure.NO}
    return tuple(one.effect for one in trace.defaults if one.open and no.get(one.effect, False))


def _condition(effect: Effect, *, is_open: bool) -> str:
    return (wording.POSTING_OPEN if is_open else wording.POSTING_SETTLED)[effect]


def _gap(gap: Gap, fields: Mapping[str, str], network: str) -> str:
    is_content = gap.part is Part.HOLDS and gap.silence is Silence.NOT_ON_LIST
    words = wording.POSTING_HOLDS_NOT_ON_LIST if is_content else wording.POSTING_GAPS[gap.silence]
    return words.format(network=network, what=wording.posting_in_sentence(_answer(gap.part, fields)))


def _about(rule: Rule, fields: Mapping[str, str]) -> str:
    """Return the answer that brought a line in; '' where what the line does says it already."""
    return "" if rule.part in (Part.LIST, Part.BORROWED, Part.CONTROVERSY) and rule.effect in NEEDS else _answer(rule.part, fields)


def _answer(part: Part, fields: Mapping[str, str]) -> str:
    labels = {Part.WHAT: wording.POSTING_WHAT, Part.HOLDS: wording.POSTING_HOLDS, Part.WHOM: wording.POSTING_WHOM}
    return labels[part][fields[part]] if part in labels else wording.POSTING_PARTS[part]


def _register(here: Circumstances, fields: Mapping[str, str]) -> list[str]:
    """Return the accounts of the register on this network, each with who may post there."""
    network = fields.get("network", "")
    label = wording.posting_network(network)
    named = {network, label.casefold(), label.partition(" (")[0].casefold()}
    found = [one for one in accounts_of(here) if one.network.strip().casefold() in named] if fields.get("where") == Where.OFFICIAL else []
    return [wording.posting_register(one_line(one.label), one_line(one.may_post or one.managers)) for one in found[:MOST_ACCOUNTS]]


def _quotes(lead: str, rules: tuple[Rule, ...]) -> list[Block]:
    if not rules:
        return []
    more = [Line(wording.more(len(rules) - MOST_STANDING))] if len(rules) > MOST_STANDING else []
    return [Line(lead), *map(_quote, rules[:MOST_STANDING]), *more]


def _quote(rule: Rule) -> Quote:
    return Quote(rule.text, rule.stem, wording.section(rule.section))
