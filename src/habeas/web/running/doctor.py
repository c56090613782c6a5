"""Everything that can be wrong with an installation, each with what to do. Changes nothing."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from django.conf import settings

import habeas
from habeas.errors import HabeasError, RefusedError
from habeas.web.custody import wall
from habeas.web.running import (
    folder,
    machine_checks,
    register_checks,
    roles,
    shipped_checks,
    store_checks,
    stores,
)
from habeas.web.running.findings import Finding, State, held, right, wrong

PACKAGE = Path(habeas.__file__).parent
MOUNTS = Path("/proc/mounts")

Look = Callable[[], Iterable[Finding]]


def findings(place: Path) -> list[Finding]:
    """What every check finds about the installation in the data folder ``place``."""
    with wall.everything():
        return [found for check, look in _checks(place) for found in held(check, look, stores.fault_in_words)]


def refuse_unfit(place: Path) -> None:
    """Refuse to serve what could do harm; raises the first finding that is wrong as an error."""
    unfit: tuple[tuple[str, Look], ...] = (
        ("surfaces", partial(surfaces, place)),
        ("demo-setting", partial(_demo_setting, place)),
        ("file-system", partial(_file_system, place)),
        ("settings", store_checks.settings_held),
    )
    for check, look in unfit:
        for found in held(check, look, stores.fault_in_words):
            if found.state is State.WRONG:
                raise RefusedError(f"unfit-{found.check}", found.message, advice=found.advice)


def _checks(place: Path) -> Iterator[tuple[str, Look]]:
    yield "python", machine_checks.python
    yield "data-folder", partial(machine_checks.data_folder, place)
    if place.is_dir():
        yield "secret-key", partial(_secret_key, place)
        yield "file-system", partial(_file_system, place)
        yield "disk", partial(machine_checks.free_disk, place)
    yield "clock", _clock
    if any(stores.file_of(alias) for alias in stores.aliases()):
        yield "sqlite", partial(machine_checks.sqlite, sqlite3.sqlite_version_info)
    yield "store", store_checks.is_there
    yield "settings", store_checks.settings_held
    yield "file", store_checks.undamaged
    yield "migrations", store_checks.migrations
    if _usable():
        yield "jobs", store_checks.jobs
        yield "search", store_checks.search
        yield "sense", store_checks.sense
    yield "role", roles.held_back
    if "register" in settings.SURFACES and _usable("register"):
        yield "register-locks", register_checks.locked
        yield "register-wall", roles.walled
        yield "register-log", register_checks.guarded
        yield "register-clock", register_checks.clock
        yield "register-keys", register_checks.keys
        yield "register-recordings", register_checks.recordings
        yield "register-old-keys", register_checks.old_keys
        yield "register-witnesses", register_checks.witnesses
        if _usable():
            yield "register-queues", register_checks.queues
    yield "surfaces", partial(surfaces, place)
    yield "demo-setting", partial(_demo_setting, place)
    yield "fonts", partial(shipped_checks.fonts, PACKAGE / "fonts")
    yield "static-parts", partial(shipped_checks.vendored, PACKAGE / "web/shell/static/shell/vendor")
    yield "law", shipped_checks.law_loads
    yield "languages", partial(shipped_checks.languages, PACKAGE / "locale")


def surfaces(place: Path) -> Iterator[Finding]:
    """The police must not host the programme of those who visit them unannounced."""
    on = sorted(settings.SURFACES)
    said = ", ".join(on) or "none"
    if {"register", "monitoring"} <= settings.SURFACES and _use(place) is not folder.Use.DEMO:
        yield wrong(
            "surfaces",
            f"register and monitoring are on one host ({said})",
            "Use two hosts: HABEAS_SURFACES=register on one, HABEAS_SURFACES=monitoring,public on the other.",
        )
    else:
        yield right("surfaces", said)


def _demo_setting(place: Path) -> Iterator[Finding]:
    if settings.DEMO and _use(place) is not folder.Use.DEMO:
        yield wrong(
            "demo-setting",
            "HABEAS_DEMO is on, which opens accounts whose passphrase everybody knows",
            "Take HABEAS_DEMO out of the environment.",
        )


def _use(place: Path) -> folder.Use | None:
    return folder.use_of(place) if place.is_dir() else None


def _secret_key(place: Path) -> Iterator[Finding]:
    return machine_checks.secret_key(place, named=bool(os.environ.get("HABEAS_SECRET_KEY")))


def _file_system(place: Path) -> Iterator[Finding]:
    mounts = MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.exists() else ""
    return machine_checks.file_system(place.resolve(), mounts)


def _clock() -> Iterator[Finding]:
    latest = store_checks.latest_written() if _usable() else None
    return machine_checks.clock(datetime.now(UTC), latest, PACKAGE / "__init__.py")


def _usable(alias: str = "default") -> bool:
    """Whether the store answers and is of this version; what is wrong otherwise is said by its own checks."""
    try:
        return stores.is_there(alias) and not stores.pending(alias)
    except UnicodeDecodeError:  # a damaged file may hold what is no text where a name should stand
        return False
    except Exception as fault:  # said by the checks of the store
        if stores.fault_in_words(fault) is None and not isinstance(fault, HabeasError):
            raise
        return False
