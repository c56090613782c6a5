"""Receipts, and the conversation with a witness: every answer that the protocol has."""

import pytest
from hypothesis import given
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
from habeas.tlog.keys import Kind, Signer, opened, parse_signer
from habeas.tlog.note import Note, Signature, parse_signatures
from habeas.tlog.proof import Proof, parse_proof
from habeas.tlog.tree import consistency_proof, inclusion_proof, leaf_hash
from habeas.tlog.witness import (
    SIZE_TYPE,
    Answer,
    Ground,
    Request,
    WitnessedLog,
    answer,
    cosigned,
    parse_request,
)

HELD = entries(300)
TREE = tree_of(HELD)


def receipt(index: int, size: int = 300, extra: bytes | None = None) -> Proof:
    return Proof(
        index,
        tuple(inclusion_proof(index, size, TREE.subtree)),
        signed(head(TREE, size), WITNESS, SECOND),
        extra,
    )


@given(st.integers(0, 299), st.none() | st.binary(max_size=40))
def test_a_receipt_is_read_as_it_was_written_and_holds(index: int, extra: bytes | None) -> None:
    proof = receipt(index, extra=extra)
    again = parse_proof(bytes(proof))
    assert again == proof
    judged = again.check(leaf_hash(HELD[index]), witnessed())
    assert judged.checkpoint.size == 300
    with pytest.raises(UnprovenError):
        again.check(leaf_hash(HELD[index] + b"x"), witnessed())


def test_the_only_entry_needs_no_hash() -> None:
    proof = receipt(0, 1)
    assert proof.hashes == ()
    parse_proof(bytes(proof)).check(leaf_hash(HELD[0]), plain())


@given(st.integers(0, 100_000))
def test_one_bit_of_a_receipt_is_enough(bit: int) -> None:
    """Only what nobody vouches for may change: the signature of a witness whom nobody knows."""
    data = bytearray(bytes(receipt(200)))
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    try:
        changed = parse_proof(bytes(data))
        changed.check(leaf_hash(HELD[200]), witnessed())
    except (MalformedError, UnprovenError):
        return
    raise AssertionError("a changed receipt was believed")


@given(st.binary(max_size=300))
def test_what_is_read_as_a_receipt_is_written_as_it_was(data: bytes) -> None:
    for each in (data, b"c2sp.org/tlog-proof@v1\n" + data, b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + data):
        try:
            assert bytes(parse_proof(each)) == each
        except MalformedError:
            continue


