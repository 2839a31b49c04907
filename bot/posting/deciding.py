"""Policy and post -> trace. Which clauses decide, what each does, on what the policy has no line, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from bot.posting.topics import HOLDS_TOPICS, LIST, NAMED, PUPILS, SENIOR, WHAT_TOPICS, topics_of
from bot.posting.values import Borrowed, Default, Effect, Gap, Holds, Outcome, Part, Post, Rule, Ruling, Silence, Sure, Trace, What, Where, Whom
from knowledge.clauses import Account, Audience, Clause, Policy, Verdict

_LISTS, _CHANNELS = "official-content", "accounts-list"
_STRICTEST = tuple(Effect)


def official_networks(policy: Policy) -> tuple[str, ...]:
    """Return the networks on which the policy says the school has accounts, in its order; none where it names none."""
    clauses = (policy.clauses[link.clause_id] for link in policy.answers.get(_CHANNELS, ()))
    return tuple(dict.fromkeys(network for clause in clauses for network in clause.networks))


def decide(policy: Policy, post: Post) -> Trace:
    """Return what this policy says of this post, and every clause that says it."""
    found = tuple(_deciding(policy, post))
    rules, gaps, defaults = _in_order(policy, found), _gaps(policy, post, found), _defaults(post, found)
    standing = _in_order(policy, (rule for topic in topics_of(post, Part.EVERY) for rule in _read(policy, post, Part.EVERY, topic)))
    decided = {one.clause_id for one in rules}
    return Trace(
        _outcome(rules, gaps, defaults),
        rules,
        gaps,
        defaults,
        tuple(one for one in standing if one.clause_id not in decided),
        _near(policy, post, {*(one.part for one in gaps), *(Part.WHOM for one in defaults if one.effect is Effect.NEEDS_CONSENT)}),
        (policy.fact("suggestions_to") if post.where is Where.OFFICIAL else "") or policy.ask_whom,
    )


def _outcome(rules: tuple[Rule, ...], gaps: tuple[Gap, ...], defaults: tuple[Default, ...]) -> Outcome:
    """Return the strictest that holds: a ban before all; then that the policy has no line; then what is still open."""
    if any(one.effect is Effect.FORBIDS for one in rules):
        return Outcome.NOT_ALLOWED
    if any(one.is_hard for one in gaps):
        return Outcome.NOT_LISTED
    if any(one.open for one in rules):
        return Outcome.ONLY_IF
    if gaps:
        return Outcome.NOT_LISTED
    return Outcome.ONLY_IF if any(one.open for one in defaults) else Outcome.LISTED


# --- rules ---


def _deciding(policy: Policy, post: Post) -> Iterator[Rule]:
    for part in (one for one in Part if one is not Part.EVERY):
        for topic in topics_of(post, part):
            yield from _read(policy, post, part, topic)


def _read(policy: Policy, post: Post, part: Part, topic: str) -> Iterator[Rule]:
    """Yield what a topic's clauses do to the post: those of its kind of account and of its network."""
    fitting = [(clause, verdict) for clause, verdict in _of_account(policy, post, topic) if _fits(clause, post.network)]
    for clause, verdict in fitting:
        found = _effect(policy, post, part, clause, verdict, leads=fitting[0][1])
        if found is not None:
            yield _rule(clause, found[0], part, is_open=found[1])
        if found is not None and found[0] is Effect.ALLOWS:
            yield from (_rule(policy.clauses[one], Effect.INFORMS, part) for one in clause.exceptions)


def _of_account(policy: Policy, post: Post, topic: str) -> Iterator[tuple[Clause, Verdict]]:
    other = Account.PERSONAL if post.where is Where.OFFICIAL else Account.OFFICIAL
    for link in policy.answers.get(topic, ()):
        clause = policy.clauses[link.clause_id]
        if clause.account is not other and clause.audience not in (Audience.PUPILS, Audience.PARENTS):
            yield clause, link.verdict


def _fits(clause: Clause, network: str) -> bool:
    return not clause.networks or network in clause.networks


def _rule(clause: Clause, effect: Effect, part: Part, *, is_open: bool = False) -> Rule:
    return Rule(clause.id, clause.section, clause.stem, clause.text, effect, part, is_open)


