"""A typed name is recognised as somebody's however it is written, and ordinary people of other names are not taken for them."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.name_words import FILLERS, NICKNAMES, TITLES
from bot.names import Listed, find_named

GRACE = "Grace Okafor"


def fits(typed: str, name: str, *also: str) -> bool:
    """Say whether `typed` could name somebody who is called `name`."""
    return bool(find_named(typed, [Listed("one", name, also)]))


# --- it could be them ---

WRITTEN = {
    GRACE: [
        "Grace Okafor", "grace okafor", "GRACE OKAFOR", "Okafor Grace", "Okafor, Grace", "Mrs Okafor", "mrs. okafor", "Ms Grace Okafor", "Dr Okafor",
        "okafor", "OKAFOR", "G. Okafor", "G Okafor", "g.okafor", "Grace O", "Grace O.", "GO", "G.O.", "G O", "GOK", "Mrs O", "Grace", "Gracie",
        "Miss Grace", "Grace okafor (Year 4)", "Okafor's class", "Grace Okafor’s husband", "the teacher Grace Okafor",
        "I think it was Mrs Okafor in Year 4", "Tom Pattern and Mrs Okafor", "Tom Pattern/Okafor", "Tom Pattern\nOkafor", "Tom Pattern; okafor",
        "Grace N. Okafor", "Grace Ngozi Okafor", "Okafor-Smith", "Mrs Smith-Okafor", "  Okafor  ", "'Okafor'", "“Okafor”", "Okafor?", "Ọkafor",
        "okáfor", "Ok\u200bafor", "Ｏｋａｆｏｒ", "Mrs Grace", "Prof. Okafor", "Okafor!!", "mr okafor shouting", "Okafor again", "okafor again",
    ],
    "Siân O'Brien": ["Sian OBrien", "Mrs O'Brien", "Mrs O’Brien", "Mrs O`Brien", "mrs o brien", "Obrien", "O'Brian", "Siân", "Shaun O'Brien"],
    "Amelia Smith-Jones": [
        "Mrs Smith-Jones", "Smith Jones", "Mrs Jones", "smith", "Amelia Jones", "A. Smith", "smithjones", "Smith–Jones", "Milly Smith",
    ],
    "Pieter van der Berg": ["Mr van der Berg", "Vanderberg", "van den Berg", "Mr Berg", "Peter Berg", "vd Berg", "Van Der Burg", "Pieter"],
    "Elizabeth McDonald": [
        "Liz McDonald", "Beth Macdonald", "Mrs MacDonald", "Mc Donald", "Mac Donald", "Betty", "Liz", "Lizzie M", "McDonnald", "Liz McD",
    ],
    "William Carter": ["Bill Carter", "Will", "Billy C", "Mr Cartr", "Mr Carer", "W Carter", "Liam Carter", "Wiliam", "carter bill"],
    "Stephen Reid": ["Steven Reed", "Mr Read", "Steve", "Mr Reade", "Stephan Ried", "stephen.reid"],
    "Maria Garcia Lopez": ["Mrs Lopez", "Mrs Garcia", "Maria Lopez", "Maria Garcia", "Garcia-Lopez", "M. G. Lopez", "Mary Lopez"],
    "Khan, Yusuf": ["Mr Khan", "Yusuf Khan", "Kahn", "yusuf", "Y Khan", "Youssef Khan"],
    "Dr Ifeoma Adeyemi-Wright OBE": ["Dr Adeyemi", "Mrs Wright", "Ifeoma", "Adeyemi Wright", "Dr A", "Ifeoma Wright"],
    "Wei Ng": ["Mr Ng", "Wei", "Wei Ng", "Ng Wei", "W. Ng", "WN"],
    "Chloe Lee": ["Miss Leigh", "Chloe Lea", "Ms Lee", "Chloé", "Khloe Lee"],
    "Mo Hussain": ["Mohammed Hussain", "Mr Hussein", "Muhammad", "Mo", "mr husain"],
    "Jürgen Müller": ["Mr Mueller", "Jurgen Muller", "Herr Müller", "MULLER"],
    "Søren Łukasik": ["Soren Lukasik", "Mr Lukasik", "søren"],
    "Tom Head": ["Mr Head", "Tom Head", "tom head"],
    "Anna Young": ["Miss Young", "Anna Young", "young anna"],
    "Tom Lord": ["Mr Lord", "Tom Lord", "lord"],
    "Amara": ["Amara", "Amara Pattern", "Miss Amara", "amarra", "Mrs Amara Pattern"],
    "李伟": ["李伟", "李伟 (Year 4)"],
    "Zoe Cox": ["Mrs Cocks", "Zoë", "Z Cox", "Mrs Cx", "Mrs Cxo"],
    "Mrs Thompson": ["Thomson", "Mrs Tompson", "Sarah Thompson"],
    "Ngozi Papadopoulos": ["Mr Papadop", "Mrs Papadopolous", "Papadopulos", "Ms P"],
    "Benita Carter": ["Ben", "Ben Carter", "Benita", "Nita"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, many in WRITTEN.items() for typed in many])
def test_name_is_recognised_however_it_is_written(name: str, typed: str) -> None:
    assert fits(typed, name)


@pytest.mark.parametrize("typed", ["Sarah Okafor", "S. Okafor", "Mrs Sarah Okafor"])
def test_surname_is_enough_beside_another_first_name(typed: str) -> None:
    assert fits(typed, GRACE)


def test_somebody_known_by_a_middle_name_is_recognised() -> None:
    assert fits("Ngozi", "Grace Ngozi Okafor")
    assert fits("N. Okafor", "Grace Ngozi Okafor")


@pytest.mark.parametrize("typed", ["Amara", "amara", "Amara (Year 4)", "Mara"])
def test_first_name_is_known_from_the_id_where_the_name_has_only_an_initial(typed: str) -> None:
    assert fits(typed, "A. Example", "amara")
    assert fits(typed, "A. Example", "amara.example")


def test_first_name_with_the_right_letter_is_enough_where_no_first_name_is_known() -> None:
    assert fits("Anna", "A. Example")
    assert not fits("Anna", "A. Example", "amara")
    assert not fits("Bella", "A. Example")
    assert not fits("Anna Pattern", "A. Example")


@pytest.mark.parametrize("typed", ["aexample", "a.example", "A.Example"])
def test_part_of_an_address_is_recognised(typed: str) -> None:
    assert fits(typed, "Amara Example", "a.example")


def test_word_for_a_duty_in_an_address_is_no_name() -> None:
    assert not fits("the office", "Amara Example", "office")
    assert not fits("Head", "Amara Example", "head")


# --- it is somebody else ---

OTHERS = {
    GRACE: [
        "", " ", "?", "…", "not sure", "don't know", "n/a", "unknown", "the caretaker", "a teaching assistant", "class teacher", "Teacher",
        "a supply teacher", "someone from Year 4", "a parent", "the lunchtime supervisor", "bus driver", "Year 4", "4B", "PE teacher",
        "a member of staff", "him", "he", "I", "Tom Pattern", "Mr Pattern", "tom pattern", "T. Pattern", "Pattern, Tom", "Grace Pattern",
        "grace pattern", "Grace P.", "Gareth", "Greta", "G", "Olivia", "Oscar Grant", "Mr Oakes", "Mrs Oaks", "Mrs Ford", "Mr P", "TP",
        "the new maths teacher Tom Pattern", "Tom and Olivia", "A", "a g",
    ],
    "Ben Okafor": ["Ben Carter", "Ben C", "Benita Carter", "Ken", "Jen", "Len Carter"],
    "Benita Okafor": ["Ben Carter", "Benita Carter", "Anita"],
    "Mark Hall": ["Mary", "Mary Webb", "Maria", "Matt", "Mrs Wells", "Marcus Webb", "Anna Hill"],
    "Jane Wood": ["June", "Jade", "Mrs Ward", "Jade Ward"],
    "Anna James": ["James Carter", "James Pattern", "Mr Jones"],
    "Wei Ng": ["Nina", "Mr Nguyen", "Wendy Pattern"],
    "Tom Fox": ["Mr Cox", "Mr Foy", "Tim Cox"],
    "Dev Pattern": ["Devon Carter", "Mr Parton"],
    "Amelia Smith-Jones": ["Amelia Pattern", "Mr Smithson", "Mr Johnson"],
    "Tom Fletcher": ["the teacher", "teacher", "class teacher"],
    "Ian Brown": ["Brian", "Adrian"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, many in OTHERS.items() for typed in many])
def test_somebody_else_is_not_taken_for_them(name: str, typed: str) -> None:
    assert not fits(typed, name)


def test_name_that_fits_somebody_wholly_is_not_their_namesakes() -> None:
    namesakes = [Listed("amara", "Amara Example"), Listed("ben", "Ben Example")]
    assert find_named("Amara Example", namesakes) == {"amara"}
    assert find_named("B. Example", namesakes) == {"ben"}
    assert find_named("Bella Example", namesakes) == {"ben"}


def test_surname_alone_is_any_namesakes() -> None:
    namesakes = [Listed("amara", "A. Example"), Listed("ben", "B. Example")]
    assert find_named("Mrs Example", namesakes) == {"amara", "ben"}
    assert find_named("Carla Example", namesakes) == {"amara", "ben"}


def test_several_names_in_one_field_are_all_found() -> None:
    listed = [Listed("grace", GRACE), Listed("ben", "Ben Sample"), Listed("carys", "Carys Specimen")]
    assert find_named("Mrs Okafor, ben sample", listed) == {"grace", "ben"}
    assert find_named("Grace and Ben", listed) == {"grace", "ben"}
    assert find_named("Grace Ben", listed) == {"grace", "ben"}


def test_nobody_is_named_where_nobody_is_listed() -> None:
    assert find_named(GRACE, []) == frozenset()


@pytest.mark.parametrize("name", ["", "…", "Mr", "-", "'", ",", ", ,", "OBE", "Dr OBE"])
def test_odd_name_in_the_settings_breaks_nothing(name: str) -> None:
    assert not fits("Grace Okafor", name)
    assert not fits("", name)


# --- over many names ---


def line_words(text: str) -> list[str]:
    return text.split()


FIRST = tuple(
    line_words("""
