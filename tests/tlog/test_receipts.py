"""Receipts in print: two forms of one content, bounded, strict, and nothing in them but hashes."""

import base64
from collections.abc import Sequence

import pytest
import qrcode
from hypothesis import example, given
from hypothesis import strategies as st
from tests.tlog.logs import (
    LATTICE,
    LOG,
    NOON,
    ORIGIN,
    SECOND,
    WITNESS,
    entries,
    head,
    plain,
    signed,
    tree_of,
    witnessed,
)

from habeas.errors import RefusedError
from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.faults import MalformedError, UnprovenError
from habeas.tlog.keys import Kind, Signer
from habeas.tlog.note import Note
from habeas.tlog.proof import Proof, parse_proof
from habeas.tlog.receipt import LARGEST_COMPACT, Receipt, parse_receipt, receipt_of
from habeas.tlog.tree import inclusion_proof, leaf_hash

HELD = entries(300)
TREE = tree_of(HELD)


def receipt(index: int = 200, *witnesses: Signer) -> Receipt:
    proof = Proof(
        index,
        tuple(inclusion_proof(index, 300, TREE.subtree)),
        signed(head(TREE), *(witnesses or (WITNESS, SECOND))),
    )
    return receipt_of(leaf_hash(HELD[index]), proof, LOG.verifier)


@given(st.integers(0, 299))
def test_both_forms_are_read_as_they_were_written_and_hold(index: int) -> None:
    made = receipt(index)
    address = f"https://register.example/check/#{made.compact()}"
    for form in (bytes(made), made.compact().encode(), address.encode(), f"  {address}\n".encode()):
        again = parse_receipt(form)
        assert again == made
        assert set(again.check(witnessed()).by_witnesses) == {b"mechanism", b"bar"}


def test_it_has_the_kinds_of_signatures_that_fit_and_is_a_proof_for_every_other_program() -> None:
    made = receipt(200, LATTICE, WITNESS)
    assert [each.name for each in made.proof.note.signatures] == [ORIGIN, "mechanism.example/w"]
    parse_proof(bytes(made)).check(leaf_hash(HELD[200]), plain())
    with pytest.raises(UnprovenError):
        Receipt(leaf_hash(HELD[201]), made.proof, made.key).check(plain())


def test_what_is_on_the_paper_is_no_event() -> None:
    event = b'{"type":"lawyer.requested","rec":"canary-7731"}'
    tree = tree_of([*HELD, event])
    proof = Proof(300, tuple(inclusion_proof(300, 301, tree.subtree)), signed(head(tree)), b"canary-7731")
    made = receipt_of(leaf_hash(event), proof, LOG.verifier)
    raw = base64.urlsafe_b64decode(made.compact() + "==")
    assert not any(word in form for form in (bytes(made), raw) for word in (b"canary", b"lawyer"))


@pytest.mark.parametrize("height", [0, 10, 20, 30])
def test_a_receipt_from_a_large_log_fits_a_code_on_paper(height: int) -> None:
    """A log of a thousand million entries: as many witnesses as fit, and a code at level M takes it."""
    text = str(Checkpoint(ORIGIN, 2**height, bytes(32)))
    witnesses = [
        Signer(f"witness-{n}.example/w", Kind.ED25519_COSIGNATURE, bytes((n,)) * 32) for n in range(1, 9)
    ]
    note = Note(text, (LOG.sign(text), *(each.sign(text, NOON) for each in witnesses)))
    made = receipt_of(bytes(32), Proof(0, (b"\xff" * 32,) * height, note), LOG.verifier)
    assert 2 <= len(made.proof.note.signatures) <= 9
    assert len(made.compact()) <= LARGEST_COMPACT
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(f"https://{'r' * 80}.example/check/#{made.compact()}")
    code.make(fit=True)
    assert code.version <= 40


def test_a_receipt_that_cannot_be_made_is_refused() -> None:
    made = receipt()
    other = Signer(ORIGIN, Kind.ED25519, b"\x05" * 32)
    more = Note(f"{made.proof.note.text}more\n", made.proof.note.signatures)
    for proof, key in (
        (made.proof, other.verifier),
        (Proof(200, made.proof.hashes, more), LOG.verifier),
        (Proof(200, (bytes(32),) * 60, made.proof.note), LOG.verifier),
    ):
        with pytest.raises(RefusedError):
            receipt_of(made.leaf, proof, key)


RECEIPT = receipt()
COMPACT = RECEIPT.compact()
RAW = base64.urlsafe_b64decode(COMPACT + "=" * (-len(COMPACT) % 4))


@given(st.integers(0, 100_000))
def test_one_bit_is_enough(bit: int) -> None:
    """In either form; only the log's key beside it may be another, and then it is not the one believed."""
    for whole in (RAW, bytes(RECEIPT)):
        data = bytearray(whole)
        data[bit // 8 % len(data)] ^= 1 << bit % 8
        form = base64.urlsafe_b64encode(data).rstrip(b"=") if whole is RAW else bytes(data)
        try:
            parse_receipt(form).check(witnessed())
        except (MalformedError, UnprovenError):
            continue
        raise AssertionError("a changed receipt was believed")


@given(st.binary(max_size=400), st.sampled_from([b"", RAW[:1], RAW[:100], RAW[:-1], RAW]))
@example(b"", RAW + b"\0")
def test_what_is_read_is_written_as_it_was(data: bytes, before: bytes) -> None:
    form = base64.urlsafe_b64encode(before + data).rstrip(b"=")
    try:
        made = parse_receipt(form)
    except MalformedError:
        return
    assert made.compact().encode() == form
    assert parse_receipt(bytes(made)) == made


def forms() -> Sequence[bytes]:
    text = bytes(RECEIPT)
    return (
        b"",
        b"#",
        COMPACT[:-1].encode(),
        f"{COMPACT}=".encode(),
        f"{COMPACT}A".encode(),
        COMPACT.encode() + b"A" * 3_000,
        b"A" * 3_600,
        b"A" * 5_000_000,
        "é".encode(),
        COMPACT.encode().replace(b"-", b"+").replace(b"_", b"/") + b"+",
        base64.urlsafe_b64encode(b"\x02" + RAW[1:]).rstrip(b"="),
        text[:-30],
        text.replace(b"extra ", b"extra AAAA"),
        bytes(Proof(200, RECEIPT.proof.hashes, RECEIPT.proof.note)),
        bytes(Proof(200, RECEIPT.proof.hashes, RECEIPT.proof.note, b"habeas/receipt/1\n" + bytes(63))),
        bytes(Proof(200, RECEIPT.proof.hashes, RECEIPT.proof.note, b"habeas/receipt/1\n" + bytes(64))),
        bytes(Proof(200, RECEIPT.proof.hashes, signed(head(TREE), LATTICE), parse_proof(text).extra)),
    )


@pytest.mark.parametrize("form", forms())
def test_what_is_no_receipt(form: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_receipt(form)
