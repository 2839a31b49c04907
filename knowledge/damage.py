"""Finds what a scan, a copy or a hasty edit has done to the words of a document. Each rule is about English, none about one document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz import fuzz

from knowledge.checking import plain_source
from knowledge.flaws import Defect, Flaw, Quote
from knowledge.papers import Paper, Passage
from knowledge.text import same_words, words

_NO_PROSE = re.compile(r"\[[^\]]*\]\([^)]*\)|\S*(?:[@#_\d\\]|://|\w\.\w)\S*")
"""Links, handles, addresses: their words are nobody's spelling."""
_TOKEN = re.compile(r"(?<![\w’'&/-])[A-Za-z]+(?![\w’'&-])")
_MOJIBAKE = re.compile(r"â€.|Ã[\u0080-\u00bf\w©¢£¤§±]|Â[\u00a0-\u00bf]|ï»¿|‚Ä.|&(?:amp|nbsp|lt|gt|quot|#\d+);")
"""Letters of one encoding read as another, and marks of a web page left standing."""
_INVISIBLE = frozenset("\u200b\u2060\ufffd\ufeff")
_MODAL = (
    r"(?:(?<!the )\b(?:will|must|shall|can|could|would|might|may|cannot)|(?<![,;] )(?<!and )(?<!but )(?<!or )(?<!that )\bshould)"
    r"(?: not| only| also| always| never)? (?!"
)
"""A verb that another must follow; "should any such post be found" is no instance of it."""
_GAPS = tuple(
    re.compile(shape)
    for shape in (
        r"\b(?:[Tt]he|[Oo]ur|[Tt]heir|[Ii]ts|[Yy]our|an)\s*(?=[.,;!?])",
        r"\b[Tt]he\s+(?:will|may|can|must)\s+(?!of\b|to\b|and\b|or\b)(?=[a-z])",
        r"\b(?:[Tt]he|an?)\s+(?:would|should|shall|cannot|could|is|are|was|were|has)\b(?!-)",
        r"\b(?:(?:[Tt]he|an)\s+(?:and|or|to)|(?:[Tt]he|an?)\s+(?:of|via|with|within|from|for|by|at))\b(?!-)",
        r"\b(?:[Tt]he|an?)\s+(?:who|which|whose|as(?! yet\b)|if)\b(?![’'-])",
        r"(?<!\bin )(?<!\bin full )(?<!\bin strict )(?<!\bin close )(?<!\bof )\baccordance with\b",
        r"(?<!\bon )(?<!\bOn )(?<!\bin )(?<![’'s] )\bbehalf of\b",
        r"\b[Tt]he\s+(?:expects|encourages|recognises|recognizes|believes|requires|reserves|ensures|understands|acknowledges)\b",
        r"^The\s+(?:posts|shares)\s+on\s[^.:]{1,40}:$",  # where a list follows, so that it is no noun
        r"\b(?:[Aa]t|of|with|from)\s+(?:we|they)\b(?!/)",
        r"\b(?:of|to|at|for|with|from|by|about)\s+[,.;](?=\s|$)",
        r"\b(?:about|towards)\s+(?:and|or)\s+other\b",
        r"\b(?:expected|required|encouraged|permitted|reminded|advised)\s+(?:be|complete|read|ensure|attend|follow|have|comply|take|make|keep|adhere)\b",
        rf"{_MODAL}(?:need|feed|proceed|exceed|succeed|embed|shed|speed|heed|breed|un[a-z]+)\b)[a-z]{{2,}}ed\b",
        rf"{_MODAL}(?:(?:[bfps]?r?|k|w)ing|cling|spring|swing|string|[a-z]*thing|during|using|including|following|regarding|according)\b)[a-z]{{2,}}ing\b",
        r"\bin order (?:ensure|keep|protect|make|maintain|safeguard|prevent|provide|promote|meet|comply|avoid|help|support)\b",
        r"(?<!the )\b(?:will|must|should) (?:not )?using\b(?! (?:via|through)\b)",
        r"\ban? (?:(?:personal|private|public|official|social|media|networking|school|professional|work|new|mobile)\s){1,4}"
        r"(?:accounts|channels|networks|platforms|sites|photos|videos|devices|policies)(?=[.,;)]|$)",
        r"\b(?:[Oo]ur|[Tt]heir|[Ii]ts|[Yy]our)\s+(?:on|in|at|of|via|with|to|from|for|by|is|are|will|should|must)\b(?!-)",
    )
)
"""What nothing follows, or nothing that it could belong to."""
_BE_TO = re.compile(r"\b(?:may|can|might) be to\b(?! the (?:detriment|benefit|advantage|disadvantage|credit)| hand\b| and\b| date\b| blame\b)")
_MAY_BE_TO_DO = re.compile(
    r"\b(?:aim|purpose|option|way|approach|step|solution|response|answer|intention|goal|role|remedy|task|duty|thing|course|advice|reports?|it)\b"
    r"|\b(?:best|first|next|only|better|alternative|wise|helpful)\b",
    re.I,
)
"""What can be "to do" something; nobody "may be to" copyright."""
_ANOTHER_WORD = re.compile(
    r"\b[Cc]omplied by(?=\s*:)|\b(?:could|should|would|must|might) of\b(?! course| necessity)|\bthere own\b|\b(?:rather|other|less) then\b"
    r"|\bin principal\b|\b[Tt]he principle (?:will|must|should|may)\b|\bpubic\b|\bits self\b|\bit[’']s own\b|\bloose (?:their|your|its|access)\b"
    r"|\b(?:seek|take|give|offer|legal|further) advise\b|\b(?:good|best) practise\b|\b(?:appropriate|timely|professional|respectful) manor\b"
    r"|\b(?:messages|communication|contact|comments|invitations|removed|taken|received|obtained) form (?:an?|the|any|pupils|parents|staff)\b"
    r"|\b(?:they|we) (?:does|is|was|has)\b|\b(?:they|we) doesn[’']t\b|\broll models?\b"
    r"|(?<=[a-z,] )Fortnight\b(?=[^.]*\bgames?\b)|(?<=[a-z,] )\bFortnight\b(?= (?:and|or)\b)"
)
"""Words that exist, and are met where another was meant."""
_DIGIT_IN_WORD = re.compile(r"(?<![\w@#/.-])(?:[A-Za-z]+[01][A-Za-z]*|[a-z]+I+[a-z]*)(?![\w@/.-]\w)")
"""Figures that a scanner reads for letters."""
_SPLIT = re.compile(r"(?<![\w-])([a-z]{2,})- (?!(?:and|or|to|nor|as|but)\b)([a-z]{2,})(?![\w-])")
"""A word that the end of a line once divided."""
_HANGING = re.compile(r"\b(?:the|an?|our|their|its|your|unless|because|than|whether)$")
_TWICE = re.compile(r"\b(\w+)\s+\1\b(?!-)", re.I)
_MAY_STAND_TWICE = frozenset({"had", "that", "is", "her", "no", "very", "so"})
_TWO_VERBS = re.compile(r"\b(?:should|must|may|will|do|does) not\b(?:\s+\w+){0,2}\s+(?:do|does|should|must|may|will) not\b", re.I)
_TWO_JOINTS = re.compile(r"\b(or|and) other (?:or|and)\b", re.I)
_TWO_MODALS = re.compile(r"(?<!the )(?<!the free )\b(?:should|must|may|can|could|would|shall|will) (?:should|must|may|could|would|shall|will)\b")
_TWO_MEANS = re.compile(r"\b(?:(?<!are )(?<!is )(?<!am )using (?:via|through)|via (?:through|by|using)|by (?:via|through)|through via)\b", re.I)
_TWO_MARKS = re.compile(r"\w*(?<!etc)(?<!\be\.g)(?<!\bi\.e)(?:[.,;:][;,:]|[,;:]\.(?!\.)|(?<!\.)\.\.(?!\.))(?=\s|$)")
SHORTEST_SCANNED = 4
SHORTEST_SLIP = 6
"""Letters from which a misspelling is no abbreviation, and no initial."""
NEARLY = 88
"""Likeness (of 100) from which a word with a capital is a misspelt word, and no name."""
_OFTEN_WITH_CAPITAL = tuple(
    """
    Academy Acceptable Behaviour Children Colleagues Comments Communication Communications Confidentiality Designated Employees Facebook
    Governing Governor Governors Guidance Guidelines Headteacher Instagram Introduction LinkedIn Management Members Messages Monitoring Parents
    Personal Photographs Policies Principal Professional Protection Pupils Responsibilities Responsibility Safeguarding School Security Students
    Teachers Technology Training Trustees Volunteers WhatsApp YouTube
    """.split()  # noqa: SIM905
)
"""Words with which sentences and titles of such a document begin."""
_ENDED = re.compile(r"[.!?][)”\"’']*$")