_SAYS: Mapping[Verdict, tuple[Effect, bool]] = MappingProxyType(
    {
        Verdict.NOT_ALLOWED: (Effect.REQUIRES, True),
        Verdict.ONLY_IF: (Effect.ONLY_IF, True),
        Verdict.REQUIRED: (Effect.REQUIRES, True),
        Verdict.ADVISED: (Effect.ADVISES, False),
        Verdict.ALLOWED: (Effect.ALLOWS, False),
        Verdict.INFORMATION: (Effect.INFORMS, False),
    }
)
"""What a clause does by its verdict alone. A ban that stands beside a milder clause which leads is one of the manner: it asks for care."""


def _effect(policy: Policy, post: Post, part: Part, clause: Clause, verdict: Verdict, *, leads: Verdict) -> tuple[Effect, bool] | None:
    says = _SAYS[verdict]
    match part:
        case Part.EVERY:
            return (Effect.ADVISES if says[0] is Effect.ALLOWS else says[0], False)
        case Part.WHAT:
            return says if verdict is Verdict.ALLOWED else None
        case Part.BORROWED:
            return says if verdict is Verdict.INFORMATION else (Effect.NEEDS_PERMISSION, post.borrowed is not Borrowed.PERMITTED)
        case Part.LIST:
            return (Effect.FORBIDS, False) if post.on_list is Sure.YES else (Effect.NEEDS_LIST, post.on_list is Sure.UNSURE)
        case Part.CONTROVERSY:
            return _asked(Effect.NEEDS_SENIOR, post.senior) if post.where is Where.OFFICIAL else (says[0], False)
        case Part.ACCOUNT:
            return (Effect.FORBIDS, False) if verdict is Verdict.NOT_ALLOWED and post.what is not What.OTHER else says
        case _:
            return _content_effect(policy, post, part, clause, verdict, leads=leads)


def _content_effect(policy: Policy, post: Post, part: Part, clause: Clause, verdict: Verdict, *, leads: Verdict) -> tuple[Effect, bool]:
    """Return what a clause does that speaks of what the post holds, or of whom it shows."""
    if any(link.clause_id == clause.id for link in policy.answers.get(SENIOR, ())):
        return _asked(Effect.NEEDS_SENIOR, post.senior)
    if clause.conditions and verdict in (Verdict.ONLY_IF, Verdict.REQUIRED):
        return _conditioned(policy, post, part, clause)
    forbids = verdict is Verdict.NOT_ALLOWED and leads is Verdict.NOT_ALLOWED
    return (Effect.FORBIDS, False) if forbids else _SAYS[verdict]


def _conditioned(policy: Policy, post: Post, part: Part, clause: Clause) -> tuple[Effect, bool]:
    """Return what a clause does whose verdict hangs on a fact that it prints."""
    words = clause.conditions[0].words.casefold()
    if part is Part.WHOM and "in writing" in words and "head" in words:
        return _asked(Effect.NEEDS_HEAD, post.head)
    if part is Part.WHOM and post.where is Where.OFFICIAL:
        # where the policy has no clause on such a list, whoever is on the school's has not consented
        is_listed = post.whom is Whom.PUPIL_SHOWN and post.on_list is Sure.YES and LIST not in policy.answers
        if post.consent is Sure.NO or is_listed:
            return Effect.FORBIDS, False
        return Effect.NEEDS_CONSENT, post.consent is Sure.UNSURE
    return (Effect.FORBIDS, False) if post.holds is Holds.ADVERT and part is Part.HOLDS else (Effect.ONLY_IF, True)


def _asked(effect: Effect, ruling: Ruling) -> tuple[Effect, bool]:
    return (Effect.FORBIDS, False) if ruling is Ruling.REFUSED else (effect, ruling is not Ruling.GIVEN)


