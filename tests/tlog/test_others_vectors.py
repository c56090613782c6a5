"""Held to cases that others wrote. What we answer otherwise is named here with its reason."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from habeas.errors import HabeasError, RefusedError
from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.faults import MalformedError, MissingError, UnprovenError
from habeas.tlog.keys import opened, parse_verifier
from habeas.tlog.note import parse_note
from habeas.tlog.policy import Policy
from habeas.tlog.reading import LogReader
from habeas.tlog.strict import HASH_SIZE
from habeas.tlog.tiles import bundle_path, tiles
from habeas.tlog.tree import (
    EMPTY_ROOT,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
)

VECTORS = Path(__file__).parent.parent / "vectors"
TOY_ROOTS = {"consistency/additional/sizes-are-equal-one-and-proof-is-empty.json"}
"""Accepted by their author: its roots have 12 bytes, and we take no root that is no SHA-256."""

EMPTY_PARTS = {
    f"subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-zero-subtree-root-valid-{rest}.json"
    for rest in ("tree-root-random-proof-is-empty", "proof-is-empty")
}
"""Accepted by their author: every tree begins with the empty part. We take no proof that proves nothing."""


def cases(kind: str) -> dict[str, dict[str, Any]]:
    found = sorted((VECTORS / "merkle" / kind).rglob("*.json"))
    return {
        path.relative_to(VECTORS / "merkle").as_posix(): json.loads(path.read_text("utf-8")) for path in found
    }


def data(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def holds(check, *arguments) -> bool:
    try:
        check(*arguments)
    except UnprovenError:
        return False
    return True


def path_of(case: dict[str, Any]) -> list[bytes]:
    return [data(each) for each in case["proof"] or []]


def test_inclusion() -> None:
    wrong = {
        name
        for name, case in cases("inclusion").items()
        if holds(
            check_inclusion,
            case["leafIdx"],
            case["treeSize"],
            data(case["leafHash"]),
            path_of(case),
            data(case["root"]),
        )
        is case["wantErr"]
    }
    assert len(cases("inclusion")) == 98
    assert wrong == set()


def test_consistency() -> None:
    wrong = {
        name
        for name, case in cases("consistency").items()
        if holds(
            check_consistency,
            case["size1"],
            case["size2"],
            data(case["root1"]),
            data(case["root2"]),
            path_of(case),
        )
        is case["wantErr"]
    }
    assert len(cases("consistency")) == 98
    assert wrong == TOY_ROOTS
    (toy,) = (cases("consistency")[name] for name in TOY_ROOTS)
    assert len(data(toy["root1"])) != HASH_SIZE


def is_part(start: int, end: int, size: int) -> bool:
    """Whether a range is what draft-ietf-plants-merkle-tree-certs, section 4.1, calls a subtree."""
    return start < end <= size and start % (1 << (end - start - 1).bit_length()) == 0


def test_inclusion_in_a_part_is_inclusion_in_a_tree_of_its_own() -> None:
    """We write no such proofs; that a range is no subtree is refused before the proof is looked at."""
    held = cases("subtreeinclusion")
    wrong = {
        name
        for name, case in held.items()
        if (
            is_part(case["start"], case["end"], case["end"])
            and holds(
                check_inclusion,
                case["leafIdx"] - case["start"],
                case["end"] - case["start"],
                data(case["leafHash"]),
                path_of(case),
                data(case["root"]),
            )
        )
        is case["wantErr"]
    }
    assert len(held) == 204
    assert wrong == set()


def test_consistency_of_a_part_that_begins_at_the_beginning() -> None:
    """Parts that begin later are for witnesses that sign parts (sign-subtree); Habeas asks for none."""
    held = {name: case for name, case in cases("subtreeconsistency").items() if case["start"] == 0}
    wrong = {
        name
        for name, case in held.items()
        if holds(
            check_consistency,
            case["end"],
            case["size"],
            data(case["root1"]),
            data(case["root2"]),
            path_of(case),
        )
        is case["wantErr"]
    }
    assert len(cases("subtreeconsistency")) == 118
    assert len(held) == 102
    assert wrong == {
        *EMPTY_PARTS,
        "subtreeconsistency/additional/sizes-are-equal-one-and-proof-is-empty.json",
    }


def test_hashes() -> None:
    said = json.loads((VECTORS / "merkle" / "rfc6962-hashes.json").read_text("utf-8"))
    assert EMPTY_ROOT.hex() == said["empty_root"]
    assert leaf_hash(b"").hex() == said["leaf_empty"]
    assert leaf_hash(b"L123456").hex() == said["leaf_L123456"]
    assert node_hash(b"N123", b"N456").hex() == said["node_N123_N456"]


NOTES = json.loads((VECTORS / "x-mod-note" / "signed-note.json").read_text("utf-8"))
REFUSED_WITH = {
    "ambiguous key": "log-key-ambiguous",
    "invalid signature": "log-signature-wrong",
    "malformed": "log-note-malformed",
    "unverified": "log-unsigned",
}


@pytest.mark.parametrize("case", NOTES["notes"], ids=lambda case: case["name"])
def test_notes(case: dict[str, Any]) -> None:
    known = [parse_verifier(vkey) for vkey in case["vkeys"]]
    if case["wantErr"] is not None:
        with pytest.raises(HabeasError) as refused:
            opened(parse_note(case["note"].encode()), known)
        assert refused.value.code == REFUSED_WITH[case["wantErr"]]
        return
    note = parse_note(case["note"].encode())
    # We keep each line of a key that signed twice; x/mod drops the second.
    assert list(dict.fromkeys(each.verifier.name for each in opened(note, known))) == case["verified"]
    assert bytes(note).decode() == case["note"]


def test_a_note_that_is_not_in_utf_8() -> None:
    with pytest.raises(MalformedError):
        parse_note(base64.b64decode(NOTES["invalid_utf8_note_b64"]))


def test_keys_and_every_mangling_of_a_good_one() -> None:
    good = NOTES["good_vkey"]
    assert str(parse_verifier(good)) == good
    size = len(good)
    parts = [good[start:end] for start in range(size) for end in range(start + 1, size + 1)]
    changed = [good[:at] + chr(ord(good[at]) + 1) + good[at + 1 :] for at in range(size)]
    mangled = [each for each in (*parts, *changed) if each != good]
    assert len(mangled) >= 2_276
    for vkey in ["", *NOTES["bad_vkeys"], *mangled]:
        with pytest.raises(RefusedError):
            parse_verifier(vkey)


def test_the_examples_of_c2sp() -> None:
    said = json.loads((VECTORS / "c2sp" / "c2sp-examples.json").read_text("utf-8"))
    verifier = parse_verifier(said["signed_note"]["vkey"])
    assert opened(parse_note(said["signed_note"]["note"].encode()), [verifier])[0].verifier == verifier
    for case in said["tile_counts"]:
        counted = dict.fromkeys(case, 0)
        for tile in tiles(case["size"]):
            if tile.width == 256:
                counted[f"full_l{tile.level}"] += 1
            else:
                counted[f"partial_l{tile.level}"] = tile.width
        assert {**counted, "size": case["size"]} == case
    for case in said["tile_path"]:
        assert bundle_path(case["n"]) == f"tile/entries/{case['path']}"


def test_a_checkpoint_that_another_signed_with_ml_dsa_44() -> None:
    said = json.loads((VECTORS / "torchwood" / "mldsa-log.json").read_text("utf-8"))
    verifier, note = parse_verifier(said["vkey"]), parse_note(said["note"].encode())
    assert str(verifier) == said["vkey"]
    assert bytes(note).decode() == said["note"]
    judged = Policy().of_logs([verifier]).judge(note)
    assert (judged.checkpoint.size, judged.by_log[0].time) == (1, 0)
    changed = note.signatures[0].made[:-900] + b"\x55" + note.signatures[0].made[-899:]
    assert not verifier.accepts(note.text, changed)
    assert not verifier.accepts(note.text.replace("\n1\n", "\n2\n"), note.signatures[0].made)


TESSERA = VECTORS / "tessera-log"
TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


def of_tessera(path: str) -> bytes:
    if not (TESSERA / path).is_file():
        raise MissingError("log-file-missing", path)
    return (TESSERA / path).read_bytes()


def test_a_log_that_another_wrote() -> None:
    """Each of 16 signed sizes, each pair of them, each entry in each."""
    policy = Policy().of_logs([parse_verifier(TESSERA_KEY)])
    heads = [policy.judge(parse_note(of_tessera(f"checkpoint.{size}"))).checkpoint for size in range(16)]
    assert [each.size for each in heads] == list(range(16))
    readers = [LogReader(of_tessera, each) for each in heads]
    entries = readers[15].bundle(0)
    proofs = 0
    for reader, now in zip(readers[1:], heads[1:], strict=True):
        assert reader.bundle(0) == entries[: now.size]
        for index in range(now.size):
            path = inclusion_proof(index, now.size, reader.subtree)
            check_inclusion(index, now.size, leaf_hash(entries[index]), path, now.root)
            proofs += 1
        for before in heads[1 : now.size + 1]:
            path = consistency_proof(before.size, now.size, reader.subtree)
            check_consistency(before.size, now.size, before.root, now.root, path)
            assert reader.root_at(before.size) == before.root
            proofs += 1
    assert proofs == 240
    assert parse_checkpoint(str(heads[3])) == heads[3]
