"""The sense of a text as a vector, by a model that is an optional part: near in sense, near in direction.

Nothing here is used unless it is asked for. Which model, from where and with which SHA-256:
:mod:`habeas.threads.sense.model`. What it may and may not say: ``docs/decisions/0014-sense.md``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float16]
"""One text, of length one up to the half precision in which it is kept."""

_AT_ONCE = 64
"""Texts that are read and kept together: what is lost when it is broken off."""


class Encoder(Protocol):
    """What makes vectors. Those of two ``digest`` have nothing to do with each other."""

    @property
    def name(self) -> str:
        """The model, as it is said to people."""

    @property
    def digest(self) -> str:
        """64 hexadecimal digits of all that the vectors depend on."""

    @property
    def width(self) -> int:
        """How many numbers a vector has."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (texts, width), each row of length one."""


class Keeping(Protocol):
    """Where vectors are kept; :class:`habeas.threads.sense.kept.Kept` is on the disk."""

    def of(self, texts: Iterable[str]) -> dict[str, Vector]:
        """Those that are kept, by text."""

    def keep(self, made: Mapping[str, Vector]) -> None:
        """Keep them."""


@dataclass(frozen=True, slots=True)
class Sense:
    """Vectors by text (:func:`~habeas.threads.terms.plain`), as far as ``model`` read them."""

    model: str
    vectors: Mapping[str, Vector]


def read(
    texts: Iterable[str],
    encoder: Encoder,
    kept: Keeping | None = None,
    *,
    step: Callable[[int], object] = lambda _done: None,
) -> Sense:
    """Return the sense of each text: those in ``kept`` as they are, the others read once and kept there.

    ``step`` is told how many more are read. What was kept stays, wherever this breaks off.
    """
    wanted = dict.fromkeys(texts)
    vectors = kept.of(wanted) if kept else {}
    step(len(vectors))
    missing = iter([text for text in wanted if text not in vectors])
    while some := list(islice(missing, _AT_ONCE)):
        made = dict(zip(some, encoder.encode(some).astype(np.float16), strict=True))
        if kept:
            kept.keep(made)
        vectors |= made
        step(len(made))
    return Sense(encoder.name, vectors)
