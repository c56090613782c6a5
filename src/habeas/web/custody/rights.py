"""What the role of the serving process may do in PostgreSQL, and which rows it sees there.

Two roles: one owns the tables and makes or changes them (``habeas migrate``), the other serves and owns
nothing. The one that serves adds entries and cannot change, delete or empty them, nor lift what forbids it
(security.md 1.2). Row-level security shows it the records of the stations that its statement was told of
(``wall.py``), and holds for the owner too. Nothing here runs with the rights of another role.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from habeas.custody.records import BOOK

WALLED = ("custody_entry", "custody_record")
_SEES = "NULLIF(current_setting('habeas.stations', true), '')"
_ALL = f"{_SEES} = '*'"
_HERE = f"establishment_id = ANY (string_to_array({_SEES}, ','))"
_OWN_BOOK = f"record_id = ANY (string_to_array('{BOOK}' || replace({_SEES}, ',', ',{BOOK}'), ','))"
"""A station's own book tells of no stay, and so is at no station."""
_NOW_HERE = "EXISTS (SELECT 1 FROM custody_record r WHERE r.record_id = custody_entry.record_id)"
"""The records that are at the station now: the subquery stands behind the wall itself."""
_POLICIES = (
    ("custody_entry", "sees", f"FOR SELECT USING ({_ALL} OR {_HERE} OR {_NOW_HERE})"),
    ("custody_entry", "adds", f"FOR INSERT WITH CHECK ({_ALL})"),
    ("custody_record", "sees", f"FOR SELECT USING ({_ALL} OR {_HERE} OR {_OWN_BOOK})"),
    ("custody_record", "adds", f"FOR INSERT WITH CHECK ({_ALL})"),
    ("custody_record", "renews", f"FOR UPDATE USING ({_ALL}) WITH CHECK ({_ALL})"),
    ("custody_record", "clears", f"FOR DELETE USING ({_ALL})"),
)
POLICIES = frozenset((table, f"{table}_{does}") for table, does, _rule in _POLICIES)
"""Table and name of every policy there is."""


def install(vendor: str) -> Iterator[str]:
    """Yield the statements that raise the wall; none but on PostgreSQL."""
    if vendor != "postgresql":
        return
    for table, does, rule in _POLICIES:
        yield f"CREATE POLICY {table}_{does} ON {table} {rule}"
    for table in WALLED:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"


def remove(vendor: str) -> Iterator[str]:
    """Yield the statements that undo :func:`install`: for taking the migration back."""
    if vendor != "postgresql":
        return
    for table in WALLED:
        yield f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
    for table, name in sorted(POLICIES):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"


@dataclass(frozen=True, slots=True)
class Rights:
    """What the serving role may do in one database beside reading."""

    by_table: dict[str, frozenset[str]]
    others: frozenset[str] = frozenset()
    """What it may do to the tables that are not named."""


_ADDS = frozenset({"INSERT"})
_KEEPS = frozenset({"INSERT", "UPDATE", "DELETE"})
WRITING = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
"""Every right to a table beside reading."""
RIGHTS = {
    "register": Rights(
        {
            "custody_entry": _ADDS,
            "custody_log": _ADDS,
            "custody_record": _KEEPS,  # what boards show is made anew from the entries
        }
    ),
    # A key goes when its record is erased; none is ever changed.
    "keys": Rights({"keyring_wrappedkey": frozenset({"INSERT", "DELETE"})}),
    "default": Rights(
        {"journal_journalentry": _ADDS, "journal_revision": _ADDS, "django_migrations": frozenset()},
        others=_KEEPS,
    ),
}
"""By database."""


def rights_to(alias: str, table: str) -> frozenset[str]:
    """What the serving role may do to a table beside reading it."""
    rights = RIGHTS[alias]
    return rights.by_table.get(table, rights.others)