def find_damage(paper: Paper) -> Iterator[Flaw]:
    """Yield every place whose words are damaged, in the order of the document."""
    yield from _broken_characters(paper)
    names = _names(paper)
    yield from _misspelt_headings(paper)
    for passage in paper.passages:
        yield from _broken_words(paper, passage, names)
        yield from _missing_words(paper, passage)
        yield from _wrong_words(passage)
        yield from _doubled(passage)
        yield from _open_brackets(passage, paper.plain[passage.at + len(passage.words) :] if passage.at >= 0 else "")


def around(words: str, start: int, end: int, *, beside: int = 3) -> str:
    """Return a part of a passage with a few whole words on either side, verbatim, so that it can be found in the document."""
    first = start
    for _ in range(beside):
        first = words.rfind(" ", 0, max(first - 1, 0)) + 1
    last = end
    for _ in range(beside):
        space = words.find(" ", last + 1)
        last = space if space >= 0 else len(words)
    if last < len(words) and words.find(" ", end) < 0:
        last = len(words)
    return words[first:last].strip()


def _broken_characters(paper: Paper) -> Iterator[Flaw]:
    for at, line in paper.lines:
        words = plain_source(line)
        for found in re.finditer(r"\S+", words):
            if _MOJIBAKE.search(found[0]) or any(_is_stray(one) for one in found[0] if not (at == found.start() == 0 and one == "\ufeff")):
                section = paper.section_at(at + found.start())
                yield Flaw(Defect.BROKEN_CHARACTERS, (Quote(section, around(words, *found.span())),), found[0])


