"""Builds the weights of the two readings and of the two detectors of reports, from the YAML, in two processes of their own.

Two cores are used, and the memory of the process that asks for it stays as it was. Run as a module, it builds one half (`words` or `others`).
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge.checking import check_knowledge
from knowledge.disclosures import Example, Telling, build_features, common_words, label_told, label_urgent, load_examples, telling_features
from knowledge.features import Question, concept_features, prepare, word_features
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.loading import HOME, fingerprint, load_knowledge
from knowledge.strict import KnowledgeError
from knowledge.text import words
from knowledge.weights import Recipe, build_classifier, cache_name, save_classifier, whole_or_nothing

CLASSIFIERS = ("words", "concepts", "told", "built", "urgent", "urgent_built")
"""What is built: the two readings of topics, and two of each detector of reports, by words and by how the message is built."""
HALVES = ("words", "others")


class BuildError(Exception):
    """Building failed; the message holds what the process that built said last."""


def weights_folder(cache: Path, home: Path) -> Path:
    """Return where the weights of the knowledge under `home` are kept, whether or not they are there yet."""
    return cache / cache_name(fingerprint(home))


def known_words_file(folder: Path) -> Path:
    """Return the file of words that are taken as spelt right."""
    return folder / "known.txt"


def common_words_file(folder: Path) -> Path:
    """Return the file of words that make up the build of a sentence."""
    return folder / "common.txt"


def build_weights(cache: Path, home: Path = HOME) -> Path:
    """Build the weights of the knowledge under `home` and return the folder that holds them. Raises KnowledgeError and BuildError.

    What `signpost check` refuses is never built, so what is built has been checked.
    """
    faults = check_knowledge(home)
    if faults:
        raise KnowledgeError(faults)
    target = weights_folder(cache, home)
    with whole_or_nothing(target) as folder:
        command = [sys.executable, "-m", "knowledge.building"]
        started = [subprocess.Popen([*command, half, home, folder], stderr=subprocess.PIPE, text=True) for half in HALVES]  # noqa: S603
        said = [process.communicate()[1] for process in started]
        if any(process.returncode for process in started):
            raise BuildError("the weights could not be built: " + " ".join(said).strip()[-400:])
    return target


def _build_words(home: Path, folder: Path) -> None:
    """Build the reading by words, and the list of words that are taken as spelt right."""
    lexicon = load_lexicon(home)
    asks = [(topic.id, lexicon.respelt(words(ask))) for topic in load_knowledge(home).topics.values() for ask in topic.asks]
    recipe = Recipe([word_features(plain) for _, plain in asks], [topic for topic, _ in asks], rarest=3, epochs=5)
    known_words_file(folder).write_text("\n".join(_known_words((plain for _, plain in asks), lexicon)), encoding="utf-8")
    save_classifier("words", build_classifier(recipe), folder)


def _build_others(home: Path, folder: Path) -> None:
    """Build the reading by concepts, and the two detectors of reports."""
    lexicon = load_lexicon(home)
    asks = [(topic, prepare(ask, lexicon)) for topic in load_knowledge(home).topics.values() for ask in topic.asks]
    topics = [topic.id for topic, _ in asks]
    save_classifier("concepts", build_classifier(Recipe([concept_features(one.concepts) for _, one in asks], topics, rarest=12, epochs=6)), folder)
    asked = [question for topic, question in asks if not topic.may_tell][::2]  # every other one: they are many, and much alike to this eye
    known = frozenset(_known_words((question.plain for _, question in asks), lexicon))
    examples = load_examples(home)
    _build_detectors(examples, [*(prepare(example.text, lexicon) for example in examples), *asked], known, folder)


def _build_detectors(examples: Sequence[Example], messages: Sequence[Question], known: frozenset[str], folder: Path) -> None:
    """Build the detectors of reports; `messages` are those of the examples and then questions, which tell of nothing."""
    asked = messages[len(examples) :]
    common = common_words(messages[: len(examples)])
    common_words_file(folder).write_text("\n".join(common), encoding="utf-8")
    by_words = [telling_features(one) for one in messages]
    by_build = [build_features(one, frozenset(common), known) for one in messages]
    labels = label_told([*examples, *(Example(Telling.QUESTION, one.text) for one in asked)])
    reports = [place for place, example in enumerate(examples) if example.is_report()]
    urgency = label_urgent([examples[place] for place in reports])
    for name, urgent_name, features in (("told", "urgent", by_words), ("built", "urgent_built", by_build)):
        save_classifier(name, build_classifier(Recipe(features, labels, rarest=2, epochs=6)), folder)
        save_classifier(urgent_name, build_classifier(Recipe([features[place] for place in reports], urgency, rarest=2, epochs=6)), folder)


def _known_words(asks: Iterable[Sequence[str]], lexicon: Lexicon) -> list[str]:
    """Return the words that are taken as spelt right: used in three asks or more, in the lexicon, or the name of a network."""
    counts = Counter(word for plain in asks for word in set(plain))
    known = {word for word, count in counts.items() if count >= 3}
    known.update(lexicon.spellings.values())
    known.update(word for name in lexicon.networks for word in name)
    return sorted(known)


if __name__ == "__main__":
    {"words": _build_words, "others": _build_others}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
