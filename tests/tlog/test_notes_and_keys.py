"""Notes, checkpoints and keys: one way to write each, and no signature where none holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tlog.logs import LATTICE, LOG, NOON, ORIGIN, SECOND, WITNESS, entries, head, signed, tree_of

from habeas.errors import RefusedError
from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.faults import MalformedError, UnprovenError
from habeas.tlog.keys import _SMALL_ORDER, Kind, Signer, Verifier, opened, parse_verifier
from habeas.tlog.note import MOST_SIGNATURES, Note, Signature, is_key_name, parse_note

HEAD = head(tree_of(entries(5)))
ALL = (LOG, WITNESS, SECOND, LATTICE)
LETTERS = st.sampled_from("abzéλ—=/ \u3000\x7f\x80\U0001f54a")
LINES = st.text(LETTERS, min_size=1, max_size=30)
NAMES = LINES.filter(is_key_name)


@given(
    st.lists(LINES | st.just(""), max_size=5),
    st.lists(
        st.builds(Signature, NAMES, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=80)),
        min_size=1,
        max_size=5,
    ),
)
def test_a_note_is_read_as_it_was_written(lines: list[str], signatures: list[Signature]) -> None:
    note = Note("".join(f"{line}\n" for line in lines) or "\n", tuple(signatures))
    assert parse_note(bytes(note)) == note


@given(st.binary(max_size=200) | st.text(alphabet="—  ab\n+=/", max_size=60).map(str.encode))
def test_what_is_read_as_a_note_is_written_as_it_was(data: bytes) -> None:
    try:
        note = parse_note(data)
    except MalformedError:
        return
    assert bytes(note) == data


@given(LINES, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(LINES, max_size=3))
def test_a_checkpoint_is_read_as_it_was_written(origin: str, size: int, root: bytes, more: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(more))
    assert parse_checkpoint(str(checkpoint)) == checkpoint


ROOT = str(HEAD).split("\n")[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"{ORIGIN}\n5\n",
        f"{ORIGIN}\n5\n{ROOT}",
        f"\n5\n{ROOT}\n",
        f"{ORIGIN}\n05\n{ROOT}\n",
        f"{ORIGIN}\n-5\n{ROOT}\n",
        f"{ORIGIN}\n٥\n{ROOT}\n",
        f"{ORIGIN}\n5 \n{ROOT}\n",
        f"{ORIGIN}\n9223372036854775808\n{ROOT}\n",
        f"{ORIGIN}\n5\n{ROOT[:-1]}\n",
        f"{ORIGIN}\n5\n{ROOT[:-4]}\n",
        f"{ORIGIN}\n5\n{ROOT[:-2]}{chr(ord(ROOT[-2]) + 1)}=\n",
        f"{ORIGIN}\n5\n{ROOT}\n\n",
        f"{ORIGIN}\n5\n{ROOT}\nmore\n\nmore\n",
    ],
)
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(MalformedError) as refused:
        parse_checkpoint(text)
    assert refused.value.code == "log-checkpoint-malformed"


def test_a_note_has_a_largest_size_and_a_largest_number_of_signatures() -> None:
    line = WITNESS.sign(str(HEAD), NOON)
    assert len(parse_note(bytes(Note(str(HEAD), (line,) * MOST_SIGNATURES))).signatures) == MOST_SIGNATURES
    with pytest.raises(MalformedError, match="more than 100 signatures"):
        parse_note(bytes(Note(str(HEAD), (line,) * (MOST_SIGNATURES + 1))))
    with pytest.raises(MalformedError, match="bytes"):
        parse_note(bytes(Note("a" * 600_000 + "\n", (line,))))


@pytest.mark.parametrize(
    "line", ["", "x", "— ", "— a", "— a AAAA", "— a AAAAAA==", "— a AAAAAAA", "— a  AAAAAAA="]
)
def test_what_is_no_line_of_a_signature(line: str) -> None:
    with pytest.raises(MalformedError):
        parse_note(f"text\n\n{line}\n".encode())


@pytest.mark.parametrize("signer", ALL, ids=lambda signer: signer.verifier.kind.name)
def test_each_kind_of_key_signs_what_its_public_half_accepts(signer: Signer) -> None:
    verifier = parse_verifier(str(signer.verifier))
    time = NOON if verifier.kind.is_timed else None
    note = Note(str(HEAD), (signer.sign(str(HEAD), time),))
    (held,) = opened(parse_note(bytes(note)), [verifier])
    assert (held.verifier, held.time) == (signer.verifier, time)
    made = note.signatures[0].made
    for near in (made[:-1], made + b"\0", b"", made[:7], bytes(8) + made[8:], b"\xff" * 8 + made[8:]):
        assert not verifier.accepts(str(HEAD), near)
    assert not verifier.accepts(str(HEAD) + "x\n", made)
    for other in ALL:
        assert other is signer or not other.verifier.accepts(str(HEAD), made)
    with pytest.raises(ValueError, match="time"):
        signer.sign(str(HEAD), None if time else NOON)


@given(st.sampled_from(ALL[:3]), st.integers(0, 10_000))
def test_one_bit_of_a_signature_is_enough(signer: Signer, bit: int) -> None:
    made = bytearray(signer.sign(str(HEAD), NOON if signer.verifier.kind.is_timed else None).made)
    made[bit // 8 % len(made)] ^= 1 << bit % 8
    assert not signer.verifier.accepts(str(HEAD), bytes(made))


def test_a_key_of_one_kind_does_not_pass_for_another() -> None:
    as_witness = Signer(ORIGIN, Kind.ED25519_COSIGNATURE, bytes(32))
    assert as_witness.verifier.public == LOG.verifier.public
    assert as_witness.verifier.key_id != LOG.verifier.key_id
    with pytest.raises(UnprovenError, match="no key that you named"):
        opened(signed(HEAD), [as_witness.verifier])


def test_a_known_key_whose_signature_is_wrong_refuses_the_note() -> None:
    note = signed(HEAD, WITNESS)
    (by_log, by_witness) = note.signatures
    forged = Note(note.text, (by_log, Signature(by_witness.name, by_witness.key_id, bytes(72))))
    assert len(opened(forged, [LOG.verifier])) == 1
    with pytest.raises(UnprovenError) as refused:
        opened(forged, [LOG.verifier, WITNESS.verifier])
    assert refused.value.code == "log-signature-wrong"


def test_extension_lines_are_signed_by_ed25519_and_not_taken_under_ml_dsa_44() -> None:
    more = Checkpoint(HEAD.origin, HEAD.size, HEAD.root, ("more",))
    assert len(opened(signed(more, WITNESS), [LOG.verifier, WITNESS.verifier])) == 2
    with pytest.raises(ValueError, match="no extension lines"):
        LATTICE.sign(str(more), NOON)
    over_three_lines = LATTICE.sign(str(HEAD), NOON)
    assert not LATTICE.verifier.accepts(str(more), over_three_lines.made)
    assert not LATTICE.verifier.accepts("no checkpoint\n", over_three_lines.made)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "+",
        "name",
        "na me+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        str(LOG.verifier).replace("north", "south"),
        str(Verifier("name", Kind.ED25519, bytes(31))),
        str(Verifier("name", Kind.MLDSA44_COSIGNATURE, bytes(32))),
        "name+00000000+/w==",
        "name+0000000g+AQ==",
    ],
)
def test_what_is_no_key(vkey: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_verifier(vkey)
    assert refused.value.code == "log-key-refused"


def test_a_key_in_whose_name_anybody_can_sign_is_refused() -> None:
    neutral = Verifier("log.example", Kind.ED25519, b"\x01" + bytes(31))
    forged = b"\x01" + bytes(63)
    assert neutral.accepts("5 entries\n", forged), "the library itself takes it"
    assert neutral.accepts("6 entries\n", forged)
    beyond = (2**255 - 19 + 3).to_bytes(32, "little")
    for public in (neutral.public, bytes(32), bytes(31) + b"\x80", b"\x01" + bytes(30) + b"\x80", beyond):
        for kind in (Kind.ED25519, Kind.ED25519_COSIGNATURE):
            with pytest.raises(RefusedError, match="anybody can sign"):
                parse_verifier(str(Verifier("log.example", kind, public)))


def test_every_point_of_small_order_is_known() -> None:
    """By the formula of the curve: eight times the point is the neutral one, and there are eight of them."""
    field = 2**255 - 19
    d = -121665 * pow(121666, -1, field) % field

    def added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
        (a, b), (x, y) = one, other
        cross = d * a * x * b * y % field
        return (
            (a * y + x * b) * pow(1 + cross, -1, field) % field,
            (b * y + a * x) * pow(1 - cross, -1, field) % field,
        )

    found = set()
    for height in _SMALL_ORDER:
        square = (height * height - 1) * pow(d * height * height + 1, -1, field) % field
        side = pow(square, (field + 3) // 8, field)
        if (side * side - square) % field:
            side = side * pow(2, (field - 1) // 4, field) % field
        for point in ((side, height), (-side % field, height)):
            times = point
            for _ in range(3):
                times = added(times, times)
            assert times == (0, 1)
            found.add(point)
    assert len(found) == 8


def test_a_key_needs_a_name_that_a_line_can_carry() -> None:
    for name in ("", "a b", "a+b", "a\tb", "x" * 256):
        with pytest.raises(ValueError, match="needs a name"):
            Signer(name, Kind.ED25519, bytes(32))
