"""Which rows live in which database file."""

from typing import Any

ALIASES = {"custody": "register", "keyring": "keys"}
"""The apps whose rows live in a database of their own, and which; all others are in ``default``."""


class RegisterRouter:
    """Send the custody register and its keys each to its own database, and keep everything else out."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        """Read from the file of the app."""
        return ALIASES.get(model._meta.app_label, "default")

    def db_for_write(self, model: Any, **_hints: Any) -> str:
        """Write likewise."""
        return self.db_for_read(model)

    def allow_relation(self, left: Any, right: Any, **_hints: Any) -> bool:
        """No row of one file points at a row of the other."""
        return self.db_for_read(left) == self.db_for_read(right)  # not their types: request.user is lazy

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Each file has its own tables only."""
        return db == ALIASES.get(app_label, "default")
