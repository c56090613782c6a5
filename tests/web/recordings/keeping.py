"""A program that keeps one recording in a register of its own, and says when its name is given.

python -m tests.web.recordings.keeping FOLDER
"""

import os
import sys
from datetime import UTC, datetime

CONTENT = b"an invented recording " * 9_000


def main(folder: str) -> None:
    """Make the register, then send the file in small pieces."""
    os.environ["HABEAS_SURFACES"] = "register"
    from habeas.web import entry

    entry.open_store(folder, make=True)
    from habeas.custody import event_from, new_event_id
    from habeas.web.custody import kept, writing
    from habeas.web.custody.ledger import Submission

    now = datetime.now(UTC)
    said = {
        "record_id": "r1",
        "event_id": new_event_id(now),
        "kind": "arrived",
        "occurred_at": now.isoformat(),
    }
    writing.pen().append(Submission((event_from(said, now=now),)))
    writing.close_pen()
    arriving = kept.Arriving("r1")
    for first in range(0, len(CONTENT), 10_000):
        arriving.take(CONTENT[first : first + 10_000])
    os.write(1, f"kept {arriving.keep().sha256}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
