"""Reading a document never fails, always quotes, and finds no flaw where English is merely unusual.

Each kind of flaw, planted into a whole policy, has its test in `tests/bot/test_policy_care.py`.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clauses import Account, Audience, Clause, Link, Policy, Verdict
from knowledge.damage import around
from knowledge.flaws import Defect
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.proofreading import proofread
from knowledge.reading import Reader
from knowledge.text import same_words
from knowledge.vocabulary import Vocabulary, open_vocabulary

ABSENT = {Defect.NO_DSL, Defect.NO_REVIEW_DATE, Defect.NO_APPROVAL}
PIECES = st.sampled_from(
    [
        *("the", "The", "will", "not", "post on", "Facebook", "and", "Instagram", "staff", "must", "pupils", "(unless", "they are family)", "review"),
        *(
            "policy",
            "every two years",
            "annually",
            "May 2027",
            "23/5/24",
            "[",
            "]",
            "[name]",
            "insert any",
            "expetaff",
            ".",
            ";",
            ":",
            "â€™s",
            "\u200b",
        ),
        *("1.", "2.2", "“", "(", ")", "DSL", "reported to", "official channels", "WhatsApp", "a", "of", "…", "___", "\n", "- ", "# "),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map(" ".join).filter(lambda text: bool(text.strip()))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def vocabulary(lexicon: Lexicon, reader: Reader) -> Vocabulary:
    return open_vocabulary(lexicon, reader.knowledge)


def policy_of(clauses: list[Clause]) -> Policy:
    """A policy that is reached by one topic for each clause, each a ban."""
    answers = {one.id: (Link(one.id, Verdict.NOT_ALLOWED),) for one in clauses}
    return Policy("p", "Oakfield School", "Policy", "the office", {one.id: one for one in clauses}, answers)


def defects(texts: list[str], lexicon: Lexicon, vocabulary: Vocabulary) -> list[tuple[Defect, str]]:
    """What is found in sentences of one section, apart from what a whole document would have."""
    clauses = [Clause(f"c{number}", "1", text) for number, text in enumerate(texts)]
    found = proofread(policy_of(clauses), "\n".join(texts), lexicon, vocabulary)
    return [(one.defect, one.about) for one in found if one.defect not in ABSENT]


@given(st.data())
def test_reading_never_fails_and_quotes_only_what_stands_there(lexicon: Lexicon, vocabulary: Vocabulary, data: st.DataObject) -> None:
    clauses = [
        Clause(
            id=f"c{number}",
            section=data.draw(st.sampled_from(["header", "1", "2.1", "Scope"])),
            text=data.draw(TEXTS),
            stem=data.draw(st.one_of(st.just(""), TEXTS)),
            heading=data.draw(st.one_of(st.just(""), TEXTS)),
            audience=Audience.STAFF,
            account=data.draw(st.sampled_from(Account)),
            networks=data.draw(st.sampled_from([(), ("facebook",), ("x", "instagram")])),
        )
        for number in range(data.draw(st.integers(1, 5)))
    ]
    source = "\n".join(f"{one.stem}\n{one.text}" for one in clauses)
    printed = " ".join(same_words(f"{one.heading} {one.stem} {one.text} {one.stem} {one.text}") for one in clauses)
    for flaw in proofread(policy_of(clauses), source, lexicon, vocabulary):
        assert flaw.quotes or flaw.defect in ABSENT
        assert [quote.words for quote in flaw.quotes if quote.words not in printed and flaw.defect is not Defect.BROKEN_CHARACTERS] == []


@pytest.mark.parametrize(
    "text",
    [
        "Communication with pupils, both in the ‘real’ world and through web-based interactions, stays within professional boundaries.",
        "Staff are NOT permitted to convey pupils by car, or to photograph them on personal equipment (see section 4.2 and Appendices A and B).",
        "Libellous, vexatious, xenophobic or misogynistic remarks are tantamount to gross misconduct; they will be dealt with as such.",
        "Employees are advised to be vigilant about phishing, and to anonymise screenshots before disseminating them.",
        "If you engage in 1 to 1 tuition, leave the door ajar and tell the office of your whereabouts.",
        "The will of the governors is final, and the can of worms that the press may open is not for staff to close.",
        "What staff have had had better be theirs; that that is so goes without saying.",
        "Seesaw, Tapestry and Arbor are in use, and Weduc is moderated by the office.",
        "Contact the office at office@oakfield.example, on 01632 960 001, or via https://oakfield.example/contactus.",
        "Staff, pupils, parents/carers, etc.; all of them are bound by it, e.g., in the holidays.",
        "They ought to be their own first readers, and their in-house rules apply on their on-call days.",
        "All accounts are reviewed annually, and every two years by the auditors.",
        "“Nothing” on social media is private … and ‘private’ settings don’t help.",
        "The head-to-toe uniform rule applies to photographs, too.",
        "Should any such post be found, it is removed, and should continued misuse occur, the police may be told.",
        "What is said online may be to the detriment of others, and the aim of a reply may be to calm matters.",
        "Those to whom they report, and the people with whom they work, can bring anything to them, including worries.",
        "The designated safeguarding lead, Ms R. Patel, acts on behalf of the head and in full accordance with the law.",
        "A private social media account is one's own; private social media accounts are, too; a social media accounts register is kept.",
        "Whatever phone they are using via the network of the school, rather than at home, it is theirs, and then some.",
        "See section 5 of Keeping Children Safe in Education; a fortnight later the games begin.",
        "Pre- and post-16 pupils may take part in in- or out-of-school clubs; class 1a and mp3 files are no matter.",
    ],
)
def test_ordinary_sentence_has_no_flaw(lexicon: Lexicon, vocabulary: Vocabulary, text: str) -> None:
    assert defects([text], lexicon, vocabulary) == []


@pytest.mark.parametrize(
    ("text", "defect"),
    [
        ("Staff will not share pictures of the .", Defect.WORD_MISSING),
        ("When writing to the via the office, staff copy in the head.", Defect.WORD_MISSING),
        ("Staff may use thier own phone.", Defect.BROKEN_WORD),
        ("Staff may not not reply.", Defect.DOUBLED),
        ("Replies should be using via the office.", Defect.DOUBLED),
        ("Staff should must reply.", Defect.DOUBLED),
        ("Staff ask the head for advice..", Defect.DOUBLED),
        ("Details will removed.", Defect.WORD_MISSING),
        ("Staff are expected attend training.", Defect.WORD_MISSING),
        ("What they share may be to copyright.", Defect.WORD_MISSING),
        ("At we expect kindness.", Defect.WORD_MISSING),
        ("The expects all staff to be kind.", Defect.WORD_MISSING),
        ("Pupils and staff of , wherever they are, are kind.", Defect.WORD_MISSING),
        ("Do not grumble about and other schools.", Defect.WORD_MISSING),
        ("Comments are read by the who is on duty.", Defect.WORD_MISSING),
        ("It is dealt with accordance with the law.", Defect.WORD_MISSING),
        ("Such posts are made via a personal social media accounts.", Defect.WORD_MISSING),
        ("Complied by: the office", Defect.WRONG_WORD),
        ("Staff should of asked.", Defect.WRONG_WORD),
        ("Profiles say that they doesn’t speak for us.", Defect.WRONG_WORD),
        ("Staff wiII be trained.", Defect.BROKEN_WORD),
        ("School Name uses social media.", Defect.TEMPLATE_TEXT),
        ("It is read in order ensure safety.", Defect.WORD_MISSING),
        ("Staff use there own phone.", Defect.WRONG_WORD),
        ("Pupils play games such as Fortnight and others.", Defect.WRONG_WORD),
        ("Emplyees are kind.", Defect.BROKEN_WORD),
        ("Ask the Safegaurding Officer.", Defect.BROKEN_WORD),
        ("Any inci- dent is logged.", Defect.BROKEN_WORD),
        ("Staff post nothing about pup1ls.", Defect.BROKEN_WORD),
        ("Share no passswords.", Defect.BROKEN_WORD),
        ("Ask {name of lead}.", Defect.TEMPLATE_TEXT),
        ("<<Trust Name>> is kind.", Defect.TEMPLATE_TEXT),
        ("Note to schools: adapt this paragraph.", Defect.TEMPLATE_TEXT),
        ("Insert details of your procedure.", Defect.TEMPLATE_TEXT),
        ("Training is yearly (delete if not applicable).", Defect.TEMPLATE_TEXT),
        ("More guidance is to be added here.", Defect.TEMPLATE_TEXT),
        ("Staff tweet on Twitter.", Defect.FORMER_NAME),
        ("Staff ask the [job title].", Defect.TEMPLATE_TEXT),
        ("Staff ask <insert name>.", Defect.TEMPLATE_TEXT),
        ("Staff ask the head, TBC.", Defect.TEMPLATE_TEXT),
        ("Staff ask the head (or a deputy.", Defect.BRACKET_OPEN),
        ("Staff donâ€™t reply.", Defect.BROKEN_CHARACTERS),
        ("Staff&nbsp;reply.", Defect.BROKEN_CHARACTERS),
    ],
)
def test_damaged_sentence_has_one_flaw(lexicon: Lexicon, vocabulary: Vocabulary, text: str, defect: Defect) -> None:
    assert [one for one, _ in defects([text], lexicon, vocabulary)] == [defect]


@pytest.mark.parametrize(
    ("words", "start", "end", "shown"),
    [("one two three four five six", 8, 13, "one two three four five six"), ("a b c d e f g h i", 8, 9, "b c d e f g h"), ("alone", 0, 5, "alone")],
)
def test_words_around_a_place_are_whole(words: str, start: int, end: int, shown: str) -> None:
    assert around(words, start, end) == shown
