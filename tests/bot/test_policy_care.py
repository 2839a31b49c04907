"""A policy is read for its owner: what must be found in the five real ones is found, nothing in a tidy one, and what is planted at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.commands_policies import finding_lines
from bot import wording
from bot.policy_care import Finding, lint
from knowledge.checking import check_knowledge, plain_source
from knowledge.drafts import find_policy, read_draft
from knowledge.flaws import Defect
from knowledge.lexicon import load_lexicon
from knowledge.loading import HOME
from knowledge.reading import Reader
from knowledge.vocabulary import open_vocabulary
from tests.tidy import TidySchool, copy_tidy_school

GOLDEN = Path(__file__).parent / "golden_lint"
POLICIES = ["alet", "athelstan", "iwys", "unnamed-trust", "wren-spinney"]
Found = dict[str, tuple[Finding, ...]]


@pytest.fixture(scope="session")
def found(reader: Reader) -> Found:
    """What is found in each of the five policies."""
    lexicon = load_lexicon()
    vocabulary = open_vocabulary(lexicon, reader.knowledge)
    read = {key: find_policy(key, reader.knowledge) for key in POLICIES}
    return {key: lint(*one, lexicon, vocabulary) for key, one in read.items() if one}


@pytest.fixture
def tidy(tmp_path: Path, reader: Reader) -> TidySchool:
    return copy_tidy_school(tmp_path / "tidy", reader.knowledge)


# --- the five policies ---


@pytest.mark.parametrize("key", POLICIES)
def test_findings_are_those_that_a_reader_has_judged(found: Found, key: str) -> None:
    assert "\n".join(finding_lines(key, found[key])) + "\n" == (GOLDEN / f"{key}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "defect", "place", "words"),
    [
        ("alet", Defect.TEMPLATE_TEXT, "section 7", "[number of years – annually is recommended]"),
        ("alet", Defect.TEMPLATE_TEXT, "section 7", "[ If your governing board has a role in reviewing or approving the policy, add:"),
        ("alet", Defect.TEMPLATE_TEXT, "section 7", "[reviewing/approving]"),
        ("alet", Defect.TEMPLATE_TEXT, "section 8", "Insert any other relevant policies"),
        ("alet", Defect.LIST_LEAVES_OUT_NETWORK, "section 2.1", "The school will post on Facebook:"),
        ("alet", Defect.EXCEPTION_ONLY_HERE, "section 3", "Accept 'friend requests' from, or communicate with, pupils past or present"),
        ("athelstan", Defect.NO_DSL, "the whole document", ""),
        ("unnamed-trust", Defect.NO_DSL, "the whole document", ""),
        ("unnamed-trust", Defect.NO_REVIEW_DATE, "the whole document", ""),
        ("iwys", Defect.LISTED_WITHOUT_RULES, "section 2", "Facebook, X, SoundCloud"),
        ("iwys", Defect.BROKEN_WORD, "section 3", "expetaff (including volunteers) to"),
        ("wren-spinney", Defect.LISTED_WITHOUT_RULES, "section 2", "Facebook, LinkedIn"),
        ("wren-spinney", Defect.REVIEWS_DISAGREE, "title table", "Review Cycle: annually Review Date: February 2027"),
        ("wren-spinney", Defect.BLANK_FIELD, "title table", "Committee: LGB Date agreed by Trustees:"),
        ("wren-spinney", Defect.WRONG_WORD, "title table", "Complied by: Joshua Gershwin-Willams"),
        ("iwys", Defect.WORD_MISSING, "section 1", "on private spaces, may be to copyright, safeguarding and"),
        ("iwys", Defect.WORD_MISSING, "section 6", "Staff and expected complete 'Online Safety and"),
        ("unnamed-trust", Defect.NO_APPROVAL, "the whole document", ""),
        ("wren-spinney", Defect.HEADING_STRAY, "section 6", "Advertisements for businesses unless directly"),
        ("wren-spinney", Defect.ITEM_LOST, "section 2.2", "The school will not post on ClassDojo:"),
    ],
)
def test_what_must_be_found_is_found(found: Found, key: str, defect: Defect, place: str, words: str) -> None:
    assert (defect, place, words) in [(one.defect, one.place, one.words) for one in found[key]]


def test_both_bans_that_classdojo_lost_are_named(found: Found) -> None:
    lost = [one.beside for one in found["wren-spinney"] if one.defect is Defect.ITEM_LOST]
    assert lost == [
        ("beside section 2.1: “Advertisements for businesses unless directly related to the school”",),
        ("beside section 2.1: “Links to staff members' personal accounts”",),
    ]


def test_reviews_that_disagree_are_all_shown(found: Found) -> None:
    (one,) = [one for one in found["wren-spinney"] if one.defect is Defect.REVIEWS_DISAGREE]
    assert one.beside == ("beside section 7: “This policy will be reviewed every two years.”",)


@pytest.mark.parametrize("word", ["po", "Evsonable", "medunts", "expetaff", "ial", "resle", "pe", "aplaints", "schrents", "impletion"])
def test_every_broken_word_of_the_scan_is_named(found: Found, word: str) -> None:
    assert f"“{word}” is not a word" in [one.what for one in found["iwys"]]


@pytest.mark.parametrize("key", sorted(set(POLICIES) - {"iwys"}))
def test_no_word_of_an_undamaged_policy_is_taken_for_broken(found: Found, key: str) -> None:
    assert [one.what for one in found[key] if one.defect is Defect.BROKEN_WORD] == []


@pytest.mark.parametrize("key", POLICIES)
def test_quoted_words_stand_in_the_document(found: Found, key: str) -> None:
    source = plain_source((HOME / "policies" / f"{key}.txt").read_text(encoding="utf-8"))
    assert [one.words for one in found[key] if one.words not in source] == []


def test_every_defect_has_its_words_and_its_reason() -> None:
    assert list(wording.FLAWS) == list(wording.FLAW_REASONS) == list(Defect)


# --- a tidy policy ---


def test_tidy_policy_is_sound(tidy: TidySchool) -> None:
    assert check_knowledge(tidy.home) == []


def test_nothing_is_found_in_a_tidy_policy(tidy: TidySchool) -> None:
    assert tidy.found() == []


def test_small_school_lacks_only_what_it_never_had(school: Path, reader: Reader) -> None:
    policy, source = read_draft(school / "policies" / "oakfield.yaml")
    lexicon = load_lexicon(school)
    assert [one.defect for one in lint(policy, source, lexicon, open_vocabulary(lexicon, reader.knowledge))] == [
        Defect.NO_REVIEW_DATE,
        Defect.NO_APPROVAL,
        Defect.NO_DSL,
    ]


def test_nothing_is_lost_where_one_network_has_a_list_of_another_kind(tidy: TidySchool) -> None:
    for old, new in (("News of school events", "Films of plays"), ("Reminders of dates", "Tours of classrooms")):
        for path in (tidy.document, tidy.yaml):
            at = path.read_text(encoding="utf-8").rindex(old)
            text = path.read_text(encoding="utf-8")
            path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    assert tidy.found() == []


def test_nothing_is_lost_where_each_network_has_an_item_of_its_own(tidy: TidySchool) -> None:
    for path in (tidy.document, tidy.yaml):
        text = path.read_text(encoding="utf-8")
        at = text.rindex("Reminders of dates")
        path.write_text(text[:at] + "Vacancies" + text[at + len("Reminders of dates") :], encoding="utf-8")
    assert tidy.told() == []


@pytest.mark.parametrize(
    "words",
    [
        "Staff may use their own accounts in their lunch hour [see section 4].",
        "The staff that had had training may use their own accounts.",
        "Colour, organisation, behaviour and counselling are programmes of misinformation.",
        "Any concern is to be judged at the will of the head (who may ask others), etc.; it is written down.",
        "Staff may email office@oakfield.example or see https://oakfield.example/socialmediapolicy.",
        "Perkbox, Weduc and ParentMail are not the business of this policy.",
        "Staff log what they and their own families see on the X account, and nobody’s business is told to the press.",
    ],
)
def test_ordinary_sentence_is_no_finding(tidy: TidySchool, words: str) -> None:
    tidy.plant("Staff may use their own accounts in their breaks.", words)
    assert tidy.told() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reviewed every year", "reviewed every year, or every six months where the law changes"),
        ("This policy is reviewed every year.", "The board reviews this policy annually."),
        ("They are read at weekends too.", "The accounts that this policy names are looked through every two years."),
        ("They are read at weekends too.", "Staff should review their own privacy settings every six months, as this policy says."),
        ("(DSL)", "(DSL, or a deputy where they are away; see the notice in the staff room)"),
        ("They are read at weekends too.", "Never insert a memory stick that was found."),
        ("They are read at weekends too.", "They are answered in line with [Appendix A] and [see section 2]."),
        ("They are read at weekends too.", "The will and the means to answer are there."),
        ("2.1 Breaks", "2.1 Breaks and holidays"),
        ("Staff must not:", "Staff must ask the head before they use the"),
    ],
)
def test_sound_edit_is_no_finding(tidy: TidySchool, old: str, new: str) -> None:
    tidy.plant(old, new)
    assert tidy.told() == []


def test_numbers_may_start_anew_in_an_appendix(tidy: TidySchool) -> None:
    tidy.plant("5. Review", "Appendix A")
    tidy.edit(tidy.document, "This policy is reviewed every year.", "1. Review\n\nThis policy is reviewed every year.")
    tidy.edit(tidy.yaml, "- Appendix A", "- Appendix A\n- 1. Review")
    assert tidy.told() == []


def test_head_of_every_page_is_no_stray_heading(tidy: TidySchool) -> None:
    text = tidy.document.read_text(encoding="utf-8").replace("\n\n4. Comments", "\n\nPolitical statements of Oakfield\n\n4. Comments")
    tidy.document.write_text(text.replace("\n\n5. Review", "\n\nPolitical statements of Oakfield\n\n5. Review"), encoding="utf-8")
    tidy.edit(tidy.yaml, "- 4. Comments", "- Political statements of Oakfield\n- 4. Comments")
    tidy.plant("- Political statements\n", "- Political statements of Oakfield or others\n")
    text = tidy.yaml.read_text(encoding="utf-8").replace('text: "Political statements"', 'text: "Political statements of Oakfield or others"')
    tidy.yaml.write_text(text, encoding="utf-8")
    assert tidy.told() == []


def test_bracket_that_the_next_clause_closes_is_no_finding(tidy: TidySchool) -> None:
    tidy.plant("within two days.", "within two days. (That is the rule.")
    tidy.plant("They are read at weekends too.", "They are read at weekends too.)")
    assert tidy.told() == []


def test_year_alone_is_a_review_date(tidy: TidySchool) -> None:
    tidy.edit(tidy.document, "Next review date: May 2027", "Next review date: summer 2027")
    tidy.edit(tidy.yaml, "Next review date: May 2027", "Next review date: summer 2027")
    tidy.edit(tidy.yaml, "words: May 2027", "words: summer 2027")
    tidy.plant("This policy is reviewed every year.", "This policy is kept in the office.")
    assert tidy.told() == []


PLANTED: list[tuple[Defect, str, str, str, str]] = [
    # defect, old words, new words, place, words concerned
    (Defect.TEMPLATE_TEXT, "within two days", "within [number] days", "section 4", "[number]"),
    (Defect.TEMPLATE_TEXT, "They are read at weekends too.", "Insert your hours here.", "section 4", "Insert your hours here"),
    (Defect.TEMPLATE_TEXT, "at weekends too", "at weekends (delete as appropriate)", "section 4", "delete as appropriate"),
    (Defect.TEMPLATE_TEXT, "within two days", "within ____ days", "section 4", "____"),
    (Defect.BLANK_FIELD, "Approved on: May 2026", "Approved by the governors on:", "title table", "Approved by the governors on:"),
    (Defect.REVIEWS_DISAGREE, "every year", "every three years", "title table", "Next review date: May 2027"),
    (Defect.REVIEWS_DISAGREE, "reviewed every year", "next reviewed in May 2028", "title table", "Next review date: May 2027"),
    (Defect.NO_DSL, "the designated safeguarding lead (DSL)", "a senior colleague", "the whole document", ""),
    (
        Defect.EXCEPTION_ONLY_HERE,
        "Accept friend requests from pupils (unless they are family members)",
        "Accept friend requests from pupils",
        "section 2",
        "Accept friend requests from pupils",
    ),
    (
        Defect.LISTED_WITHOUT_RULES,
        "are Facebook and X.",
        "are Facebook, X and Instagram.",
        "section 1",
        "Our official channels are Facebook, X and Instagram.",
    ),
    (Defect.NAMED_WITHOUT_RULES, "group messages", "WhatsApp groups", "section 1", "This policy covers WhatsApp groups as well."),
    (
        Defect.EXCEPTION_ONLY_HERE,
        "Accept friend requests from pupils (unless they are family members)",
        "Befriend children of the school",
        "section 2",
        "Befriend children of the school",
    ),
    (
        Defect.REVIEWS_DISAGREE,
        "They are read at weekends too.",
        "The policy is read out yearly. It is reviewed every two years.",
        "title table",
        "Next review date: May 2027",
    ),
    (Defect.SECTION_NOT_THERE, "They are read at weekends too.", "For weekends see section 9.", "section 4", "For weekends see section 9."),
    (Defect.BROKEN_WORD, "4. Comments", "4. Monitering", "section 3.2", "4. Monitering"),
    (Defect.TEMPLATE_TEXT, "4. Comments", "4. Comments on [school name]", "section 3.2", "[school name]"),
    (Defect.HEADING_NUMBER, "4. Comments", "6. Comments", "section 3.2", "6. Comments"),
    (Defect.HEADING_NUMBER, "4. Comments", "3. Comments", "section 3.2", "3. Comments"),
    (Defect.HEADING_NUMBER, "2.1 Breaks", "3.1 Breaks", "section 2", "3.1 Breaks"),
    (Defect.BROKEN_WORD, "answered within", "answrithin", "section 4", "Comments must be answrithin two days."),
    (Defect.BROKEN_WORD, "They are read", "Evsponsible colleagues read them", "section 4", "Evsponsible colleagues read them"),
    (Defect.BROKEN_WORD, "own accounts in", "own ounts in", "section 2.1", "use their own ounts in their breaks."),
    (Defect.WORD_MISSING, "use their own accounts in", "use their in", "section 2.1", "Staff may use their in their breaks."),
    (Defect.WORD_MISSING, "Staff may use", "The may use", "section 2.1", "The may use their own"),
    (Defect.WORD_MISSING, "in their breaks.", "in their .", "section 2.1", "own accounts in their ."),
    (Defect.WORD_MISSING, "They are read", "are read", "section 4", "are read at"),
    (Defect.DOUBLED, "answered within", "answered answered within", "section 4", "Comments must be answered answered within two days."),
    (Defect.DOUBLED, "at weekends too.", "at weekends too.;", "section 4", "read at weekends too.;"),
    (Defect.DOUBLED, "Comments must be answered", "Staff should not also do not reply", "section 4", "Staff should not also do not reply within two"),
    (Defect.BRACKET_OPEN, "within two days.", "within two days (and no later.", "section 4", "within two days (and no later."),
    (Defect.BROKEN_CHARACTERS, "They are", "Theyâ€™re", "section 4", "within two days. Theyâ€™re read at weekends"),
    (Defect.BROKEN_CHARACTERS, "at weekends", "at week\ufffdends", "section 4", "are read at week\ufffdends too."),
]


@pytest.mark.parametrize(("defect", "old", "new", "place", "words"), PLANTED, ids=[f"{one[0]}-{at}" for at, one in enumerate(PLANTED)])
def test_what_is_planted_is_found_at_its_place_and_nothing_else(tidy: TidySchool, defect: Defect, old: str, new: str, place: str, words: str) -> None:
    tidy.plant(old, new)
    told = tidy.told()
    assert [one[:2] for one in told] == [(defect, place)], told
    assert told[0][2] == words


def test_long_sentence_that_stands_in_two_sections_is_found_once(tidy: TidySchool) -> None:
    said = "Whatever is put online by anybody here is held to the same standard as what is said in the playground."
    tidy.plant("They are read at weekends too.", said)
    tidy.plant("This policy covers group messages as well.", said.replace("anybody here", "anybody"))
    tidy.edit(tidy.yaml, "audience: everyone", "audience: school")
    (one,) = tidy.found()
    assert (one.defect, one.place) == (Defect.SAID_IN_TWO_PLACES, "section 1")
    assert one.beside == (f"beside section 4: “{said}”",)


def test_the_same_rule_for_other_people_is_not_said_twice(tidy: TidySchool) -> None:
    said = "Whatever is put online by parents of the school is held to the same standard as what is said in the playground."
    tidy.plant("They are read at weekends too.", said)
    tidy.plant("This policy covers group messages as well.", said.replace("parents", "governors"))
    tidy.edit(tidy.yaml, "audience: everyone", "audience: school")
    assert tidy.told() == []


def test_reference_to_another_document_is_none_to_a_missing_section(tidy: TidySchool) -> None:
    tidy.plant("They are read at weekends too.", "For weekends see section 26 of the code of conduct, and section 3.")
    assert tidy.told() == []


def test_missing_approval_is_found(tidy: TidySchool) -> None:
    tidy.edit(tidy.yaml, "  approved_on: {clause: oakfield-header-approved, words: May 2026}\n", "")
    tidy.plant("Approved on: May 2026", "Kept by the office")
    assert tidy.told() == [(Defect.NO_APPROVAL, "the whole document", "")]


def test_missing_review_date_is_found(tidy: TidySchool) -> None:
    tidy.edit(tidy.yaml, "  review_date: {clause: oakfield-header-review, words: May 2027}\n", "")
    tidy.plant("Next review date: May 2027", "Written by the governors")
    tidy.plant("This policy is reviewed every year.", "This policy is kept in the office.")
    assert tidy.told() == [(Defect.NO_REVIEW_DATE, "the whole document", "")]


def test_review_date_that_is_no_later_than_the_approval_is_found(tidy: TidySchool) -> None:
    tidy.plant("This policy is reviewed every year.", "This policy is kept in the office.")
    tidy.edit(tidy.document, "Approved on: May 2026", "Approved on: May 2027")
    tidy.edit(tidy.yaml, 'text: "Approved on: May 2026"', 'text: "Approved on: May 2027"')
    tidy.edit(tidy.yaml, "words: May 2026", "words: May 2027")
    assert tidy.told() == [(Defect.REVIEWS_DISAGREE, "title table", "Next review date: May 2027")]


def test_review_date_that_the_yaml_does_not_state_is_found_in_the_text(tidy: TidySchool) -> None:
    tidy.edit(tidy.yaml, "  review_date: {clause: oakfield-header-review, words: May 2027}\n", "")
    assert tidy.told() == [(Defect.DATE_NOT_IN_YAML, "title table", "Next review date: May 2027")]


def test_item_that_the_yaml_does_not_confine_to_the_network_of_its_list_is_found(tidy: TidySchool) -> None:
    text = tidy.yaml.read_text(encoding="utf-8")
    at = text.index("networks: [x]")
    tidy.yaml.write_text(text[: text.rindex("\n", 0, at)] + text[at + len("networks: [x]") :], encoding="utf-8")
    (one,) = tidy.found()
    assert (one.defect, one.place, one.words) == (Defect.NETWORK_NOT_IN_YAML, "section 3.2", "The school will post on X:")
    assert one.beside == ("beside section 3.2: “News of school events”",)


def test_item_that_one_list_lost_is_found_in_that_list(tidy: TidySchool) -> None:
    text = tidy.document.read_text(encoding="utf-8")
    at = text.rindex("- Names of pupils\n")
    tidy.document.write_text(text[:at] + text[at:].replace("- Names of pupils\n", "", 1), encoding="utf-8")
    yaml = tidy.yaml.read_text(encoding="utf-8")
    start = yaml.index("- id: oakfield-3-2-names")
    end = yaml.index("- id: oakfield-3-2-adverts")
    tidy.yaml.write_text((yaml[:start] + yaml[end:]).replace("    oakfield-3-2-names: not_allowed\n", ""), encoding="utf-8")
    (one,) = tidy.found()
    assert (one.defect, one.place, one.words) == (Defect.ITEM_LOST, "section 3.2", "The school will not post on X:")
    assert one.beside == ("beside section 3.1: “Names of pupils”",)


def test_item_that_one_list_cuts_short_is_found(tidy: TidySchool) -> None:
    for path in (tidy.document, tidy.yaml):
        text = path.read_text(encoding="utf-8")
        at = text.rindex(" that do not belong to the school")
        path.write_text(text[:at] + text[at:].replace(" that do not belong to the school", "", 1), encoding="utf-8")
    assert tidy.told() == [(Defect.ITEM_CUT_SHORT, "section 3.2", "Adverts for businesses")]


def test_list_that_leaves_out_a_network_of_its_heading_is_found(tidy: TidySchool) -> None:
    tidy.plant("3.2 X", "3.2 X and Instagram")
    tidy.plant('heading: "X"', 'heading: "X and Instagram"')
    tidy.plant("The school will not post on X:", "The school will not post on X and Instagram:")
    text = tidy.yaml.read_text(encoding="utf-8")
    half = text.index("The school will not post on X and Instagram:")
    tidy.yaml.write_text(text[:half] + text[half:].replace("networks: [x]", "networks: [x, instagram]"), encoding="utf-8")
    assert tidy.told() == [(Defect.LIST_LEAVES_OUT_NETWORK, "section 3.2", "The school will post on X:")]


def test_heading_that_is_a_piece_of_another_section_is_found(tidy: TidySchool) -> None:
    tidy.edit(tidy.document, "5. Review", "Adverts for businesses that\n\n5. Review")
    tidy.edit(tidy.yaml, "- 5. Review", "- Adverts for businesses that\n- 5. Review")
    (one,) = tidy.found()
    assert (one.defect, one.place, one.words) == (Defect.HEADING_STRAY, "section 4", "Adverts for businesses that")
    assert one.beside == ("beside section 3.1: “Adverts for businesses that do not belong to the school”",)


def test_heading_with_nothing_beneath_it_is_found(tidy: TidySchool) -> None:
    tidy.edit(tidy.document, "5. Review", "## Governors and their helpers\n\n5. Review")
    tidy.edit(tidy.yaml, "- 5. Review", "- Governors and their helpers\n- 5. Review")
    assert tidy.told() == [(Defect.HEADING_STRAY, "section 4", "Governors and their helpers")]


def test_control_character_in_a_heading_is_found(tidy: TidySchool) -> None:
    tidy.edit(tidy.document, "4. Comments", "4. Com\u200bments")
    tidy.edit(tidy.yaml, "- 4. Comments", '- "4. Com\\u200Bments"')
    assert tidy.told() == [(Defect.BROKEN_CHARACTERS, "section 3.2", "4. Com\u200bments")]
