"""``habeas threads``: what may have been asked before, proposed with what speaks for it; a person decides."""

import argparse
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from habeas.apart.processors import processors
from habeas.cli.results import deliver_parts
from habeas.cli.saying import note, progress
from habeas.errors import PartMissingError, RefusedError, Where

HELP = "earlier asks of the same Party that later ones may take up, as proposals"
EXAMPLE = "habeas threads asked_2019.csv asked_2024.csv --out proposed.csv"

_MANY = 20_000
"""Asks from which on to start more processes costs less than it saves."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="CSV or JSON lines with id, party, date and text, and if known reference, paragraph, language",
    )
    parser.add_argument(
        "--out", metavar="FILE", help="write them there: as JSON lines if it ends in .jsonl, else as CSV"
    )
    parser.add_argument(
        "--sense",
        action="store_true",
        help="propose what is near in sense too, in other words or another language, by an optional model",
    )
    parser.add_argument(
        "--vectors",
        metavar="FILE",
        help="keep there what the model made of each text, so that the next call reads only what is new",
    )


def run(args: argparse.Namespace) -> int:
    """Read everything, compare it a Party at a time, and write all that is proposed or nothing."""
    try:
        from habeas.threads import files, proposing  # noqa: PLC0415 (parts that few verbs need)
    except ImportError as fault:
        raise PartMissingError(
            "threads-missing", f"the part {fault.name} is missing", advice="pip install habeas[reading]"
        ) from None
    if args.vectors and not args.sense:
        raise RefusedError("sense-unasked", "--vectors keeps what a model makes", advice="Add --sense.")
    paths = [Path(name) for name in args.files]
    for path in paths:
        if not path.is_file():
            kind = "file-kind" if path.exists() else "file-missing"
            raise RefusedError(kind, "there is no such file", where=Where(str(path)))
    asked = files.read_asked(paths)
    as_lines = args.json or str(args.out or "").casefold().endswith((".jsonl", ".ndjson"))
    done = _Done(len(asked))
    parties = proposing.by_party(asked)
    senses = _senses(parties, args.vectors) if args.sense else [None] * len(parties)
    deliver_parts(_parts(parties, senses, done, as_lines=as_lines), args.out, private=False)
    if args.out:
        note(f"{done.made} proposals for {done.later} of {done.asked} asks; a person decides on each")
    return 0


@dataclass(slots=True)
class _Done:
    """How many asks there are, how many proposals were made, and for how many of them."""

    asked: int
    made: int = 0
    later: int = 0


def _senses(parties: list[list[Any]], vectors: str | None) -> list[Any]:
    """For each Party what the model made of its texts."""
    from habeas.threads import sense  # noqa: PLC0415 (as above)
    from habeas.threads.sense.kept import Kept  # noqa: PLC0415
    from habeas.threads.sense.model import load  # noqa: PLC0415
    from habeas.threads.terms import plain  # noqa: PLC0415

    encoder = load()
    kept = Kept(Path(vectors), encoder.digest, encoder.width) if vectors else None
    texts = [dict.fromkeys(plain(one.text) for one in asked) for asked in parties]
    every = dict.fromkeys(text for own in texts for text in own)
    begun = time.monotonic()
    with progress("Reading the sense of what was asked", total=len(every)) as step:
        known = sense.read(every, encoder, kept, step=step)
    note(f"{len(every)} texts by the model {known.model} in {time.monotonic() - begun:.0f} s")
    return [sense.Sense(known.model, {text: known.vectors[text] for text in own}) for own in texts]


def _parts(parties: list[list[Any]], senses: list[Any], done: _Done, *, as_lines: bool) -> Iterator[bytes]:
    """What is written, a Party at a time and always in the same order, from as many processes as help."""
    from habeas.threads.files import as_written, compared  # noqa: PLC0415 (as above)

    yield as_written([], as_lines=as_lines, head=True)
    compare = partial(compared, as_lines=as_lines)
    with (
        progress("Comparing what was asked", total=done.asked) as step,
        processors() if done.asked > _MANY else nullcontext() as pool,
    ):
        results = pool.map(compare, parties, senses) if pool else map(compare, parties, senses)
        for asked, (made, later, written) in zip(parties, results, strict=True):
            step(len(asked))
            done.made += made
            done.later += later
            yield written
