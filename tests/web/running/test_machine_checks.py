"""What doctor thinks of machines that this one is not."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from habeas.web.running import machine_checks
from habeas.web.running.findings import Finding, State, held

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv nfs4 rw 0 0
/dev/sdb1 /srv/local xfs rw 0 0
//server/share /mnt/our\\040files cifs rw 0 0
host /mnt/shared 9p rw 0 0
someone@server: /media/a fuse.sshfs rw 0 0
archive /mnt/archive fuse.archivemount rw 0 0
/dev/sdc1 /twice ext4 rw 0 0
server:/twice /twice nfs rw 0 0
short line
"""

PLACES = [
    ("/var/habeas", State.RIGHT, "ext4"),
    ("/srv/habeas", State.WRONG, "nfs4"),
    ("/srv/local/habeas", State.RIGHT, "xfs"),
    ("/srvlocal", State.RIGHT, "ext4"),
    ("/mnt/our files/habeas", State.WRONG, "cifs"),
    ("/mnt/shared/habeas", State.WARNING, "9p"),
    ("/media/a/habeas", State.WRONG, "fuse.sshfs"),
    ("/mnt/archive/habeas", State.WARNING, "fuse.archivemount"),
    ("/twice/habeas", State.WRONG, "nfs"),
]


def only(found: "list[Finding]") -> Finding:
    (finding,) = found
    return finding


@pytest.mark.parametrize(("place", "state", "kind"), PLACES)
def test_a_store_on_another_machine_is_wrong(place: str, state: State, kind: str) -> None:
    found = only(list(machine_checks.file_system(Path(place), MOUNTS)))
    assert found.state is state
    assert f"({kind})" in found.message


def test_a_machine_that_does_not_tell_is_not_said_to_be_right() -> None:
    assert only(list(machine_checks.file_system(Path("/x"), ""))).state is State.UNCHECKED


VERSIONS = [
    ((3, 6, 23), State.RIGHT),
    ((3, 7, 0), State.WARNING),
    ((3, 40, 1), State.WARNING),
    ((3, 51, 2), State.WARNING),
    ((3, 51, 3), State.RIGHT),
    ((3, 53, 4), State.RIGHT),
]


@pytest.mark.parametrize(("version", "state"), VERSIONS)
def test_sqlite_that_can_damage_a_file_is_warned_of_loudly(version: tuple[int, ...], state: State) -> None:
    found = only(list(machine_checks.sqlite(version)))
    assert found.state is state
    assert ("CAN DAMAGE" in found.message) == (state is State.WARNING)


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ((3, 10, 9), State.WRONG),
        ((3, 11, 0), State.RIGHT),
        ((3, 13, 9), State.RIGHT),
        ((3, 14, 0), State.WRONG),
    ],
)
def test_the_version_of_python(version: tuple[int, ...], state: State) -> None:
    assert only(list(machine_checks.python(version))).state is state


def test_a_clock_before_what_was_written_or_installed_is_wrong(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.write_text("")
    made = datetime(2026, 11, 1, tzinfo=UTC)
    os.utime(package, (made.timestamp(), made.timestamp()))
    day = timedelta(days=1)

    def state(now: datetime, latest: datetime | None) -> State:
        return only(list(machine_checks.clock(now, latest, package))).state

    assert state(made + day, None) is State.RIGHT
    assert state(made + day, made + day + timedelta(minutes=4)) is State.RIGHT
    assert state(made + day, made + day + timedelta(minutes=6)) is State.WRONG
    assert state(made - 2 * day, None) is State.WRONG
    assert state(made - day / 2, made - day) is State.RIGHT


def test_a_check_that_fails_is_a_finding_and_never_a_crash() -> None:
    def broken() -> list[Finding]:
        raise PermissionError(13, "Permission denied")

    found = only(held("disk", broken, lambda _fault: None))
    assert (found.check, found.state) == ("disk", State.WRONG)
    assert "PermissionError: Permission denied" in found.message
