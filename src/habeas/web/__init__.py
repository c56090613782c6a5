"""The product: settings and one thin Django app for each matter.

Importing it swaps the ``sqlite3`` of the standard library for ``pysqlite3`` where that
is installed, before Django looks: the SQLite of Debian 12 (3.40.1) lies in the range of
the WAL-reset corruption (3.7.0 to 3.51.2). ``habeas doctor`` says which one is in use.
"""

import sys

try:
    import pysqlite3
except ImportError:  # other platforms: the standard library's, and doctor warns about its version
    pass
else:
    sys.modules.setdefault("sqlite3", pysqlite3)
    if sys.modules["sqlite3"] is not pysqlite3:
        sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
