"""What every verb about a log says: who signed, what is shown by that, and what is not."""

from collections.abc import Mapping
from datetime import UTC, datetime
from textwrap import fill

from habeas.cli.saying import one_line
from habeas.tlog.keys import Verified
from habeas.tlog.policy import Judged
from habeas.tlog.strict import as_base64

_WIDTH = 88
ONE_LOG = "All entries up to the signed size are there, each as it was signed, in one order."
ONE_TREE = "All hashes up to the signed size are there, in one order. The entries themselves were not read."
UNCHANGED = "Nothing of what the log held at the earlier checkpoint was changed, moved or taken out since."
WITNESSED = (
    "The witnesses named above signed that this log only grew. Whoever is shown a signature of the same "
    "witness is shown the same log, unless the witness itself deceives."
)
CONTAINED = "What is in the file was entered in the log at this place, byte for byte, before it was signed."
A_HASH_CONTAINED = "An entry with this hash was entered in the log at this place, before it was signed."
LIMITS = (
    "That what was entered happened, or happened as it is told.",
    "That it was entered on time. The log proves order; the time of a witness, that it was there by then.",
    "That everything was entered. What never was leaves no trace here: ask for receipts.",
)
ALONE = "That others are shown the same log: no witness signed it, and a log with two faces is not found so."
FIRST = "That it was not rewritten before today: there was no earlier checkpoint to hold it against."
WHICH = "Which event that is: the receipt names none. The entry itself shows it, with --leaf FILE."


def signatures(judged: Judged) -> list[str]:
    """A row for each key that signed."""
    rows = [row("signed by", _key(each)) for each in judged.by_log]
    seen = [row("witness", f"{_named(name)}, {_key(each)}") for name, each in judged.by_witnesses.items()]
    return rows + (seen or [row("witness", "none signed it")])


def meaning(proven: list[str], unproven: list[str]) -> list[str]:
    """What follows from it and what does not."""
    return [
        "",
        "This shows",
        *(_item(each) for each in proven),
        "",
        "This does not show",
        *(_item(each) for each in unproven),
    ]


def head_json(judged: Judged) -> dict[str, object]:
    """A signed head, for programs."""
    checkpoint = judged.checkpoint
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": as_base64(checkpoint.root),
        "extensions": list(checkpoint.extensions),
        "signed_by": [{"vkey": str(each.verifier), "at": _instant(each.time)} for each in judged.by_log],
        "witnesses": _witnesses_json(judged.by_witnesses),
    }


def counted(count: int, one: str, many: str) -> str:
    """``1 entry``, ``2 entries``."""
    return f"{count} {one if count == 1 else many}"


def row(what: str, said: str) -> str:
    """A line of what was checked."""
    return f"  {what:<12}{one_line(said)}"


def _witnesses_json(seen: Mapping[bytes, Verified]) -> list[dict[str, object]]:
    return [
        {"name": _named(name), "vkey": str(each.verifier), "at": _instant(each.time)}
        for name, each in seen.items()
    ]


def _key(each: Verified) -> str:
    kind = each.verifier.kind.name.split("_")[0].replace("MLDSA44", "ML-DSA-44").replace("ED25519", "Ed25519")
    at = _instant(each.time)
    return f"{each.verifier.name} ({kind})" + (f" at {at}" if at else "")


def _instant(seconds: int | None) -> str | None:
    """When a signature says that it was made; ``None`` where it does not say, or no calendar has it."""
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return None


def _named(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _item(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="  - ", subsequent_indent="    ")
