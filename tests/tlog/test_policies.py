"""Whom to believe: policies read strictly, and quorums counted as their lines say."""

from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tlog.logs import (
    LATTICE,
    LOG,
    NOON,
    ORIGIN,
    POLICY_TEXT,
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
from habeas.tlog.policy import LARGEST_POLICY, Policy, parse_policy

HEAD = head(tree_of(entries(5)))
WITNESSES = {b"mechanism": WITNESS, b"bar": SECOND, b"university": LATTICE}


@pytest.mark.parametrize("count", range(4))
def test_two_of_three_witnesses(count: int) -> None:
    for names in combinations(WITNESSES, count):
        note = signed(HEAD, *(WITNESSES[name] for name in names))
        if count < 2:
            with pytest.raises(UnprovenError) as refused:
                witnessed().judge(note)
            assert refused.value.code == "log-quorum-missing"
        else:
            judged = witnessed().judge(note)
            assert judged.checkpoint == HEAD
            assert {name: held.time for name, held in judged.by_witnesses.items()} == dict.fromkeys(
                names, NOON
            )


def test_one_witness_that_signs_twice_counts_once() -> None:
    with pytest.raises(UnprovenError, match="mechanism"):
        witnessed().judge(signed(HEAD, WITNESS, WITNESS))


def test_nested_groups_count_as_the_example_of_c2sp_says() -> None:
    signers = {
        f"{side}{number}": Signer(
            f"{side}{number}.example", Kind.ED25519_COSIGNATURE, f"{side}{number}".encode() * 16
        )
        for side in "XY"
        for number in (1, 2, 3)
    }
    lines = [f"log {LOG.verifier}", *(f"witness\t{name} {each.verifier}" for name, each in signers.items())]
    lines += [
        "group X 2 X1 X2 X3",
        "group Y any Y1 Y2 Y3",
        "  # both",
        "",
        "group both all X Y",
        "quorum both",
    ]
    policy = parse_policy("\n".join(lines).encode())
    for count in range(7):
        for names in combinations(signers, count):
            enough = sum(name[0] == "X" for name in names) >= 2 and any(name[0] == "Y" for name in names)
            note = signed(HEAD, *(signers[name] for name in names))
            try:
                policy.judge(note)
            except UnprovenError:
                assert not enough
            else:
                assert enough


def test_who_is_not_named_is_not_believed() -> None:
    other = Signer("other.example/log", Kind.ED25519, b"\x09" * 32)
    with pytest.raises(UnprovenError) as refused:
        plain().judge(signed(Checkpoint("other.example/log", 5, HEAD.root)))
    assert refused.value.code == "log-unknown"
    with pytest.raises(UnprovenError) as refused:
        plain().judge(signed(HEAD, by=other))
    assert refused.value.code == "log-unsigned"
    with pytest.raises(UnprovenError) as refused:
        witnessed().judge(Note(str(HEAD), signed(HEAD, WITNESS, SECOND).signatures[1:]))
    assert refused.value.code == "log-unsigned"
    with pytest.raises(MalformedError):
        plain().judge(Note("no checkpoint\n", signed(HEAD).signatures))


def test_a_log_may_sign_with_ml_dsa_44_and_change_its_key() -> None:
    new = Signer(ORIGIN, Kind.MLDSA44_COSIGNATURE, b"\x07" * 32)
    note = signed(HEAD).signed_too(new.sign(str(HEAD), NOON))
    for keys in ([LOG.verifier], [new.verifier], [LOG.verifier, new.verifier]):
        assert len(Policy().of_logs(keys).judge(note).by_log) == len(keys)
    with pytest.raises(RefusedError, match="no kind that a log signs with"):
        Policy().of_logs([WITNESS.verifier])


KEY, SEEN = str(LOG.verifier), str(WITNESS.verifier)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", None),
        (f"log {KEY}", None),
        ("quorum", 1),
        ("quorum nobody", 1),
        ("quorum none\nquorum none", 2),
        ("Quorum none", 1),
        (f"log {KEY} one two\nquorum none", 1),
        (f"log {SEEN}\nquorum none", 1),
        (f"log {KEY}\nlog {KEY}\nquorum none", 2),
        (f"witness none {SEEN}\nquorum none", 1),
        (f"witness w {KEY}\nquorum none", 1),
        (f"witness w {SEEN}\nwitness w {SECOND.verifier}\nquorum none", 2),
        (f"witness w {SEEN}\nwitness v {SEEN}\nquorum none", 2),
        (f"witness w {SEEN}\ngroup g any\nquorum g", 2),
        (f"witness w {SEEN}\ngroup g 0 w\nquorum g", 2),
        (f"witness w {SEEN}\ngroup g 2 w\nquorum g", 2),
        (f"witness w {SEEN}\ngroup g 01 w\nquorum g", 2),
        (f"witness w {SEEN}\ngroup g any w w\nquorum g", 2),
        (f"witness w {SEEN}\ngroup g any none\nquorum g", 2),
        (f"witness w {SEEN}\ngroup g any g\nquorum g", 2),
        (f"witness w {SEEN}\ngroup g any w\ngroup h any w\nquorum h", 3),
        (f"group g any w\nwitness w {SEEN}\nquorum g", 1),
        ("quorum none\r\n", 1),
        ("#\x7f\nquorum none", 1),
        ("\x0bquorum none", 1),
    ],
)
def test_what_is_no_policy(text: str, line: int | None) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_policy(text.encode(), "p.txt")
    assert refused.value.code == "log-policy-refused"
    assert refused.value.where is not None
    assert (refused.value.where.file, refused.value.where.line) == ("p.txt", line)


def test_names_are_octets() -> None:
    policy = parse_policy(
        f"witness K {SEEN}\nwitness ".encode()
        + b"\xe2\x84\xaa\xff "
        + str(SECOND.verifier).encode()
        + b"\nquorum K"
    )
    assert set(policy.witnesses) == {b"K", b"\xe2\x84\xaa\xff"}
    assert policy.quorum == b"K"
    assert parse_policy(b"quorum none").quorum is None


def test_the_limits_that_c2sp_asks_for_are_kept_and_there_are_limits() -> None:
    def named(count: int) -> bytes:
        lines = []
        for number in range(count):
            witness = Signer(f"w{number}", Kind.ED25519_COSIGNATURE, number.to_bytes(32, "big")).verifier
            log = Signer(f"l{number}", Kind.ED25519, number.to_bytes(32, "little")).verifier
            lines += [f"log {log}", f"witness w{number} {witness}"]
            lines += [f"group g{number} any w{number}" + (f" g{number - 1}" if number else "")]
        return "\n".join([*lines, f"quorum g{count - 1}"]).encode()

    policy = parse_policy(named(64))
    assert (len(policy.logs), len(policy.witnesses), len(policy.groups)) == (64, 64, 64)
    with pytest.raises(UnprovenError, match="too few"):
        policy.of_logs([LOG.verifier]).judge(signed(HEAD))
    with pytest.raises(RefusedError, match="more than"):
        parse_policy(named(100))
    with pytest.raises(RefusedError, match="too large"):
        parse_policy(bytes(LARGEST_POLICY + 1))


@given(
    st.binary(max_size=80)
    | st.lists(st.sampled_from([*POLICY_TEXT.split(), "\n", "\n"]), max_size=30).map(" ".join).map(str.encode)
)
def test_a_policy_is_read_or_refused(data: bytes) -> None:
    with suppress(RefusedError):
        parse_policy(data)