def _is_stray(character: str) -> bool:
    return character in _INVISIBLE or (unicodedata.category(character) in ("Cc", "Co") and not character.isspace())


def _names(paper: Paper) -> frozenset[str]:
    """Return the words that stand with a capital within a sentence: names, which no dictionary need know."""
    return frozenset(found[1].lower() for passage in paper.passages for found in re.finditer(r"[\w,’'] ([A-Z][a-z]+)\b", passage.words))


def _broken_words(paper: Paper, passage: Passage, names: frozenset[str]) -> Iterator[Flaw]:
    prose = _NO_PROSE.sub(lambda found: " " * len(found[0]), passage.words)
    for found in _TOKEN.finditer(prose):
        word = found[0].lower()
        starts = prose[: found.start()].strip(" “\"'‘(") == "" or prose[: found.start()].rstrip()[-1:] in ".!?"
        looked_at = found[0].islower() or (starts and found[0].istitle() and word not in names and paper.ends_like_a_word(word))
        if (
            (looked_at and len(word) > 1 and not paper.knows(word))
            or (len(word) >= SHORTEST_SLIP and paper.is_slip(word))
            or _nearly(found[0], paper)
        ):
            yield Flaw(Defect.BROKEN_WORD, (passage.quote(around(passage.words, *found.span())),), found[0])
    for found in _DIGIT_IN_WORD.finditer(passage.words):
        if len(found[0]) >= SHORTEST_SCANNED and any(
            paper.knows(found[0].replace("I", "1").lower().replace("0", "o").replace("1", one)) for one in "li"
        ):
            yield Flaw(Defect.BROKEN_WORD, (passage.quote(around(passage.words, *found.span())),), found[0])
    for found in _SPLIT.finditer(prose):
        if paper.knows(found[1] + found[2]) and not (paper.knows(found[1]) and paper.knows(found[2])):
            yield Flaw(Defect.BROKEN_WORD, (passage.quote(around(passage.words, *found.span())),), found[0])


