"""Which rows live in which database file."""

from typing import Any

REGISTER_APPS = frozenset({"custody"})


class RegisterRouter:
    """Send the custody register to its own database, and keep everything else out of it."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        """Read from the register's file for its rows only."""
        return "register" if model._meta.app_label in REGISTER_APPS else "default"

    def db_for_write(self, model: Any, **_hints: Any) -> str:
        """Write likewise."""
        return self.db_for_read(model)

    def allow_relation(self, left: Any, right: Any, **_hints: Any) -> bool:
        """No row of one file points at a row of the other."""
        return self.db_for_read(left) == self.db_for_read(right)  # not their types: request.user is lazy

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Each file has its own tables only."""
        return db == ("register" if app_label in REGISTER_APPS else "default")