NOTE = bytes(signed(head(TREE, 1))).decode()
FIRST = "c2sp.org/tlog-proof@v1\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        NOTE,
        f"{FIRST}\n{NOTE}",
        f"{FIRST}index 00\n\n{NOTE}",
        f"{FIRST}index -1\n\n{NOTE}",
        f"{FIRST}index 0\n{NOTE}",
        f"{FIRST}index 0\nAAAA\n\n{NOTE}",
        f"{FIRST}index 0\nextra AAAA\n\n{NOTE}",
        f"{FIRST}extra AAA\nindex 0\n\n{NOTE}",
        f"{FIRST}extra AAAA\nextra AAAA\nindex 0\n\n{NOTE}",
        f"{FIRST.replace('v1', 'v2')}index 0\n\n{NOTE}",
        f"{FIRST}index 0\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64 + f"\n{NOTE}",
        f"{FIRST}index ٠\n\n{NOTE}",
        f"{FIRST}index 0\r\n\n{NOTE}",
    ],
)
def test_what_is_no_receipt(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_proof(text.encode())


def test_a_receipt_has_a_largest_size() -> None:
    with pytest.raises(MalformedError, match="bytes"):
        parse_proof(FIRST.encode() + bytes(2_000_000))


# Witness


def request(before: int, size: int, proof: "list[bytes] | None" = None, note: Note | None = None) -> bytes:
    made = consistency_proof(before, size, TREE.subtree) if before else []
    return bytes(Request(before, tuple(made if proof is None else proof), note or signed(head(TREE, size))))


def ask(body: bytes, known: int | None = 100) -> Answer:
    remembered = None if known is None else head(TREE, known)
    return answer(body, {ORIGIN: WitnessedLog((LOG.verifier,), remembered)}, [WITNESS, LATTICE], NOON)


def other_root(size: int) -> Note:
    return signed(Checkpoint(ORIGIN, size, bytes(32)))


FORGED = Note(str(head(TREE, 200)), (Signature(ORIGIN, LOG.verifier.key_id, bytes(64)),))
STRANGER = signed(head(TREE, 200), by=Signer(ORIGIN, Kind.ED25519, b"\x05" * 32))


@pytest.mark.parametrize(
    ("body", "known", "status"),
    [
        (request(100, 200), 100, 200),
        (request(100, 100), 100, 200),
        (request(0, 200), None, 200),
        (request(0, 0), None, 200),
        (request(0, 0), 0, 200),
        (request(0, 5), 0, 200),
        (b"", 100, 400),
        (b"old 100\n\n", 100, 400),
        (b"old 0100\n\n" + bytes(signed(head(TREE))), 100, 400),
        (b"old 100\nAAAA\n\n" + bytes(signed(head(TREE))), 100, 400),
        (request(100, 200, [bytes(32)] * 64), 100, 400),
        (request(200, 200, [], signed(head(TREE, 150))), 200, 400),
        (request(100, 200, note=Note("no checkpoint\n", FORGED.signatures)), 100, 400),
        (request(100, 200, note=signed(Checkpoint("other", 200, TREE.root(200)))), 100, 404),
        (request(100, 200, note=FORGED), 100, 403),
        (request(100, 200, note=STRANGER), 100, 403),
        (request(0, 200), 100, 409),
        (request(50, 200), 100, 409),
        (request(150, 200), 100, 409),
        (request(100, 200), None, 409),
        (request(100, 200, []), 100, 422),
        (request(100, 200, [bytes(32)]), 100, 422),
        (request(0, 200, [bytes(32)]), None, 422),
        (request(100, 100, [], other_root(100)), 100, 409),
        (request(100, 100, [bytes(32)]), 100, 422),
        (request(100, 200, note=other_root(200)), 100, 422),
        (request(0, 0, [], other_root(0)), None, 409),
        (b"x" * 2_000_000, 100, 400),
    ],
)
def test_every_answer(body: bytes, known: int | None, status: int) -> None:
    given = ask(body, known)
    assert given.status == status
    assert (given.head is not None) is (status == 200)
    if status == 409 and given.evidence.ground is not Ground.TWO_HEADS:
        assert (given.body, given.content_type) == (f"{known or 0}\n".encode(), SIZE_TYPE)


@pytest.mark.parametrize(
    ("body", "ground"),
    [
        (request(100, 100, [], other_root(100)), Ground.TWO_HEADS),
        (request(0, 100, [], other_root(100)), Ground.TWO_HEADS),
        (request(100, 200, note=other_root(200)), Ground.NOT_SHOWN),
        (request(50, 60), Ground.OLDER),
        (bytes(Request(100, (), signed(head(TREE, 60)))), Ground.OLDER),
        (request(50, 200), Ground.OUT_OF_STEP),
        (request(0, 100), None),
        (request(100, 200, note=FORGED), None),
    ],
)
def test_what_the_log_signed_and_was_refused_is_evidence(body: bytes, ground: Ground | None) -> None:
    evidence = ask(body).evidence
    assert (evidence and evidence.ground) == ground
    if evidence:
        assert [each.name for each in evidence.request.note.signatures] == [ORIGIN]
        assert parse_request(bytes(evidence.request)).note.text == parse_request(body).note.text


def test_a_cosignature_is_taken_into_the_checkpoint() -> None:
    note = signed(head(TREE, 200))
    given = ask(request(100, 200))
    assert given.head == head(TREE, 200)
    both = cosigned(note, given.body, [WITNESS.verifier, LATTICE.verifier])
    assert both.signatures[0] == note.signatures[0]
    assert set(witnessed().judge(both).by_witnesses) == {b"mechanism", b"university"}
    # Who is not known is left out; an answer to another checkpoint is refused.
    assert len(cosigned(note, given.body, [WITNESS.verifier]).signatures) == 2
    with pytest.raises(UnprovenError):
        cosigned(signed(head(TREE, 201)), given.body, [WITNESS.verifier])
    with pytest.raises(MalformedError):
        cosigned(note, b"<html>", [WITNESS.verifier])


@given(st.integers(0, 63), st.integers(0, 300), st.integers(0, 300))
def test_a_request_is_read_as_it_was_written(hashes: int, before: int, size: int) -> None:
    made = Request(before, tuple(bytes((number,)) * 32 for number in range(hashes)), signed(head(TREE, size)))
    assert parse_request(bytes(made)) == made


@given(st.lists(st.integers(0, 300), max_size=12))
def test_a_witness_never_goes_back_and_never_signs_two_that_differ(sizes: list[int]) -> None:
    remembered: Checkpoint | None = None
    signed_before: list[Checkpoint] = []
    other = tree_of(entries(300, seed=1))
    for place, size in enumerate(sizes):
        tree = other if place % 3 == 2 else TREE
        before = 0 if remembered is None else remembered.size
        proof = consistency_proof(before, size, tree.subtree) if 0 < before <= size else []
        body = bytes(Request(before, tuple(proof), signed(head(tree, size))))
        given = answer(body, {ORIGIN: WitnessedLog((LOG.verifier,), remembered)}, [WITNESS], NOON)
        if given.head is None:
            continue
        remembered = given.head
        opened(cosigned(signed(given.head), given.body, [WITNESS.verifier]), [WITNESS.verifier])
        signed_before.append(given.head)
    assert [each.size for each in signed_before] == sorted(each.size for each in signed_before)
    begun = next((each for each in signed_before if each.size), None)
    if begun is not None:
        of = TREE if begun.root == TREE.root(begun.size) else other
        assert all(each.root == of.root(each.size) for each in signed_before)


def test_a_witness_signs_extension_lines_with_the_key_that_covers_them() -> None:
    text = f"{head(TREE, 200)}more\n"
    body = bytes(Request(0, (), Note(text, (LOG.sign(text),))))
    assert len(parse_signatures(ask(body, None).body)) == 1
    logs = {ORIGIN: WitnessedLog((LOG.verifier,))}
    assert answer(body, logs, [LATTICE], NOON).status == 400


def test_a_private_key_is_read_as_it_was_written() -> None:
    for each in (LOG, WITNESS, LATTICE):
        assert parse_signer(each.private_text()).verifier == each.verifier
    for text in (
        "",
        str(LOG.verifier),
        LOG.private_text()[:-4],
        LOG.private_text().replace("north", "south"),
    ):
        with pytest.raises(RefusedError) as refused:
            parse_signer(text)
        assert "AAAA" not in refused.value.message


def test_a_witness_needs_a_key_and_a_time() -> None:
    with pytest.raises(ValueError, match="a key"):
        answer(b"", {}, [], NOON)
    with pytest.raises(ValueError, match="when"):
        answer(b"", {}, [WITNESS], 0)