def _nearly(word: str, paper: Paper) -> bool:
    """Say whether a word with a capital is none, and is one letter or two from a word that often has a capital."""
    if not word.istitle() or len(word) < SHORTEST_SLIP or paper.knows(word.lower()):
        return False
    return any(fuzz.ratio(word, one) >= NEARLY for one in _OFTEN_WITH_CAPITAL)


def _misspelt_headings(paper: Paper) -> Iterator[Flaw]:
    """In a heading, where most words have a capital, only a well-known misspelling is told from a name."""
    for heading in paper.headings:
        for word in words(heading.words):
            if len(word) >= SHORTEST_SLIP and paper.is_slip(word):
                yield Flaw(Defect.BROKEN_WORD, (Quote(paper.section_at(heading.at), heading.words),), word)


def _missing_words(paper: Paper, passage: Passage) -> Iterator[Flaw]:
    for found in (found for shape in _GAPS for found in shape.finditer(passage.words)):
        yield Flaw(Defect.WORD_MISSING, (passage.quote(around(passage.words, *found.span())),), found[0].strip())
    for found in _BE_TO.finditer(passage.words):
        sentence = re.split(r"[.!?] ", passage.words[: found.start()])[-1]
        if not _MAY_BE_TO_DO.search(sentence):
            yield Flaw(Defect.WORD_MISSING, (passage.quote(around(passage.words, *found.span())),), found[0])
    hanging = _HANGING.search(passage.words)
    if hanging and not passage.is_stem:
        yield Flaw(Defect.WORD_MISSING, (passage.quote(around(passage.words, *hanging.span())),), hanging[0])
    if _lacks_its_beginning(paper, passage):
        beginning = around(same_words(passage.clause.whole()), 0, 1)
        yield Flaw(Defect.WORD_MISSING, (passage.quote(beginning),), passage.words.split()[0])


def _wrong_words(passage: Passage) -> Iterator[Flaw]:
    for found in _ANOTHER_WORD.finditer(passage.words):
        yield Flaw(Defect.WRONG_WORD, (passage.quote(around(passage.words, *found.span())),), found[0])


def _lacks_its_beginning(paper: Paper, passage: Passage) -> bool:
    """Say whether a sentence starts in the middle: in small letters or with a mark, after a full stop or a heading."""
    if (passage.clause.stem and not passage.is_stem) or passage.at < 0 or not (passage.words[0].islower() or passage.words[0] in ":;,."):
        return False
    if not all(map(paper.knows, words(passage.words)[:1])):
        return False  # the broken word is told of by itself
    before = paper.plain[: passage.at].rstrip()
    headed = any(heading.at + len(heading.words) == len(before) for heading in paper.headings)
    return headed or _ENDED.search(before) is not None


def _doubled(passage: Passage) -> Iterator[Flaw]:
    for shape in (_TWICE, _TWO_VERBS, _TWO_MODALS, _TWO_JOINTS, _TWO_MEANS, _TWO_MARKS):
        for found in shape.finditer(passage.words):
            if shape is not _TWICE or not (found[1].lower() in _MAY_STAND_TWICE or found[1].isdigit()):
                yield Flaw(Defect.DOUBLED, (passage.quote(around(passage.words, *found.span())),), found[0])


def _open_brackets(passage: Passage, after: str) -> Iterator[Flaw]:
    for opening, closing in (("(", ")"), ("“", "”")):
        closes, opens = (after.find(one) % (len(after) + 1) for one in (closing, opening))
        if passage.words.count(opening) > passage.words.count(closing) and closes >= opens:
            at = passage.words.rfind(opening)
            yield Flaw(Defect.BRACKET_OPEN, (passage.quote(around(passage.words, at, at + 1)),), opening)
