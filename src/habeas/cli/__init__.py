"""The command ``habeas``: one verb a call, results on standard output, errors in one line.

Exit status: ``0`` done, ``1`` the thing checked is not right, ``2`` the input or the call is
refused, ``3`` a part is missing. A reader that closes its end of a pipe has what it wanted,
which is no error, and takes nothing from what is written to files and from the status.
A command that is interrupted or told to end (SIGTERM), or meets a fault of Habeas itself, ends with ``2``.

A verb is a module of this package with ``HELP``, ``EXAMPLE``, ``arguments(parser)`` and
``run(args) -> int``. Only the module of the verb that is called is imported, and no verb imports
Django before it runs: ``habeas law`` works where Django is not installed.
"""

import sys
from collections.abc import Sequence

from habeas.cli.faults import in_words
from habeas.cli.interrupting import interruptions
from habeas.cli.saying import close, say_error


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words of the call say (``None``: those of this process); return the exit status."""
    given = list(sys.argv[1:] if argv is None else argv)
    with interruptions() as was_interrupted:
        try:
            from habeas.cli.calling import perform  # noqa: PLC0415 (a fault in an import is said in words too)

            status = perform(given)
            _flush(BrokenPipeError)
        except BrokenPipeError:  # of a command that only prints
            close(sys.stdout)
            return 0
        except (KeyboardInterrupt, Exception) as fault:  # noqa: BLE001 (the last place: no traceback reaches a user)
            error = in_words(fault, interrupted=was_interrupted())
            say_error(error, as_json="--json" in given)
            status = error.exit_status
            _flush(OSError, ValueError)
    return status


def _flush(*passed_over: type[Exception]) -> None:
    """Print what is left to print; where it cannot be printed for one of these reasons, drop it."""
    try:
        sys.stdout.flush()
    except passed_over:
        close(sys.stdout)
