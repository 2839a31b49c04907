"""Keeps built weights on disk under the hash of what they were built from, and opens them without building again.

Building reads every ask (seconds); opening maps files into memory (a fraction of a second). A cache that is missing, half written or of
another version is simply built again: nothing in it is precious.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EEXIST, ENOTEMPTY
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.training import Floats, chances, number_texts, train_weights

MANY_TEXTS = 5000
"""Below so many texts no feature is too rare to count."""
FORMAT = "1"
"""Changed whenever what is kept, or how it is built, changes."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """Discriminative weights over the features of one reading."""

    classes: tuple[str, ...]
    rows: dict[str, int]
    """Feature -> its row in `weights`."""
    inverse: Floats
    weights: npt.NDArray[np.float16]
    bias: Floats

    def read(self, features: Sequence[str]) -> Floats:
        """Return the chance of each class, in the order of `classes`; they sum to one."""
        rows = [row for row in map(self.rows.get, features) if row is not None]
        if not rows:
            return chances(self.bias)
        held, counts = np.unique(np.array(rows, dtype=np.int64), return_counts=True)
        damped = (1 + np.log(counts)).astype(np.float32) * self.inverse[held]
        damped /= np.sqrt((damped**2).sum())
        return chances(damped @ self.weights[held].astype(np.float32) + self.bias)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one classifier is built from labelled feature lists."""

    texts: Sequence[Sequence[str]]
    labels: Sequence[str]
    rarest: int
    """A feature must occur in this many texts to count, where there are many."""
    epochs: int


def build_classifier(recipe: Recipe) -> Classifier:
    """Return the classifier of a recipe; the same recipe gives the same weights."""
    classes = tuple(sorted(set(recipe.labels)))
    numbers = {name: number for number, name in enumerate(classes)}
    corpus = number_texts(recipe.texts, recipe.rarest if len(recipe.texts) >= MANY_TEXTS else 1)
    labels = np.array([numbers[label] for label in recipe.labels], dtype=np.int64)
    weights, bias = train_weights(corpus.rows, labels, len(classes), epochs=recipe.epochs)
    rows = {feature: row for row, feature in enumerate(corpus.vocabulary)}
    return Classifier(classes, rows, corpus.inverse, weights.astype(np.float16), bias)


def cache_name(fingerprint: str) -> str:
    """Return the name of the cache folder for knowledge with this fingerprint, as built by this code."""
    code = hashlib.sha256()
    for module in ("text.py", "features.py", "lexicon.py", "disclosures.py", "training.py", "weights.py", "building.py"):
        code.update((Path(__file__).parent / module).read_bytes())
    return hashlib.sha256(f"{FORMAT} {fingerprint} {code.hexdigest()}".encode()).hexdigest()[:20]


def save_classifier(name: str, classifier: Classifier, folder: Path) -> None:
    """Write one classifier into `folder`."""
    np.save(folder / f"{name}.weights.npy", classifier.weights)
    np.save(folder / f"{name}.inverse.npy", classifier.inverse)
    np.save(folder / f"{name}.bias.npy", classifier.bias)
    (folder / f"{name}.features.txt").write_text("\n".join(classifier.rows), encoding="utf-8")
    (folder / f"{name}.classes.txt").write_text("\n".join(classifier.classes), encoding="utf-8")


@contextmanager
def whole_or_nothing(folder: Path) -> Iterator[Path]:
    """Give a folder to write in, which takes the place of `folder` only once everything is in it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        yield draft
        with suppress(FileNotFoundError):
            folder.rename(draft.with_suffix(".old"))
        try:
            draft.rename(folder)
        except OSError as error:
            if error.errno not in (ENOTEMPTY, EEXIST):  # else another process was first; what it wrote is the same
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(draft.with_suffix(".old"), ignore_errors=True)


def open_classifiers(folder: Path, names: Iterable[str]) -> dict[str, Classifier] | None:
    """Return the classifiers in `folder`, or None where one is missing or damaged and must be built again."""
    try:
        return {name: _open_classifier(folder, name) for name in names}
    except (OSError, ValueError, EOFError):
        return None


def _open_classifier(folder: Path, name: str) -> Classifier:
    features = (folder / f"{name}.features.txt").read_text(encoding="utf-8").splitlines()
    classes = (folder / f"{name}.classes.txt").read_text(encoding="utf-8").splitlines()
    weights = np.load(folder / f"{name}.weights.npy", mmap_mode="r", allow_pickle=False)
    inverse = np.load(folder / f"{name}.inverse.npy", allow_pickle=False)
    bias = np.load(folder / f"{name}.bias.npy", allow_pickle=False)
    if weights.shape != (len(features), len(classes)) or inverse.shape != (len(features),) or bias.shape != (len(classes),):
        raise ValueError(f"{folder.name}: the parts of '{name}' do not fit together")
    return Classifier(tuple(classes), {feature: row for row, feature in enumerate(features)}, inverse, weights, bias)
