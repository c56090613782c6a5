"""A PostgreSQL of one's own for as long as the tests run: in a new folder, on a private socket.

    python tools/test/postgres.py COMMAND…     run COMMAND with DATABASE_URL and the other two set

No port is opened. PostgreSQL refuses to run as root: then it runs as ``postgres`` or ``nobody``.
The server has a name made up for this run (``HABEAS_TEST_CLUSTER``), so that a test can see that it
is this one that answers.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

OLDEST = 15
ROLE = "habeas"
"""May make databases and is no superuser: as in life."""
SERVING = "habeas_serving"
"""Owns nothing: it has what the other gives it. The other may act as it, so that a test can."""


class MissingError(Exception):
    """No PostgreSQL that will do is on this machine."""


def binaries() -> Path:
    """Return the folder with ``initdb`` and ``postgres`` of the newest version here."""
    found = sorted(
        (int(folder.parent.name), folder)
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdecimal() and (folder / "initdb").exists()
    )
    if found and found[-1][0] >= OLDEST:
        return found[-1][1]
    if named := shutil.which("initdb"):
        return Path(named).resolve().parent
    raise MissingError(f"PostgreSQL {OLDEST} or later is missing: apt-get install postgresql")


def _as_ordinary_user() -> tuple[list[str], str | None]:
    """Return the words before a command that make it run as no root, and that account's name."""
    if os.geteuid() != 0:
        return [], None
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        ids = (f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}")
        return ["setpriv", *ids, "--clear-groups", "--"], name
    raise MissingError("PostgreSQL does not run as root, and there is no account postgres or nobody")


@contextmanager
def cluster() -> Iterator[dict[str, str]]:
    """Start a server, give the environment that leads to it, and take all of it away at the end."""
    where = binaries()
    before, account = _as_ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="habeas-pg-"))  # short: a socket's path has an end at 107 bytes
    name = f"habeas-{secrets.token_hex(8)}"
    if account:
        os.chown(folder, pwd.getpwnam(account).pw_uid, -1)
    data = folder / "data"

    def run(*words: str) -> str:
        done = subprocess.run([*before, *words], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise MissingError(f"PostgreSQL: {' '.join(words[:1])} failed: {done.stdout}{done.stderr}")
        return done.stdout

    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c cluster_name={name}"
    try:
        # Who reaches the folder (0700) may come in; nobody else reaches it.
        run(
            str(where / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        run(str(where / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "-o", settings, "start")
        psql = (str(where / "psql"), "-h", str(folder), "-U", "postgres", "-d", "postgres", "-qtAX", "-c")
        run(*psql, f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        run(*psql, f"CREATE ROLE {SERVING} LOGIN")
        run(*psql, f"GRANT {SERVING} TO {ROLE}")
        if run(*psql, "SHOW cluster_name").strip() != name:
            raise MissingError("another PostgreSQL answers at our socket")
        yield {
            "DATABASE_URL": f"postgresql://{ROLE}@/main?host={quote(str(folder), safe='')}",
            "REGISTER_DATABASE_URL": f"postgresql://{ROLE}@/register?host={quote(str(folder), safe='')}",
            "KEYS_DATABASE_URL": f"postgresql://{ROLE}@/keys?host={quote(str(folder), safe='')}",
            "HABEAS_TEST_CLUSTER": name,
        }
    finally:
        subprocess.run(
            [*before, str(where / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        shutil.rmtree(folder, ignore_errors=True)


def main(command: Sequence[str]) -> int:
    """Run ``command`` beside a server of its own; return its status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is taken away too
    try:
        with cluster() as leads:
            return subprocess.run(command, env={**os.environ, **leads}, check=False).returncode
    except MissingError as missing:
        print(missing, file=sys.stderr)
        return 3


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
