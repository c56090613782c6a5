"""Something long sealed in pieces: it comes back as it was, or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.custody.keys import RecordKey
from habeas.custody.pieces import HEAD, PIECE, TAG, Sealed, Sealing, sealed_size
from habeas.errors import NotRightError

KEY = RecordKey(bytes(range(32)))


def sealed(data: bytes, step: int = PIECE) -> bytes:
    sealing = Sealing(KEY)
    told = [sealing.head]
    for first in range(0, len(data), step):
        told += sealing.take(data[first : first + step])
    return b"".join([*told, sealing.end()])


def opened(data: bytes, key: RecordKey = KEY) -> bytes:
    return b"".join(Sealed(key, io.BytesIO(data)).pieces())


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
@pytest.mark.parametrize("step", [1_000, PIECE, 5 * PIECE])
def test_what_was_sealed_comes_back_however_it_was_cut(size, step):
    data = bytes(n % 251 for n in range(size))
    file = sealed(data, step)
    assert len(file) == sealed_size(size)
    assert opened(file) == data
    assert Sealed(KEY, io.BytesIO(file)).size == size
    assert data[:1_000] == b"" or len(data) < 9 or data[:1_000] not in file


DATA = bytes(n % 253 for n in range(2 * PIECE + 100))
FILE = sealed(DATA)
FULL = PIECE + TAG


def both_ways(file: bytes) -> None:
    with pytest.raises(NotRightError) as refused:
        opened(file)
    assert refused.value.code == "recording-broken"


@given(st.integers(0, len(FILE) - 1), st.integers(0, 7))
def test_one_bit_changed_anywhere_is_seen(place, bit):
    changed = bytearray(FILE)
    changed[place] ^= 1 << bit
    both_ways(bytes(changed))


@given(st.integers(0, len(FILE) - 1))
def test_what_is_cut_off_is_seen(length):
    both_ways(FILE[:length])


def test_pieces_left_out_doubled_moved_or_added_are_seen_and_so_is_another_key():
    head, first, second, last = (
        FILE[:HEAD],
        FILE[HEAD : HEAD + FULL],
        FILE[HEAD + FULL : HEAD + 2 * FULL],
        FILE[HEAD + 2 * FULL :],
    )
    for told in ([second, last], [second, first, last], [first, first, second, last], [first, second]):
        both_ways(b"".join([head, *told]))
    both_ways(FILE + b"x")
    both_ways(FILE + last)
    with pytest.raises(NotRightError):
        opened(FILE, RecordKey(bytes(32)))
    with pytest.raises(NotRightError):
        Sealed(KEY, io.BytesIO(FILE[: HEAD + FULL])).hold_ends()


def test_two_files_of_one_record_and_one_content_share_nothing():
    assert sealed(DATA)[HEAD:] != FILE[HEAD:]
