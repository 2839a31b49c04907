"""Builds discriminative weights from labelled texts: multinomial logistic regression, trained in seconds by adaptive gradient descent.

Deterministic: the same texts give the same weights. scikit-learn's solvers were tried first: on 300 topics the one-against-all ones give
margins that cannot be read as chances, and the joint ones take minutes (docs/accuracy.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float32]

SMOOTHING = 0.05
"""Share of each label spread over all others, so that no single ask is believed outright."""


def choose_vocabulary(texts: Sequence[Sequence[str]], rarest: int) -> list[str]:
    """Return the features that occur in at least `rarest` texts, in a fixed order."""
    counts: Counter[str] = Counter()
    for features in texts:
        counts.update(set(features))
    return sorted(feature for feature, count in counts.items() if count >= rarest)


def count_inverse(texts: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> Floats:
    """Return the inverse document frequency of each feature, smoothed as if one more text held them all."""
    rows = {feature: row for row, feature in enumerate(vocabulary)}
    counts = np.zeros(len(vocabulary), dtype=np.float64)
    for features in texts:
        for feature in set(features):
            row = rows.get(feature)
            if row is not None:
                counts[row] += 1
    return (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)


def vectors(texts: Sequence[Sequence[str]], vocabulary: Sequence[str], inverse: Floats) -> sparse.csr_matrix:
    """Return one row a text: damped counts times inverse document frequency, of length one."""
    rows = {feature: row for row, feature in enumerate(vocabulary)}
    indices: list[int] = []
    values: list[float] = []
    starts = [0]
    for features in texts:
        counts = Counter(row for feature in features if (row := rows.get(feature)) is not None)
        held = np.fromiter(sorted(counts), dtype=np.int64, count=len(counts))
        weight = np.array([1 + np.log(counts[row]) for row in held], dtype=np.float32) * inverse[held]
        length = float(np.sqrt((weight**2).sum())) or 1.0
        indices.extend(held.tolist())
        values.extend((weight / length).tolist())
        starts.append(len(indices))
    return sparse.csr_matrix((np.array(values, np.float32), np.array(indices, np.int64), starts), shape=(len(texts), len(vocabulary)))


def train_weights(
    rows: sparse.csr_matrix, labels: npt.NDArray[np.int64], classes: int, *, epochs: int, rate: float = 0.2, batch: int = 128
) -> tuple[Floats, Floats]:
    """Return (weights, bias) of a multinomial logistic regression: weights is features x classes, bias is classes."""
    weights = np.zeros((rows.shape[1], classes), dtype=np.float32)
    bias = np.zeros(classes, dtype=np.float32)
    spread = np.full(rows.shape[1], 1e-8, dtype=np.float32)
    bias_spread = np.full(classes, 1e-8, dtype=np.float32)
    order = np.random.RandomState(20_261_120)
    for _ in range(epochs):
        shuffled = order.permutation(rows.shape[0])
        for start in range(0, len(shuffled), batch):
            chosen = shuffled[start : start + batch]
            part = rows[chosen]
            columns, places = np.unique(part.indices, return_inverse=True)
            narrow = sparse.csr_matrix((part.data, places, part.indptr), shape=(len(chosen), len(columns)))
            held = weights[columns]
            error = chances(narrow @ held + bias) - SMOOTHING / classes
            error[np.arange(len(chosen)), labels[chosen]] -= 1 - SMOOTHING
            slope = narrow.T @ error
            spread[columns] += (slope * slope).mean(axis=1)
            weights[columns] = held - rate * slope / np.sqrt(spread[columns])[:, None]
            lean = error.sum(axis=0)
            bias_spread += lean * lean
            bias -= rate * 0.1 * lean / np.sqrt(bias_spread)
    return weights, bias


def chances(scores: Floats) -> Floats:
    """Return scores as chances: each row is positive and sums to one (softmax)."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)
