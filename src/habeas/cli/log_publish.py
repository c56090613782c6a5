"""``habeas log publish``: the log of a register as files that any web server can serve."""

import argparse
import json
from pathlib import Path

from habeas.web.entry import open_store

PUBLISH_EXAMPLE = "habeas log publish /srv/www/log --json"


def add_publish(parser: argparse.ArgumentParser) -> None:
    """Declare what it takes."""
    parser.add_argument("folder", metavar="DIR", help="the folder; files that it has already are left")


def publish(args: argparse.Namespace) -> int:
    """Write tiles, entries, and the checkpoint last."""
    open_store(args.data)
    from habeas.web.custody import command  # noqa: PLC0415 (models can be read only once it is)

    with command.opened():
        told = command.publish(Path(args.folder))
    if args.json:
        print(json.dumps(told))
    else:
        print(f"{told['origin']}: {told['size']} entries, root {told['root']}\nkey: {told['vkey']}")
    return 0
