"""How near two English words are in meaning, and how much a word says: from static word vectors
that come with their package, without network. Pure.

The vectors were trained so that the mean of a sentence's vectors says what it is about; a word that
says little ("the", "please") therefore has a short one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

# numpy and the vectors are loaded where they are first needed: most processes never need them
if TYPE_CHECKING:
    import numpy as np
    import wordllama
    from numpy.typing import NDArray

    Vector: TypeAlias = NDArray[np.float32]

_SAYS_NOTHING, _SAYS_MOST = 6.5, 11.0
"""Lengths of vectors: of a word that says nothing, and from which on one says all it can."""


@lru_cache(maxsize=8192)
def vector(word: str) -> Vector:
    """Where this word is, as a vector of length one."""
    import numpy as np

    pieces = _pieces(word)
    mean = pieces.mean(axis=0) if len(pieces) else np.zeros(pieces.shape[1], np.float32)
    return np.asarray(mean / (np.linalg.norm(mean) or 1), dtype=np.float32)


class Nearby:
    """Words among which those near others are found, all at once."""

    def __init__(self, words: Sequence[str]) -> None:
        self._vectors = [vector(each) for each in words]

    def to(self, words: Sequence[str], least: float) -> list[int]:
        """The places of those whose cosine with one of these words is at least this."""
        import numpy as np

        if not self._vectors or not words:
            return []
        close = np.stack(self._vectors) @ np.stack([vector(each) for each in words]).T
        return [int(at) for at in np.flatnonzero(close.max(axis=1) >= least)]


@lru_cache(maxsize=65536)
def nearness(one: str, other: str) -> float:
    """The cosine of two words: 1 for one word, about 0 for two that have nothing in common."""
    return float(vector(one) @ vector(other))


@lru_cache(maxsize=8192)
def telling(word: str) -> float:
    """How much this word says, from 0 to 1."""
    import numpy as np

    pieces = _pieces(word)
    length = float(np.linalg.norm(pieces, axis=1).max()) if len(pieces) else 0.0
    return min(max((length - _SAYS_NOTHING) / (_SAYS_MOST - _SAYS_NOTHING), 0.0), 1.0)


def _pieces(word: str) -> Vector:
    import numpy as np

    model = _model()
    numbers = model.tokenizer.encode(word, add_special_tokens=False).ids
    return np.asarray(model.embedding[numbers], dtype=np.float32)


@cache
def _model() -> wordllama.WordLlamaInference:
    """The vectors, read once: that takes a second."""
    import wordllama

    # its tokenizer is looked for in another folder than the one it is packed in, unless told so
    packed = Path(wordllama.__file__).parent
    return wordllama.WordLlama.load(cache_dir=packed, disable_download=True)