Oliver George Arthur Noah Muhammad Leo Oscar Harry Jack Henry Charlie Thomas Alexander Edward William James Daniel Joseph Adam Jacob Olivia
Amelia Isla Ava Mia Ivy Lily Isabella Rosie Sophia Grace Freya Florence Emily Ella Poppy Elsie Charlotte Daisy Karen Susan Julie Deborah
Margaret Helen Sarah Claire Emma Nicola Lisa Joanne Michelle Rebecca David John Michael Peter Robert Paul Stephen Andrew Mark Christopher
Kevin Alan Brian Ian Neil Gary Simon Priya Fatima Aisha Yusuf Imran Chidi Ngozi Kwame Wei Agnieszka
""")
)
SURNAMES = tuple(
    line_words("""
Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke
Patel Khan Lewis James Phillips Mason Mitchell Rose Knight Mills Cooper Hill Ward Morris Lee King Baker Harrison Morgan Allen Scott Watson
Parker Bennett Chapman Shaw Reid Murphy Okafor Adeyemi Hussain Begum Ali Ahmed Singh Kaur Kowalski Nowak Price Marshall Collins Turner
Bailey Cox Harris Hughes Stewart Martin Campbell Kelly Stone Webb Palmer Porter Fisher Foster Carter Garner O'Neill MacDonald Smith-Jones
""")
)
names = st.tuples(st.sampled_from(FIRST), st.sampled_from(SURNAMES))
written = st.sampled_from(
    ["{f} {s}", "Mr {s}", "{s}", "{s} {f}", "{s}, {f}", "{f[0]}. {s}", "{f[0]}{s[0]} {s}", "{f}", "{f} {s[0]}.", "Miss {f}", "Xanthe {s}",
     "{s}'s class", "I think it was Miss {s} from Year 4", "the teacher {f} {s} (Year 4)", "Pia Pattern and {f} {s}", "{f} M. {s}", "our teacher {f}"]
)  # fmt: skip


@given(name=names, form=written, change=st.sampled_from([str, str.lower, str.upper]))
def test_common_name_is_recognised_in_every_common_form(name: tuple[str, str], form: str, change: type[str]) -> None:
    first, surname = name
    assert fits(change(form.format(f=first, s=surname)), f"{first} {surname}")


@st.composite
def slips(draw: st.DrawFn, word: str) -> str:
    """Give a word with one slip of the pen: two letters swapped, one left out, one too many or a wrong one; never the first."""
    at = draw(st.integers(1, len(word) - 2))
    letter = draw(st.sampled_from("aeiourstnl"))
    swapped, left_out = word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at + 1 :]
    slip = draw(st.sampled_from([swapped, left_out, word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]))
    assume(slip.lower() not in FILLERS)  # Carer for Carter
    return slip


@given(
    data=st.data(),
    name=names.filter(lambda name: len(name[1]) > 3 and "'" not in name[1]),
    form=st.sampled_from(["{f} {s}", "Mrs {s}", "{f[0]} {s}"]),
)
def test_surname_with_a_slip_of_the_pen_is_recognised(data: st.DataObject, name: tuple[str, str], form: str) -> None:
    first, surname = name
    assert fits(form.format(f=first, s=data.draw(slips(surname))), f"{first} {surname}")


@given(data=st.data(), name=names.filter(lambda name: len(name[0]) > 2))
def test_first_name_with_a_slip_of_the_pen_beside_the_surname_is_recognised(data: st.DataObject, name: tuple[str, str]) -> None:
    first, surname = name
    assert fits(f"{data.draw(slips(first))} {surname}", f"{first} {surname}")


@pytest.mark.parametrize(("form", "most"), [("{f} {s}", 0.003), ("{f[0]}. {s}", 0.004), ("Mr {s}", 0.012), ("{f}", 0.006)])
def test_other_people_are_seldom_taken_for_somebody(form: str, most: float) -> None:
    chosen = random.Random(7)  # noqa: S311 -- the same pairs each time
    pairs = [((chosen.choice(FIRST), chosen.choice(SURNAMES)), (chosen.choice(FIRST), chosen.choice(SURNAMES))) for _ in range(6_000)]
    others = [(one, other) for one, other in pairs if one[0] != other[0] and one[1] != other[1]]
    wrong = [(one, other) for one, other in others if fits(form.format(f=other[0], s=other[1]), " ".join(one))]
    assert len(wrong) / len(others) <= most


@given(typed=st.text(max_size=200), name=st.text(max_size=40))
def test_any_text_is_read(typed: str, name: str) -> None:
    assert find_named(typed, [Listed("one", name, (name,))]) <= {"one"}


@given(typed=st.lists(st.sampled_from(sorted(FILLERS - TITLES - {"a", "i"})), max_size=6).map(" ".join))
def test_words_that_name_nobody_name_nobody(typed: str) -> None:
    assert find_named(typed, [Listed("grace", GRACE), Listed("ben", "B. Example"), Listed("tom", "Tom Fletcher")]) == frozenset()


def test_lists_of_words_do_not_contradict_each_other() -> None:
    assert not FILLERS & {word for group in NICKNAMES for word in group}
    assert not TITLES & {word for group in NICKNAMES for word in group}
    assert all(word == word.casefold() and word.isalpha() for group in (FILLERS, TITLES, *NICKNAMES) for word in group)