def _in_order(policy: Policy, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return each clause once: as a ban, else with what is open, else with the strictest it does; strictest first, then as in the document."""
    found: dict[str, Rule] = {}
    for one in sorted(rules, key=lambda rule: (rule.effect is not Effect.FORBIDS, not rule.open, _STRICTEST.index(rule.effect))):
        found.setdefault(one.clause_id, one)
    place = {clause_id: number for number, clause_id in enumerate(policy.clauses)}
    return tuple(sorted(found.values(), key=lambda rule: (_STRICTEST.index(rule.effect), place[rule.clause_id])))


# --- where the policy has no line ---


def _gaps(policy: Policy, post: Post, found: tuple[Rule, ...]) -> tuple[Gap, ...]:
    """Return on what there is no line: on what the post holds, and on what kind it is unless that is all said by what it holds."""
    said = {one.part for one in found if one.effect is not Effect.INFORMS}
    decided = {one.part for one in found if one.effect not in (Effect.INFORMS, Effect.ADVISES)}
    silence = _silence(policy, post.network) if post.where is Where.OFFICIAL else Silence.SILENT
    gaps = []
    if post.holds is not Holds.NOTHING and Part.HOLDS not in said:
        is_listed = any(clause.networks for topic in topics_of(post, Part.HOLDS) for clause, _ in _of_account(policy, post, topic))
        gaps.append(Gap(Part.HOLDS, silence if is_listed else Silence.SILENT))
    is_all = post.what is What.OTHER and (bool(gaps) or Part.HOLDS in decided) and silence not in (Silence.OTHER_NETWORK, Silence.NO_RULES)
    forbidden = any(one.part is Part.ACCOUNT and one.effect is Effect.FORBIDS for one in found)
    return tuple(gaps) if Part.WHAT in decided or is_all or forbidden else (Gap(Part.WHAT, silence), *gaps)


def _silence(policy: Policy, network: str) -> Silence:
    """Return why an official account on this network has no line."""
    networks, listed = official_networks(policy), _verdicts(policy, (_LISTS, *WHAT_TOPICS.values()))
    if not any(verdict is Verdict.ALLOWED for _, verdict in listed) and not networks:
        return Silence.NO_LISTS
    if networks and network not in networks:
        return Silence.OTHER_NETWORK
    if any(verdict is Verdict.ALLOWED and _fits(clause, network) for clause, verdict in listed):
        return Silence.NOT_ON_LIST
    banned = _verdicts(policy, (NAMED, *(topic for topics in HOLDS_TOPICS[Where.OFFICIAL].values() for topic in topics)))
    return Silence.ONLY_BANS if any(network in clause.networks for clause, _ in banned) else Silence.NO_RULES


def _verdicts(policy: Policy, topics: Iterable[str]) -> list[tuple[Clause, Verdict]]:
    return [(policy.clauses[link.clause_id], link.verdict) for topic in topics for link in policy.answers.get(topic, ())]


def _near(policy: Policy, post: Post, parts: set[Part]) -> tuple[Rule, ...]:
    """Return what the policy says on the same of other networks, each wording once."""
    found: dict[str, Rule] = {}
    for part in (one for one in Part if one in parts):
        for topic in topics_of(post, part):
            for clause, _ in _of_account(policy, post, topic):
                if not _fits(clause, post.network):
                    found.setdefault(clause.text, _rule(clause, Effect.INFORMS, part))
    return tuple(found.values())


def _defaults(post: Post, found: tuple[Rule, ...]) -> tuple[Default, ...]:
    """Return what is asked for though the policy does not ask: consent, the list, a senior leader, permission."""
    asked = {one.effect for one in found}
    kept_out = any(one.effect is Effect.FORBIDS and one.part in (Part.WHOM, Part.LIST) for one in found)
    refused = any(one.effect is Effect.FORBIDS and one.part is Part.CONTROVERSY for one in found)
    shows = post.whom is not Whom.NOBODY and not kept_out
    is_listed = post.whom in PUPILS and post.on_list is Sure.YES  # a name or a piece of work tells who it is as well
    doubtful = post.where is Where.OFFICIAL and post.controversial is not Sure.NO and not refused
    wanted = (
        (shows and Effect.NEEDS_HEAD not in asked, Effect.NEEDS_CONSENT, post.consent is not Sure.YES),
        (shows and (post.whom is Whom.PUPIL_SHOWN or is_listed), Effect.NEEDS_LIST, post.on_list is not Sure.NO),
        (doubtful, Effect.NEEDS_SENIOR, post.senior is not Ruling.GIVEN),
        (post.borrowed is not Borrowed.NO, Effect.NEEDS_PERMISSION, post.borrowed is not Borrowed.PERMITTED),
    )
    return tuple(Default(effect, is_open) for applies, effect, is_open in wanted if applies and effect not in asked)
