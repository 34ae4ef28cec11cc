"""How alike passages of a transcript are, by the words that set them apart (TF-IDF). Pure.

scikit-learn takes more than a second to import, so only who asks does: in a job's own thread.
"""

from collections.abc import Sequence
from typing import Any

TOPIC_ROUNDS = 5


def likeness_matrix(said: Sequence[frozenset[str]]) -> Any:
    """A sparse row of weights for each passage, given by its stems; of length 1, or empty."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(said):
        return None
    vectorizer = TfidfVectorizer(analyzer=sorted, sublinear_tf=True)
    return vectorizer.fit_transform(said)


def centrality(rows: Any) -> list[float]:
    """How much each of these passages has in common with all the others: the degree of each in the
    graph of likeness (Erkan and Radev, "LexRank", 2004, found it to do as well as the PageRank)."""
    if rows.shape[0] < 2:
        return [0.0] * int(rows.shape[0])
    # A row's likeness to all of them is its likeness to their sum: no need for all the pairs.
    total = rows.sum(axis=0)
    own = rows.multiply(rows).sum(axis=1)
    degree = (rows @ total.T) - own
    return [float(each) / (rows.shape[0] - 1) for each in degree.A1]


def alike(one: Any, other: Any) -> float:
    """From 0, nothing in common, to 1, the same words."""
    return float(one.multiply(other).sum())


def groups(rows: Any, most: int) -> list[int]:
    """Which group each passage belongs to, at most so many groups; the same every time."""
    from sklearn.cluster import KMeans

    count = min(most, rows.shape[0])
    if count < 2:
        return [0] * int(rows.shape[0])
    found = KMeans(count, n_init=TOPIC_ROUNDS, random_state=0).fit_predict(rows)
    return [int(each) for each in found]
