"""The rights of the serving role in PostgreSQL: given by the role that owns the tables, and read back."""

from collections.abc import Iterator

from django.db import connections

from habeas.errors import RefusedError
from habeas.web.custody.rights import POLICIES, WALLED, WRITING, rights_to
from habeas.web.running import stores
from habeas.web.running.findings import Finding, right, warning, wrong

_ABOVE = "SELECT rolsuper OR rolbypassrls, rolname = current_user FROM pg_roles WHERE rolname = %s"
_OWNED = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
  AND pg_has_role(current_user, relowner, 'MEMBER')
"""
_ROLE = "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
_GIVEN = """
SELECT relname, one FROM pg_class, unnest(%s::text[]) AS one
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
  AND CASE WHEN one IN ('INSERT', 'UPDATE', 'REFERENCES')
           THEN has_any_column_privilege(pg_class.oid, one)
           ELSE has_table_privilege(pg_class.oid, one) END
ORDER BY relname, one
"""
_WALLS = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity AND relforcerowsecurity
"""
_POLICIES = "SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema()"


def on_postgresql() -> list[str]:
    """The databases of this installation that PostgreSQL keeps."""
    return [alias for alias in stores.aliases() if stores.file_of(alias) is None]


def give_rights(role: str) -> int:
    """Give a role what serving needs, and take from it what it does not; in how many databases.

    Raises ``RefusedError``: ``role-unfit`` for one that is not there, or that no right would hold back.
    """
    aliases = on_postgresql()
    if not aliases:
        raise RefusedError(
            "role-unfit",
            "roles are of PostgreSQL, and this store is embedded",
            advice="Leave --for away, or name the databases (DATABASE_URL and its like).",
        )
    for alias in aliases:
        _hold_fit(alias, role)
        connection = connections[alias]
        name = connection.ops.quote_name(role)
        with connection.schema_editor() as editor:
            editor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
            for table in connection.introspection.table_names():
                quoted = connection.ops.quote_name(table)
                may = ", ".join(("SELECT", *sorted(rights_to(alias, table))))
                editor.execute(f"REVOKE ALL ON {quoted} FROM {name}, PUBLIC")
                editor.execute(f"GRANT {may} ON {quoted} TO {name}")
    return len(aliases)


def _hold_fit(alias: str, role: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(_ABOVE, [role])
        found = cursor.fetchone()
    above, own = found or (False, False)
    said = {
        found is None: "PostgreSQL has no role of this name",
        above: "no right holds this role back: it is a superuser, or passes row-level security",
        own: "this is the role that owns the tables",
    }.get(True)
    if said:
        advice = f"As a superuser: CREATE ROLE {role} LOGIN, with nothing more."
        raise RefusedError("role-unfit", said, advice=advice)


# What doctor reads back -------------------------------------------------------------------------


def held_back() -> Iterator[Finding]:
    """Whether the role of this process can only add to what is only ever added to."""
    for alias in on_postgresql():
        if not stores.is_there(alias):
            continue
        check = f"role-{alias}"
        role, too_much = _too_much(alias)
        say = wrong if alias in ("register", "keys") else warning
        if too_much:
            advice = "Serve as another role than the owner's: docs/start.md tells how to make the two."
            yield say(check, f"{role} {too_much}", advice)
        else:
            yield right(check, f"{role} owns nothing, and may do no more than serving needs")


def _too_much(alias: str) -> tuple[str, str]:
    """The role of this process, and the gravest thing that it may do and should not."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_ROLE)
        role, superuser, bypasses = cursor.fetchone()
        if superuser or bypasses:
            return role, "is a superuser, or passes row-level security"
        cursor.execute(_OWNED)
        if owned := [table for (table,) in cursor.fetchall()]:
            return role, f"owns {len(owned)} tables or is a member of who does, and can lift their locks"
        cursor.execute(_GIVEN, [list(WRITING)])
        for table, one in cursor.fetchall():
            if one not in rights_to(alias, table):
                return role, f"may {one} on {table}"
    return role, ""


def walled() -> Iterator[Finding]:
    """Whether row-level security stands between the stations, for the owner too."""
    if "register" not in on_postgresql():
        return
    with connections["register"].cursor() as cursor:
        cursor.execute(_WALLS)
        forced = {table for (table,) in cursor.fetchall()}
        cursor.execute(_POLICIES)
        policies = {(table, name) for table, name in cursor.fetchall() if table in WALLED}
    gone = [f"no row-level security on {table}" for table in WALLED if table not in forced]
    gone += [f"{name} is missing" for _table, name in sorted(POLICIES - policies)]
    gone += [f"{name} is not ours" for _table, name in sorted(policies - POLICIES)]
    if gone:
        advice = "Somebody changed it. Compare the register with the mirror of its log, then put it back."
        yield wrong("register-wall", "; ".join(gone), advice)
    else:
        yield right("register-wall", "a statement sees the records of the stations that it was told of")
