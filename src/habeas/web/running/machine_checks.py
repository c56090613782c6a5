"""Checks of the machine and of the data folder: they need neither Django nor a store."""

import re
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from habeas.web.running import folder
from habeas.web.running.findings import Finding, right, unchecked, warning, wrong

PYTHONS = ((3, 11), (3, 14))
"""From the first to before the second."""
NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "gfs2", "ocfs2", "davfs"}
    | {"glusterfs", "fuse.glusterfs", "fuse.sshfs", "fuse.rclone"}
)
DOUBTFUL = frozenset({"9p", "drvfs", "vboxsf", "fuse.vmhgfs-fuse", "virtiofs"})
"""Folders shared with another machine's host: locks and shared memory may fail there."""
LEAST_FREE = 500_000_000
"""Bytes below which somebody should know; a tenth of it is wrong."""
WAL_RESET = ((3, 7, 0), (3, 51, 2))
"""Versions of SQLite, both included, in which a write-ahead log that is reset can damage the file."""


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Finding]:
    """The version of Python."""
    said = ".".join(map(str, version))
    if PYTHONS[0] <= version[:2] < PYTHONS[1]:
        yield right("python", f"Python {said}")
    else:
        yield wrong("python", f"Python {said} is not supported", "Use Python 3.11, 3.12 or 3.13.")


def clock(now: datetime, latest_written: datetime | None, package: Path) -> Iterator[Finding]:
    """Whether the clock stands after what was written already, and after this version was made."""
    made = datetime.fromtimestamp(package.stat().st_mtime, UTC)
    said = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    advice = "Set the clock (timedatectl): every entry is dated by it."
    slack = timedelta(minutes=5)
    if latest_written is not None and now + slack < latest_written:
        yield wrong("clock", f"it says {said}, and the journal has an entry that is later", advice)
    elif now + timedelta(days=1) < made:
        yield wrong("clock", f"it says {said}, which is before this version of Habeas was installed", advice)
    else:
        yield right("clock", said)


def data_folder(place: Path) -> Iterator[Finding]:
    """Whether the folder is there and for this account alone."""
    if not place.is_dir():
        yield wrong(
            "data-folder",
            f"there is none at {place}",
            "Make one with habeas demo or habeas serve, or name it with --data.",
        )
        return
    use = folder.use_of(place)
    yield right("data-folder", f"{place} ({use.value if use else 'not marked for anything yet'})")
    if folder.open_to_others(place):
        yield wrong("permissions", f"other accounts of this machine can read {place}", f"chmod 700 {place}")
    else:
        yield right("permissions", "the data folder is for this account alone")


def secret_key(place: Path, *, named: bool) -> Iterator[Finding]:
    """Whether the key that signs pages is there and kept; ``named``: the environment names one."""
    path = place / folder.KEY
    if named:
        yield right("secret-key", "named by HABEAS_SECRET_KEY")
    elif not path.exists():
        yield unchecked("secret-key", "none yet: it is made at the first start")
    elif folder.open_to_others(path):
        yield wrong("secret-key", f"other accounts of this machine can read {path}", f"chmod 600 {path}")
    else:
        folder.kept_key(place)
        yield right("secret-key", "readable by this account alone")


def file_system(place: Path, mounts: str) -> Iterator[Finding]:
    """Whether the folder lies on a disk of this machine. ``mounts`` is the text of ``/proc/mounts``."""
    kind = _kind_of_mount(place, mounts)
    if kind is None:
        yield unchecked("file-system", "this machine does not tell what the data folder lies on")
    elif kind in NETWORK:
        yield wrong(
            "file-system",
            f"the data folder lies on another machine ({kind}), where an embedded store is damaged",
            "Move it to a disk of this machine, or use PostgreSQL (DATABASE_URL).",
        )
    elif kind in DOUBTFUL or kind.startswith("fuse."):
        yield warning(
            "file-system",
            f"the data folder lies on a shared folder ({kind}), where locks may not hold",
            "Move it to a disk of this machine before real work.",
        )
    else:
        yield right("file-system", f"a disk of this machine ({kind})")


def _kind_of_mount(place: Path, mounts: str) -> str | None:
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[1]))
        # Of two at one point the later lies on top.
        if place.is_relative_to(point) and (best is None or len(point.parts) >= best[0]):
            best = (len(point.parts), fields[2])
    return None if best is None else best[1]


def free_disk(place: Path) -> Iterator[Finding]:
    """Whether there is room to write."""
    free = shutil.disk_usage(place).free
    said = f"{free / 1_000_000_000:.1f} GB free"
    advice = "Make room: a full disk stops every entry."
    if free < LEAST_FREE / 10:
        yield wrong("disk", said, advice)
    elif free < LEAST_FREE:
        yield warning("disk", said, advice)
    else:
        yield right("disk", said)


def sqlite(version: tuple[int, ...]) -> Iterator[Finding]:
    """Whether this SQLite can damage a file by resetting its write-ahead log."""
    said = ".".join(map(str, version))
    if WAL_RESET[0] <= version <= WAL_RESET[1]:
        yield warning(
            "sqlite",
            f"SQLite {said} CAN DAMAGE THE STORE when it resets its write-ahead log (3.7.0 to 3.51.2 do)",
            "Install the Python package pysqlite3, which brings a current SQLite, or use PostgreSQL.",
        )
    else:
        yield right("sqlite", f"SQLite {said}")
