"""A file read in a process of its own: ``python -m habeas.apart.program FORM FILE PARTY``.

It prints one JSON object: what was read, or the error. Its time and memory are bounded by the system, so
that a file made to keep a reader busy, or to fill the memory, ends this process and nothing else.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from habeas.errors import HabeasError, PartMissingError

FORMS = ("recommendations",)
"""What a file can be read as."""
SECONDS = 120
"""Of processor time."""
MEMORY = 2 * 2**30
"""Bytes of address space; a report of 300 pages takes a tenth of it."""


def main() -> int:
    """Read, and print what came of it."""
    form, path, party = sys.argv[1:4]
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = _read(form, Path(path), party or None)
    except HabeasError as fault:
        said = {"error": {**fault.as_json(), "missing": isinstance(fault, PartMissingError)}}
    json.dump(said, sys.stdout)
    return 0


def _read(form: str, path: Path, party: str | None) -> dict[str, Any]:
    try:
        from habeas.documents.reading import read_document  # noqa: PLC0415 (parts that few verbs need)
        from habeas.documents.recommendations import recommendations_json  # noqa: PLC0415
    except ImportError as fault:
        raise PartMissingError(
            "reading-missing", f"the part {fault.name} is missing", advice="pip install habeas[reading]"
        ) from None
    read = {"recommendations": recommendations_json}[form]
    return read(read_document(path), party)


if __name__ == "__main__":
    raise SystemExit(main())
