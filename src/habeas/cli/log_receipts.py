"""``habeas log prove`` and ``habeas log check``: proofs and receipts."""

import argparse
import json
from pathlib import Path

from habeas.cli.log_given import add_log, add_whom, policy_given, read
from habeas.cli.log_source import source
from habeas.cli.log_words import (
    A_HASH_CONTAINED,
    ALONE,
    CONTAINED,
    LIMITS,
    WHICH,
    WITNESSED,
    counted,
    head_json,
    meaning,
    row,
    signatures,
)
from habeas.cli.results import deliver
from habeas.cli.saying import one_line
from habeas.errors import NotRightError, RefusedError, Where
from habeas.tlog.faults import UnprovenError
from habeas.tlog.keys import Kind
from habeas.tlog.policy import Judged, Policy
from habeas.tlog.proof import LARGEST_PROOF, Proof, parse_proof
from habeas.tlog.receipt import Receipt, is_receipt, parse_receipt, receipt_from, receipt_of
from habeas.tlog.strict import as_base64
from habeas.tlog.tiles import LARGEST_ENTRY
from habeas.tlog.tree import inclusion_proof, leaf_hash
from habeas.tlog.verifying import verified_head

CHECK_EXAMPLE = "habeas log check mine.tlog-proof --leaf mine --policy north.policy"
PROVE_EXAMPLE = (
    "habeas log prove https://log.example/north --index 200 --policy north.policy --out mine.tlog-proof"
)
PROOF_SCHEMA = "habeas/log-proof/1"
PROVE_SCHEMA = "habeas/log-prove/1"


def add_prove(parser: argparse.ArgumentParser) -> None:
    """Declare what ``prove`` takes."""
    add_log(parser)
    parser.add_argument(
        "--index", metavar="N", type=int, required=True, help="the place of the entry, from 0"
    )
    parser.add_argument("--out", metavar="FILE", required=True, help="where the .tlog-proof is written")
    parser.add_argument(
        "--receipt",
        action="store_true",
        help="a receipt for print: with the hash of the entry and the log's key in it; says its short form",
    )
    add_whom(parser)


def add_check(parser: argparse.ArgumentParser) -> None:
    """Declare what ``check`` takes."""
    parser.add_argument(
        "proof",
        metavar="PROOF",
        help="the .tlog-proof, or a file with a receipt in letters",
    )
    parser.add_argument(
        "--leaf", metavar="FILE", help="the entry that it is for, byte for byte; a receipt holds its hash"
    )
    add_whom(parser)


def prove(args: argparse.Namespace) -> int:
    """Write the proof of one entry. It is checked before it is written."""
    policy = policy_given(args)
    with source(args.log) as fetch:
        head = verified_head(fetch, policy)
        size = head.judged.checkpoint.size
        if not 0 <= args.index < size:
            raise RefusedError(
                "call-refused",
                f"the log has {counted(size, 'entry', 'entries')}: the first is 0, not {args.index}",
            )
        leaf = head.reader.subtree(0, args.index)
        proof = Proof(args.index, tuple(inclusion_proof(args.index, size, head.reader.subtree)), head.note)
    judged = proof.check(leaf, policy)
    receipt = _receipt(leaf, proof, judged) if args.receipt else None
    data = bytes(proof if receipt is None else receipt)
    _opened(data)[0].check(leaf, policy if receipt is None else _without_quorum(policy))
    deliver(data, args.out, form="tlog-proof", private=False, sealed=False)
    short = None if receipt is None else receipt.compact()
    if args.json:
        told = {"schema": PROVE_SCHEMA, **head_json(judged), "index": args.index, "leaf": as_base64(leaf)}
        print(json.dumps({**told, "file": args.out, "receipt": short}, ensure_ascii=False, indent=2))
        return 0
    origin = judged.checkpoint.origin
    had = counted(size, "entry", "entries")
    print(
        one_line(
            f"{args.out}: entry {args.index} of {origin}, which has {had}. Checked before it was written."
        )
    )
    print(row("hash", as_base64(leaf)))
    if short is not None:
        print(short)
    return 0


def _receipt(leaf: bytes, proof: Proof, judged: Judged) -> Receipt:
    keys = [each.verifier for each in judged.by_log if each.verifier.kind is Kind.ED25519]
    if not keys:
        raise RefusedError("log-receipt-refused", "a receipt needs a signature of the log by Ed25519")
    return receipt_of(leaf, proof, keys[0])


def _without_quorum(policy: Policy) -> Policy:
    """A receipt has the signatures that fit, which may be fewer than whoever checks it wants."""
    return Policy(policy.logs, policy.witnesses, policy.groups)


def check(args: argparse.Namespace) -> int:
    """Hold a receipt against keys that came from elsewhere, and against the entry where it is given."""
    policy = policy_given(args)
    given = None if args.leaf is None else leaf_hash(read(args.leaf, LARGEST_ENTRY))
    try:
        proof, held = _opened(read(args.proof, LARGEST_PROOF))
        leaf = _leaf(given, held)
        judged = proof.check(leaf, policy)
    except NotRightError as fault:
        fault.where = fault.where or Where(args.proof)
        if _is_record(args.proof):
            fault.advice = "This is the file of a record, or a part of one: habeas register check."
        raise
    proven = [CONTAINED if args.leaf else A_HASH_CONTAINED, *([WITNESSED] if judged.by_witnesses else [])]
    unproven = [*([] if args.leaf else [WHICH]), *LIMITS, *([] if judged.by_witnesses else [ALONE])]
    if args.json:
        answer = {
            "schema": PROOF_SCHEMA,
            **head_json(judged),
            "index": proof.index,
            "leaf": as_base64(leaf),
            "shows": proven,
            "does_not_show": unproven,
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0
    checkpoint = judged.checkpoint
    had = counted(checkpoint.size, "entry", "entries")
    what = args.leaf or "What the receipt is for"
    lines = [
        one_line(f"{what} is entry {proof.index} of {checkpoint.origin}, which had {had} then."),
        "",
        "Checked",
        *signatures(judged),
        row("hash", as_base64(leaf)),
        row("way", f"{counted(len(proof.hashes), 'hash', 'hashes')} from the entry to the signed root"),
    ]
    print("\n".join([*lines, *meaning(proven, unproven)]))
    return 0


def _is_record(name: str) -> bool:
    """Whether the file is none of this verb's, but one of JSON lines that ``register check`` reads."""
    with Path(name).open("rb") as file:
        return file.read(1) == b"{"


def _opened(data: bytes) -> tuple[Proof, bytes | None]:
    """The proof, and the hash of its entry where it is a receipt."""
    if len(data.split()) != 1:
        proof = parse_proof(data)
        return proof, receipt_from(proof).leaf if is_receipt(proof) else None
    receipt = parse_receipt(data)
    return receipt.proof, receipt.leaf


def _leaf(given: bytes | None, held: bytes | None) -> bytes:
    leaf = given or held
    if leaf is None:
        raise RefusedError(
            "call-refused",
            "this proof does not hold the hash of its entry",
            advice="Add --leaf FILE with the entry, byte for byte.",
        )
    if held is not None and held != leaf:
        raise UnprovenError("log-receipt-other", "the receipt is for another entry than the one in the file")
    return leaf
