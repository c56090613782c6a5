"""``habeas migrate`` on an embedded store."""

import stat

from tests.cli.conftest import Command, first_line


def test_an_embedded_store_is_brought_to_this_version_and_has_no_roles(installation: Command) -> None:
    done = installation("migrate")
    assert (done.returncode, done.stdout) == (0, "The tables are of this version.\n")
    refused = installation("migrate", "--for", "habeas_serving")
    assert first_line(refused).startswith("habeas: error: role-unfit: roles are of PostgreSQL")


def test_no_folder_is_made_by_a_slip_in_its_name(habeas: Command) -> None:
    assert first_line(habeas("migrate")).startswith("habeas: error: store-missing: ")
    assert not habeas.data.exists()


def test_what_it_makes_nobody_else_of_the_machine_reads(habeas: Command) -> None:
    habeas.data.mkdir()
    habeas.data.chmod(0o755)
    made = habeas("migrate", env={"HABEAS_SURFACES": "register"})
    assert made.returncode == 0, made.stderr
    stores = sorted(habeas.data.glob("*.sqlite3"))
    assert [each.stem for each in stores] == ["habeas", "keys", "register"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in (habeas.data, *stores)} == {0o700, 0o600}

    habeas.data.chmod(0o755)
    assert first_line(habeas("migrate")).startswith("habeas: error: folder-open: ")
