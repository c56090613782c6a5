"""How the command line reaches the store: the only way from outside into the web.

Nothing of Django is imported before one of these is called, so that a verb that needs no store
works where Django is not installed.
"""

import gc
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, NamedTuple

from habeas.errors import HabeasError, RefusedError
from habeas.web.running import folder
from habeas.web.running.orders import Brought, Order
from habeas.web.running.refused_rows import RowsRefusedError

if TYPE_CHECKING:
    from habeas.web.running.dossiers import Leaving
    from habeas.web.running.findings import Finding

__all__ = [
    "Brought",
    "DemoMade",
    "Order",
    "RowsRefusedError",
    "bring_in",
    "dossier_file",
    "find",
    "findings",
    "make_demo",
    "migrate",
    "open_installation",
    "open_store",
    "proposed_mapping",
    "serve",
    "start",
    "store_fault",
    "take_out",
]


def start(data: str | None, *, signing: bool = False) -> None:
    """Set up Django on the data folder ``data`` (``None``: the usual one); creates the folder, private.

    ``signing`` makes the key that signs pages where there is none: only what serves them needs it.
    """
    place = find(data)
    folder.prepare(place)
    if signing and not os.environ.get("HABEAS_SECRET_KEY"):
        folder.kept_key(place)
    _set_up(place)


def find(data: str | None) -> Path:
    """Return the data folder that is meant, and settle it for the settings; makes nothing."""
    if data:
        os.environ["HABEAS_DATA"] = str(Path(data).expanduser().resolve())
    return folder.data_folder()


def _set_up(place: Path) -> None:
    if place.is_dir() and folder.use_of(place) is folder.Use.DEMO:
        folder.set_demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habeas.web.settings")
    import django  # noqa: PLC0415 (not before it is needed)

    gc.disable()  # nothing made here is garbage: to look through it again and again is a tenth of every start
    try:
        django.setup()
    finally:
        gc.enable()


def open_store(data: str | None, *, make: bool = False) -> None:
    """Start on a store that is there and of this version; ``make`` makes one where there is none.

    Raises ``RefusedError``: ``store-missing``, ``store-unmigrated`` or ``store-newer``.
    """
    if make:
        start(data)
    else:
        _set_up(find(data))  # a slip in its name makes no folder
    from habeas.web.running import stores  # noqa: PLC0415 (after Django)

    stores.make_ready(make=make)


def open_installation(data: str | None, *, migrate: bool, say: Callable[[str], None]) -> None:
    """Start on a real installation that is fit to be served; ``say`` is told what was made on the way."""
    place = find(data)
    folder.prepare(place)
    folder.refuse_open(place)
    folder.mark(place, folder.Use.INSTALLATION)
    start(data, signing=True)
    from habeas.web.running import doctor, stores  # noqa: PLC0415 (after Django)

    if migrate:
        for copy in stores.migrate_after_copy():
            say(f"the store as it was is kept at {copy}")
    if stores.make_ready(make=True):
        say("a new store was made; make the first account with: habeas user add NAME --role head_of_body")
    doctor.refuse_unfit(place)


def migrate(data: str | None, *, role: str | None) -> list[Path]:
    """Bring the store to this version, and give ``role`` what serving needs; the copies made before."""
    place = find(data)
    _set_up(place)
    from habeas.web.running import roles, stores  # noqa: PLC0415 (after Django)

    if any(map(stores.file_of, stores.aliases())):
        if not place.is_dir():
            advice = "Name it with --data DIR."
            raise RefusedError("store-missing", "there is no data folder here", advice=advice)
        folder.prepare(place)
        folder.refuse_open(place)
    copies = stores.migrate_after_copy()
    if role is not None:
        roles.give_rights(role)
    return copies


class DemoMade(NamedTuple):
    """A demo that is ready: where it is, the passphrase of all, and sign-in name, name and role of each."""

    folder: Path
    passphrase: str
    logins: list[tuple[str, str, str]]


def make_demo(data: str | None) -> DemoMade:
    """Make the demo, or find it made; what was entered in it since stays."""
    place = find(data)
    folder.prepare(place)
    folder.refuse_open(place)
    folder.mark(place, folder.Use.DEMO)
    start(data, signing=True)
    from django.db import connections  # noqa: PLC0415 (after Django)

    from habeas.web.running import demo, stores  # noqa: PLC0415 (after Django)

    stores.migrate_after_copy()
    connections.close_all()
    # In a process of its own: it sets PDFs, and the threads that set them are lost where a process
    # divides. The server divides from this one, and its next PDF would wait for them for ever.
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as another:
        logins = another.submit(demo.fill_and_close).result()
    return DemoMade(place, demo.passphrase(), logins)


def serve(listeners: Sequence[socket], *, ready: Callable[[str], None]) -> None:
    """Serve on open sockets until told to end; ``ready`` is told the address once it answers."""
    from habeas.web.running import serving  # noqa: PLC0415 (after Django)

    serving.serve(listeners, ready=ready)


def findings(data: str | None) -> "list[Finding]":
    """Check everything that can be wrong with an installation; changes nothing."""
    place = find(data)
    _set_up(place)
    from habeas.web.running import doctor  # noqa: PLC0415 (after Django)

    return doctor.findings(place)


def store_fault(fault: BaseException) -> HabeasError | None:
    """What a fault of the database means to people; ``None`` where it is none."""
    from habeas.web.running.stores import fault_in_words  # noqa: PLC0415 (after Django)

    return fault_in_words(fault)


def dossier_file(party: str, *, form: str, public: bool, language: str) -> "Leaving":
    """The dossier of a Party as bytes, from an open store; see ``running.dossiers``."""
    from habeas.web.running import dossiers  # noqa: PLC0415 (after Django)

    return dossiers.dossier_file(party, form=form, public=public, language=language)


def bring_in(order: Order, progress: Callable[[int], None]) -> Brought:
    """Bring a file into an open store; see ``running.bringing_in``."""
    from habeas.web.running import bringing_in  # noqa: PLC0415 (after Django)

    return bringing_in.bring_in(order, progress)


def proposed_mapping(order: Order) -> dict[str, object]:
    """What the headings of a spreadsheet suggest; see ``running.bringing_in``."""
    from habeas.web.running import bringing_in  # noqa: PLC0415 (after Django)

    return bringing_in.proposed_mapping(order)


def take_out(*, form: str, party: str | None, public: bool) -> "Leaving":
    """Lists and dossiers as bytes, from an open store; see ``running.taking_out``."""
    from habeas.web.running import taking_out  # noqa: PLC0415 (after Django)

    return taking_out.take_out(form=form, party=party, public=public)
