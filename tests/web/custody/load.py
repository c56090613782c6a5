"""A program that writes a register under load, and says on standard output what it was answered.

    python -m tests.web.custody.load FOLDER --events 60 --threads 4

Each answer is a line of its own, written at once: ``ack EVENT INDEX`` once an event is on the disk, ``head
SIZE ROOT`` once a signed head is published, ``refused CODE`` for what was not taken. Whoever cuts the power,
kills the program or breaks its disk holds what is found afterwards against these lines.
"""

import argparse
import os
import threading
import time
from collections.abc import Iterator

WEAKER = "HABEAS_TEST_SYNCHRONOUS"
"""Names a weaker setting of SQLite, which is not the product's: to show that a test would see the loss."""


def main() -> int:
    """Write until all is written, or the register takes no more."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--events", type=int, default=60)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--publish", type=float, default=0.0, help="seconds between two heads; 0: none")
    args = parser.parse_args()
    os.environ["HABEAS_SURFACES"] = "register"
    from habeas.web import entry

    try:
        entry.open_store(args.folder, make=True)
        _weaken()
        _open()
        _run(args)
    except Exception as fault:  # noqa: BLE001 (whatever it is: nothing of it was acknowledged)
        say(f"refused {getattr(fault, 'code', type(fault).__name__)}")
        return 2
    return 0


def _open() -> None:
    from habeas.web.custody import writing

    pen = writing.open_for_server()
    if isinstance(pen, writing.Closed):
        raise pen.fault


def _run(args: argparse.Namespace) -> None:
    from habeas.web.custody import writing

    say("open")
    counts = [len(range(start, args.events, args.threads)) for start in range(args.threads)]
    threads = [threading.Thread(target=_append, args=(count,)) for count in counts]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if args.publish:
            _publish()
        time.sleep(args.publish or 0.05)
    if args.publish:
        _publish()
    writing.close_pen()


def _append(count: int) -> None:
    from django.db import connections

    from habeas.custody import event_from
    from habeas.web.custody import writing
    from habeas.web.custody.ledger import Submission

    for said in _events(count):
        event = event_from(said, now=writing.wall_clock())
        try:
            [answer] = writing.pen().append(Submission((event,)))
        except Exception as fault:  # noqa: BLE001 (whatever it is: it is no acknowledgement)
            say(f"refused {getattr(fault, 'code', type(fault).__name__)}")
        else:
            say(f"ack {answer.event_id} {answer.index}")
    connections.close_all()


def _events(count: int) -> Iterator[dict[str, object]]:
    """An invented record's events."""
    from habeas.custody import new_event_id
    from habeas.web.custody.writing import wall_clock

    record = f"r-{os.getpid()}-{threading.get_ident()}"
    for number in range(count):
        now = wall_clock()
        opening = number == 0
        yield {
            "record_id": record,
            "event_id": new_event_id(now),
            "kind": "record_opened" if opening else "checked",
            "occurred_at": now.isoformat(),
            "actor_id": "k4tm-x7qd",
            "establishment_id": "north-1",
            "source": "desk",
            "data": {"name": "Invented Name", "zone": "Europe/Paris"} if opening else {"note": f"{number}"},
        }


def _publish() -> None:
    from habeas.errors import HabeasError
    from habeas.tlog.checkpoint import parse_checkpoint
    from habeas.web.custody.guard import current_log
    from habeas.web.custody.publishing import PublishedLog

    try:
        note = PublishedLog(current_log()).publish()
    except (HabeasError, OSError) as fault:
        say(f"unpublished {fault.code if isinstance(fault, HabeasError) else type(fault).__name__}")
        return
    if note is not None:
        head = parse_checkpoint(note.text)
        say(f"head {head.size} {head.root.hex()}")


def _weaken() -> None:
    if setting := os.environ.get(WEAKER):
        from django.db import connections

        for alias in connections:
            options = connections[alias].settings_dict["OPTIONS"]
            options["init_command"] = options["init_command"].replace("=FULL", f"={setting}")
            connections[alias].close()


def say(line: str) -> None:
    """One line, past every buffer of ours."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    raise SystemExit(main())
