"""Keeps built weights on disk under the hash of what they were built from, and opens them without building again.

Building reads every ask (seconds); opening maps files into memory (a fraction of a second). A cache that is missing, half written or of
another version is simply built again: nothing in it is precious.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.training import Floats, chances, choose_vocabulary, count_inverse, train_weights, vectors

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
        counts: dict[int, int] = {}
        for feature in features:
            row = self.rows.get(feature)
            if row is not None:
                counts[row] = counts.get(row, 0) + 1
        if not counts:
            return chances(self.bias)
        held = np.fromiter(sorted(counts), dtype=np.int64, count=len(counts))
        damped = np.array([1 + np.log(counts[row]) for row in held.tolist()], dtype=np.float32) * self.inverse[held]
        damped /= np.sqrt((damped**2).sum())
        return chances(damped @ self.weights[held].astype(np.float32) + self.bias)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one classifier is built from labelled feature lists."""

    name: str
    texts: Sequence[Sequence[str]]
    labels: Sequence[str]
    rarest: int
    """A feature must occur in this many texts to count."""
    epochs: int


def build_classifier(recipe: Recipe) -> Classifier:
    """Return the classifier of a recipe; the same recipe gives the same weights."""
    classes = tuple(sorted(set(recipe.labels)))
    numbers = {name: number for number, name in enumerate(classes)}
    vocabulary = choose_vocabulary(recipe.texts, recipe.rarest)
    inverse = count_inverse(recipe.texts, vocabulary)
    rows = vectors(recipe.texts, vocabulary, inverse)
    labels = np.array([numbers[label] for label in recipe.labels], dtype=np.int64)
    weights, bias = train_weights(rows, labels, len(classes), epochs=recipe.epochs)
    return Classifier(classes, {feature: row for row, feature in enumerate(vocabulary)}, inverse, weights.astype(np.float16), bias)


def cache_name(fingerprint: str) -> str:
    """Return the name of the cache folder for knowledge with this fingerprint, as built by this code."""
    code = hashlib.sha256()
    for module in ("text.py", "features.py", "lexicon.py", "training.py", "weights.py"):
        code.update((Path(__file__).parent / module).read_bytes())
    return hashlib.sha256(f"{FORMAT} {fingerprint} {code.hexdigest()}".encode()).hexdigest()[:20]


def save_classifiers(classifiers: dict[str, Classifier], extra: dict[str, object], folder: Path) -> None:
    """Write classifiers and `extra` (plain JSON) to `folder`, whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        for name, classifier in classifiers.items():
            np.save(draft / f"{name}.weights.npy", classifier.weights)
            np.save(draft / f"{name}.inverse.npy", classifier.inverse)
            np.save(draft / f"{name}.bias.npy", classifier.bias)
            (draft / f"{name}.features.txt").write_text("\n".join(classifier.rows), encoding="utf-8")
            (draft / f"{name}.classes.txt").write_text("\n".join(classifier.classes), encoding="utf-8")
        (draft / "extra.json").write_text(json.dumps({"names": list(classifiers), **extra}), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def open_classifiers(folder: Path) -> tuple[dict[str, Classifier], dict[str, object]] | None:
    """Return what `save_classifiers` wrote, or None where it is missing or damaged and must be built again."""
    try:
        extra = json.loads((folder / "extra.json").read_text(encoding="utf-8"))
        return {name: _open_classifier(folder, name) for name in extra.pop("names")}, extra
    except (OSError, ValueError, KeyError):
        return None


def _open_classifier(folder: Path, name: str) -> Classifier:
    features = (folder / f"{name}.features.txt").read_text(encoding="utf-8").split("\n")
    classes = (folder / f"{name}.classes.txt").read_text(encoding="utf-8").split("\n")
    weights = np.load(folder / f"{name}.weights.npy", mmap_mode="r", allow_pickle=False)
    inverse = np.load(folder / f"{name}.inverse.npy", allow_pickle=False)
    bias = np.load(folder / f"{name}.bias.npy", allow_pickle=False)
    if weights.shape != (len(features), len(classes)) or inverse.shape != (len(features),) or bias.shape != (len(classes),):
        raise ValueError(f"{folder.name}: the parts of '{name}' do not fit together")
    return Classifier(tuple(classes), {feature: row for row, feature in enumerate(features)}, inverse, weights, bias)
