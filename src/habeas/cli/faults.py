"""Everything that can go wrong, in words: each fault of the machine as one of our errors."""

import os
import sys
import traceback
from pathlib import Path

import habeas
from habeas.durable import NO_ROOM
from habeas.errors import HabeasError, PartMissingError, RefusedError, Where

_OPTIONAL = {"django": "the web parts of Habeas", "gunicorn": "the web server", "typst": "the maker of PDF"}


def in_words(fault: BaseException, *, interrupted: bool = False) -> HabeasError:
    """Return ``fault`` as an error with a code and a sentence; prints its traces with ``HABEAS_TRACE=1``.

    ``interrupted``: it came of an interruption, whatever it is.
    """
    if os.environ.get("HABEAS_TRACE") == "1":
        traceback.print_exception(fault)
    if interrupted:
        fault = KeyboardInterrupt()
    match fault:
        case HabeasError():
            return fault
        case KeyboardInterrupt():
            return RefusedError("interrupted", "stopped before the end, and nothing was written half")
        case ModuleNotFoundError():
            return _missing(fault)
        case OSError():
            return _of_the_machine(fault)
        case UnicodeEncodeError():
            return RefusedError(
                "output-encoding",
                f"the output cannot hold “{fault.object[fault.start]}” in {fault.encoding}",
                advice="Set PYTHONUTF8=1, or write to a file with --out.",
            )
    return _of_the_store(fault) or _of_an_audit(fault) or _internal(fault)


def _missing(fault: ModuleNotFoundError) -> HabeasError:
    name = (fault.name or "").partition(".")[0]
    if name == "habeas":
        return _internal(fault)
    return PartMissingError(
        "part-missing",
        f"the Python package “{name}” is not installed ({_OPTIONAL.get(name, 'a part of this verb')})",
        advice="Install Habeas with what it needs, as docs/start.md says, and call it from there.",
    )


def _of_the_machine(fault: OSError) -> HabeasError:
    """A fault of files, disks or sockets."""
    where = None if fault.filename is None else Where(os.fsdecode(fault.filename))
    if fault.errno in NO_ROOM:
        return _full(where)
    match fault:
        case FileNotFoundError():
            return RefusedError("file-missing", "there is no such file or folder", where=where)
        case IsADirectoryError() | NotADirectoryError():
            return RefusedError(
                "file-kind", "a file is needed here and this is a folder, or the other way", where=where
            )
        case PermissionError():
            return RefusedError(
                "file-forbidden",
                "this account may not read or write here",
                where=where,
                advice="Call habeas from the account that owns the data folder.",
            )
    reason = fault.strerror or "no reason given"
    return RefusedError("machine-refused", f"the machine refused: {reason}", where=where)


def _full(where: Where | None) -> HabeasError:
    return RefusedError(
        "disk-full",
        "there is no room left on the disk",
        where=where,
        advice="Make room and call again; nothing was written half.",
    )


def _of_an_audit(fault: BaseException) -> HabeasError | None:
    """A full disk as DuckDB tells of it; ``None`` for anything else, and where it was never loaded."""
    if "duckdb" not in sys.modules:
        return None
    from habeas.safeguards.ingest.engine import is_full  # noqa: PLC0415 (an audit has loaded it)

    return _full(None) if is_full(fault) else None


def _of_the_store(fault: BaseException) -> HabeasError | None:
    """A fault of the database; ``None`` for anything else, and where Django was never started."""
    if "django.db" not in sys.modules:
        return None
    from habeas.web.entry import store_fault  # noqa: PLC0415 (Django is there)

    return store_fault(fault)


def _internal(fault: BaseException) -> HabeasError:
    """A fault of Habeas itself. Its own text is left out: it may hold what nobody should paste."""
    place = _own_place(fault)
    return RefusedError(
        "internal",
        f"Habeas met a fault of its own, {type(fault).__name__}",
        where=place,
        advice="Call again with HABEAS_TRACE=1 to see all of it, and report it without names of persons.",
    )


def _own_place(fault: BaseException) -> Where | None:
    """The innermost line of Habeas in the fault's traces, as a path within the package."""
    package = Path(habeas.__file__).parent
    own = [
        frame
        for frame in traceback.extract_tb(fault.__traceback__)
        if Path(frame.filename).is_relative_to(package)
    ]
    if not own:
        return None
    return Where(f"habeas/{Path(own[-1].filename).relative_to(package)}", own[-1].lineno)
