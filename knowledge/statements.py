"""Finds what a policy says of itself that cannot stand: nothing said, two things said, or a rule that does not meet another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.clauses import Clause, Verdict
from knowledge.flaws import Defect, Flaw, Quote
from knowledge.papers import Paper
from knowledge.text import same_words

_DSL = re.compile(
    r"\bD?DSL\b|safeguarding (?:lead|officer|team)|child protection (?:lead|officer|co-?ordinator)|designated (?:safeguarding|person|teacher)", re.I
)
_ROLE = r"(?:head|headteacher|principal|line manager|SLT|senior (?:leader|member|colleague)s?|pastoral \w+|safeguarding governor)\b"
_TOLD_TO = re.compile(
    r"\breport(?:ed|s)?\b[^.;]*\b(?:to|using)\b"
    rf"|\b(?:passed|referred|raised|shared|taken|goes|go|speak)\b[^.;]{{0,40}}\b(?:to|with) (?:\w+ ){{0,3}}{_ROLE}"
    rf"|\b(?:tells?|inform|contact) (?:\w+ ){{0,3}}{_ROLE}|{_ROLE} (?:is|are|must be|will be|should be) (?:told|informed)\b",
    re.I,
)
"""Where something is reported, whoever hears of it."""
_FAMILY = re.compile(
    r"\([^)]*\b(?:unless|except|other than)\b[^)]*\b(?:famil|relati(?:ve|on)|own (?:child|son|daughter))[^)]*\)"
    r"|\b(?:unless|except|other than)\b[^.;()]*\b(?:family members?|relatives?|related|own (?:child|son|daughter))\w*",
    re.I,
)
_EXEMPTS = re.compile(r"\b(?:unless|except|other than|save for|apart from)\b", re.I)
_CONTACT = re.compile(r"\b(?:be)?friend|\bcontact|\bcommunicat|\bmessag|\bfollow|\bconnect|\bin touch\b", re.I)
_PAST, _PRESENT = re.compile(r"\b(?:past|former|previous|ex)\b", re.I), re.compile(r"\b(?:present|current)\b", re.I)
_LISTING = re.compile(r"\b(?:channels?|accounts?|platforms?|sites?|pages?|networks?)\b", re.I)
_OWN_LISTING = re.compile(
    r"\b(?:our|(?:the )?(?:school|academy|trust)(?:[’']s)?|we (?:run|have|use))\b[^.]{0,40}\b(?:channels|accounts|pages)\b", re.I
)
_FOR_EXAMPLE = re.compile(r"\be\.g\.|\bsuch as\b|\bfor example\b|\bincluding\b", re.I)
_FORMER_NAMES = {"Twitter": "X"}
_PUPILS = re.compile(r"\b(?:pupil|student|child|children|learner)s?\b", re.I)

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}  # noqa: SIM905
_DATE = (
    r"(?:(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{2,4})"
    r"|(?P<iso>\d{4})-(?P<iso_month>\d\d)-\d\d|(?P<name>[A-Z][a-z]{2,8}),? (?P<named>20\d\d))"
)
_ANY_DATE = re.compile(_DATE)
_REVIEW_ON = re.compile(
    rf"\breview(?:ed)?(?: (?:date|due|is due|again|next))*(?: (?:by|on|in|before))?\s*:?\s*(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?P<date>{_DATE})", re.I
)
_CYCLES: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(rf"\breview(?:ed)?\b[^.]*?(?<![\w-])(?:{shape})\b|(?<![\w-])(?:{shape}) (?:policy )?review\b", re.I), months)
    for shape, months in (
        (
            r"annual(?:ly)?|yearly|(?:every|each) (?:school |academic |calendar )?year|once a year|every (?:12|twelve) months"
            r"|(?:one|1)[- ]year(?:ly)?(?! ago)",
            12,
        ),
        (r"every (?:two|2) years|biennial(?:ly)?|every (?:other|second) year|every (?:24|twenty-four) months|(?:two|2)[- ]year(?:ly|s)?(?! ago)", 24),
        (r"every (?:three|3) years|triennial(?:ly)?|every (?:36|thirty-six) months|(?:three|3)[- ]year(?:ly|s)?(?! ago)", 36),
        (r"every (?:four|4) years|(?:four|4)[- ]year(?:ly|s)?(?! ago)", 48),
        (r"every (?:five|5) years|(?:five|5)[- ]year(?:ly|s)?(?! ago)", 60),
        (r"every (?:six|6) months|twice a year|half-yearly", 6),
        (r"termly|(?:every|each) term", 4),
        (r"every (?:18|eighteen) months", 18),
    )
)
_OF_POLICY = re.compile(
    r"\b(?:policy|document)\b[^.]*\breviewed\b|\breview (?:cycle|date|period|frequency)\b|\bnext review\b|\breview(?: is)? due\b"
    r"|\b(?:annual|subject to)\b[^.]*\breview\b"
    r"|\b(?:board|governors|body|trustees|committee|head|headteacher|school|trust|proprietor)\b[^.]*\breviews?\b[^.]*\bpolicy\b",
    re.I,
)
"""Where it is the policy that is reviewed, not the accounts, and by those whose it is, not by its readers."""
_IT_IS_REVIEWED = re.compile(r"^(?:It|This) (?:is|will be|shall be|must be)\b[^.]*\breviewed\b")
_SPEAKS_OF_POLICY = re.compile(r"\b(?:[Tt]his|[Tt]he) (?:policy|document)\b")
"""What "It is reviewed ..." must follow to be about the policy."""
_APPROVED = re.compile(
    r"\b(?:policy|document|version)\b[^.]*\b(?:approved|adopted|ratified|agreed|endorsed)\b"
    r"|\b(?:approv|adopt|ratif|endors)\w*\b[^.]*\b(?:this|the) policy\b"
    r"|^\W*(?:date )?(?:approved|adopted|ratified|agreed|endorsed|approval|approving|signed) ?(?:by|on|body|date|:|[A-Z0-9])",
    re.I,
)
"""Where a document says who approved it, or who has to."""
_YEAR = re.compile(r"\b20\d\d\b")
DATES_MAY_DIFFER = 2
"""Months by which the date of the next review may stand off from what the cycle gives."""


def find_statement_flaws(paper: Paper) -> Iterator[Flaw]:
    """Yield what the policy leaves unsaid, or says in two ways."""
    yield from _review(paper)
    yield from _approval(paper)
    yield from _dsl(paper)
    yield from _family_exception(paper)
    yield from _networks(paper)
    yield from _former_names(paper)
    yield from _confinement(paper)


# --- when it is reviewed ---


@dataclass(frozen=True, slots=True)
class _Review:
    """One statement of when the policy is reviewed."""

    quote: Quote
    every: frozenset[int] = frozenset()
    """Months between reviews, where it states a cycle; several where one sentence states several."""
    on: int = 0
    """The month of the next review, counted from the year 0, where it states one."""
    is_dated: bool = False
    """Whether it gives a date at all, be it only a year."""


def _review(paper: Paper) -> Iterator[Flaw]:
    stated = list(dict.fromkeys(_review_statements(paper)))
    cycles, dates = [one.every for one in stated if one.every], {one.on for one in stated if one.on}
    start = next((month for name in ("approved_on", "written_on") if (month := _month_of(paper.policy.fact(name)))), 0)
    spans = {date - start for date in dates} if start else set()
    apart = any(not (one & other) for one in cycles for other in cycles)
    off = any(span <= 0 or not _fits(span, cycles) for span in spans)
    if apart or len(dates) > 1 or off:
        yield Flaw(Defect.REVIEWS_DISAGREE, tuple(dict.fromkeys(one.quote for one in stated)))
    if "review_date" not in paper.policy.facts:
        yield from (Flaw(Defect.DATE_NOT_IN_YAML, (one.quote,)) for one in stated if one.on)
    if not any(one.is_dated for one in stated) and not (cycles and start):
        yield Flaw(Defect.NO_REVIEW_DATE, tuple(one.quote for one in stated))


def _approval(paper: Paper) -> Iterator[Flaw]:
    policy = paper.policy
    told = any(policy.fact(name) for name in ("approved_by", "approved_on"))
    if not told and not any(_APPROVED.search(same_words(clause.text)) for clause in policy.clauses.values()):
        yield Flaw(Defect.NO_APPROVAL, ())


def _fits(span: int, cycles: list[frozenset[int]]) -> bool:
    return not cycles or any(abs(span - months) <= DATES_MAY_DIFFER for cycle in cycles for months in cycle)


def _review_statements(paper: Paper) -> Iterator[_Review]:
    fact = paper.policy.facts.get("review_date")
    if fact and (_YEAR.search(fact.words) or _month_of(fact.words)):
        clause = paper.policy.clauses[fact.clause_id]
        yield _Review(Quote(clause.section, same_words(clause.text), clause.id), on=_month_of(fact.words), is_dated=True)
    is_on_policy = False
    for clause in paper.policy.clauses.values():
        words = re.sub(r"\[[^\]]*\]", "", same_words(clause.text))
        quote = Quote(clause.section, same_words(clause.text), clause.id)
        speaks_of_it = False
        for sentence in re.split(r"(?<=[.!?]) (?=[A-Z])", words):
            speaks_of_it = speaks_of_it or (is_on_policy and _IT_IS_REVIEWED.search(sentence) is not None)
            is_on_policy = _SPEAKS_OF_POLICY.search(sentence) is not None or (is_on_policy and sentence.startswith("It "))
        if clause.section != "header" and not _OF_POLICY.search(words) and not speaks_of_it:
            continue
        cycle = frozenset(months for shape, months in _CYCLES if shape.search(words))
        if cycle:
            yield _Review(quote, every=cycle)
        dated = _REVIEW_ON.search(words)
        if dated and not (fact and fact.clause_id == clause.id):
            yield _Review(quote, on=_month_of(dated["date"]), is_dated=True)


def _month_of(words: str) -> int:
    """Return the month of the first date in `words`, counted from the year 0; 0 where there is none."""
    found = _ANY_DATE.search(words)
    if not found:
        return 0
    if found["iso"]:
        return int(found["iso"]) * 12 + int(found["iso_month"])
    if found["named"]:
        month = _MONTHS.get(found["name"][:3].lower(), 0)
        return int(found["named"]) * 12 + month if month else 0
    year = int(found["year"])
    return (year + 2000 if year < 100 else year) * 12 + int(found["month"])


# --- whom to tell, and who is exempt ---


def _dsl(paper: Paper) -> Iterator[Flaw]:
    clauses = paper.policy.clauses.values()
    if not any(_DSL.search(clause.whole()) for clause in clauses):
        routes = [clause for clause in clauses if _TOLD_TO.search(clause.text)]
        yield Flaw(Defect.NO_DSL, tuple(Quote(one.section, same_words(one.text), one.id) for one in routes))


def _family_exception(paper: Paper) -> Iterator[Flaw]:
    """A rule on contact exempts family, while a ban that is read with it exempts nobody."""
    policy = paper.policy
    bans = {link.clause_id for links in policy.answers.values() for link in links if link.verdict is Verdict.NOT_ALLOWED}
    for exempting in policy.clauses.values():
        exempted = _FAMILY.search(exempting.text)
        if not exempted:
            continue
        read_with = [one for one in policy.clauses.values() if one is not exempting and _is_read_with(one, exempting)]
        for ban in read_with:
            if ban.id in bans and _PUPILS.search(ban.text) and not _EXEMPTS.search(ban.whole()) and ban.audience == exempting.audience:
                quotes = (Quote(ban.section, same_words(ban.text), ban.id), Quote(exempting.section, exempted[0], exempting.id))
                yield Flaw(Defect.EXCEPTION_ONLY_HERE, quotes)


def _is_read_with(ban: Clause, exempting: Clause) -> bool:
    """Say whether two rules are on the same contact: the YAML says so, or both are on contact in one section; and on the same pupils."""
    linked = ban.id in exempting.see_also or exempting.id in ban.see_also
    beside = ban.section == exempting.section and _CONTACT.search(exempting.text) is not None
    others = _PRESENT.search(exempting.text) and _PAST.search(ban.text) and not _PRESENT.search(ban.text)
    return (linked or beside) and _CONTACT.search(ban.text) is not None and not others


# --- networks without rules ---


def _networks(paper: Paper) -> Iterator[Flaw]:
    """Where a policy has rules for each network: one that it lists, or names as covered, and then has no rule for."""
    policy = paper.policy
    ruling = {link.clause_id for links in policy.answers.values() for link in links if link.verdict is not Verdict.INFORMATION}
    ruled: set[str] = set()
    confined = False
    for clause in policy.clauses.values():
        if clause.id in ruling:
            ruled |= {*clause.networks, *paper.networks_in(f"{clause.heading}\n{clause.whole()}")}
            confined = confined or bool(clause.networks)
    told: set[str] = set()
    for clause in policy.clauses.values() if confined else ():
        for network in paper.networks_in(clause.whole()):
            if network not in ruled | told and clause.id not in ruling:
                told.add(network)
                defect = Defect.LISTED_WITHOUT_RULES if _lists_accounts(clause) else Defect.NAMED_WITHOUT_RULES
                yield Flaw(defect, (Quote(clause.section, _naming(paper, clause, network), clause.id),), paper.name_of(network, clause.whole()))


def _former_names(paper: Paper) -> Iterator[Flaw]:
    """A network that the document calls only by a name that it has given up."""
    for former, today in _FORMER_NAMES.items():
        places = [one for one in paper.passages if re.search(rf"\b{former}\b", one.words)]
        if places and not re.search(rf"\b{today}\b", paper.plain):
            yield Flaw(Defect.FORMER_NAME, tuple(one.quote() for one in places), former)


def _confinement(paper: Paper) -> Iterator[Flaw]:
    """A list whose lead-in names a network, while the YAML does not confine its items to it."""
    for passage in paper.passages:
        named = paper.networks_in(passage.words) if passage.is_stem and not _FOR_EXAMPLE.search(passage.words) else ()
        for network in named:
            loose = [one for one in paper.policy.clauses.values() if _is_item_of(one, passage.clause) and network not in one.networks]
            if loose:
                items = tuple(Quote(one.section, same_words(one.text), one.id) for one in loose)
                yield Flaw(Defect.NETWORK_NOT_IN_YAML, (passage.quote(), *items), paper.name_of(network, passage.words))


def _is_item_of(one: Clause, first: Clause) -> bool:
    return (one.section, one.stem) == (first.section, first.stem)


def _lists_accounts(clause: Clause) -> bool:
    is_own = clause.account == "official" or _OWN_LISTING.search(clause.whole()) is not None
    return is_own and _LISTING.search(clause.whole()) is not None


def _naming(paper: Paper, clause: Clause, network: str) -> str:
    """Return the sentence of a clause that names the network."""
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", same_words(clause.text))
    return next((one for one in sentences if network in paper.networks_in(one)), same_words(clause.whole()))
