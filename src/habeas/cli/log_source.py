"""Where the files of a log come from: a folder, or an address on the web. Bounded in size and in time."""

import http.client
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from habeas.errors import RefusedError, Where
from habeas.tlog.faults import MalformedError, MissingError
from habeas.tlog.reading import Fetch
from habeas.tlog.tiles import CHECKPOINT, largest

ANSWER_SECONDS = 20
"""How long a server may be silent."""

FILE_SECONDS = 120
"""How long one file may take: the largest has 16 MiB."""

TOKEN = "HABEAS_LOG_TOKEN"  # noqa: S105 (the name of a variable)
"""Names in the environment the token of a mirror, which entries may need; it is sent over https only."""

_PIECE = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS


@contextmanager
def source(named: str) -> Iterator[Fetch]:
    """Read from the folder or the address ``named``; ``RefusedError`` where it is neither."""
    if "://" in named:
        with closing(_Address(named)) as address:
            yield address.fetch
        return
    folder = Path(named)
    if not folder.is_dir():
        kind = "file-kind" if folder.exists() else "file-missing"
        raise RefusedError(kind, "a folder with a log is needed here, or an address", where=Where(named))
    yield lambda path: _from_folder(folder, path)


def _from_folder(folder: Path, path: str) -> bytes:
    file = folder / path
    if not file.is_file():
        raise _missing(path)
    with file.open("rb") as opened:
        data = opened.read(largest(path) + 1)
    _hold_size(data, path)
    return data


class _Address:
    """One server, asked over one connection. What it leads away to is not followed."""

    def __init__(self, address: str) -> None:
        try:
            parts = urlsplit(address)
            known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            known = False
        if not known or parts.username or parts.query or parts.fragment:
            raise RefusedError(
                "call-refused",
                "the address of a log is https://HOST/PATH, without a name, a question mark or a #",
            )
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS)
        self._host, self._prefix = parts.netloc, parts.path.rstrip("/")
        token = os.environ.get(TOKEN, "")
        safe = parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")
        self._token = {"Authorization": f"Bearer {token}"} if token and safe else {}

    def close(self) -> None:
        self._connection.close()

    def fetch(self, path: str) -> bytes:
        try:
            try:
                response = self._asked(path)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self._connection.close()  # a server may end a connection that rested; once is enough
                response = self._asked(path)
            return self._body(response, path)
        except (OSError, http.client.HTTPException) as fault:
            self._connection.close()
            reason = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
            raise RefusedError(
                "log-unreachable", f"{self._host} does not answer: {reason}", where=Where(path)
            ) from fault

    def _asked(self, path: str) -> http.client.HTTPResponse:
        headers = {"Accept-Encoding": "gzip, identity", "User-Agent": "habeas", **self._token}
        self._connection.request("GET", f"{self._prefix}/{path}", headers=headers)
        return self._connection.getresponse()

    def _body(self, response: http.client.HTTPResponse, path: str) -> bytes:
        if response.status != http.client.OK:
            fault = self._refusal(response, path)
            self._connection.close()
            raise fault
        data = self._read(response, path)
        encoding = response.headers.get("Content-Encoding", "identity").lower()
        if encoding == "gzip":
            data = _unpacked(data, path)
        elif encoding != "identity":
            raise RefusedError("log-unreachable", f"{self._host} answers in an encoding not asked for")
        _hold_size(data, path)
        return data

    def _read(self, response: http.client.HTTPResponse, path: str) -> bytes:
        """Never more than the file may have, nor longer than it may take, however slowly it comes."""
        data, end = bytearray(), time.monotonic() + FILE_SECONDS
        while piece := response.read1(_PIECE):
            data += piece
            _hold_size(data, path)
            if time.monotonic() > end:
                raise TimeoutError(f"a file took more than {FILE_SECONDS} seconds")
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        response.close()  # all of it was read: the connection serves the next file
        return bytes(data)

    def _refusal(self, response: http.client.HTTPResponse, path: str) -> MissingError | RefusedError:
        match response.status:
            case 404 | 410:
                return _missing(path)
            case 401 | 403:
                return RefusedError(
                    "log-forbidden",
                    f"{self._host} does not give this file to you",
                    where=Where(path),
                    advice=f"Entries may need a mirror's token, in {TOKEN}; --without-entries does without.",
                )
            case 301 | 302 | 303 | 307 | 308:
                to = response.headers.get("Location", "nowhere")
                return RefusedError(
                    "log-redirected",
                    f"{self._host} leads to another address: {to[:200]}",
                    where=Where(path),
                    advice="Call again with that address if it is the log's.",
                )
        return RefusedError("log-unreachable", f"{self._host} answers {response.status}", where=Where(path))


def _unpacked(data: bytes, path: str) -> bytes:
    """C2SP tlog-tiles, Log entries: bundles may come compressed. Never unpacked beyond their size."""
    unpacking = zlib.decompressobj(_GZIP)
    try:
        whole = unpacking.decompress(data, largest(path) + 1)
    except zlib.error as fault:
        raise MalformedError("log-file-malformed", "the file is no gzip", where=Where(path)) from fault
    if not unpacking.eof and len(whole) <= largest(path):
        raise MalformedError("log-file-malformed", "the file was cut off", where=Where(path))
    return whole


def _hold_size(data: bytes | bytearray, path: str) -> None:
    if len(data) > largest(path):
        raise MalformedError(
            "log-file-malformed", f"the file has more than {largest(path)} bytes", where=Where(path)
        )


def _missing(path: str) -> MissingError:
    if path == CHECKPOINT:
        return MissingError(
            "log-file-missing",
            "there is no checkpoint, and so no log that could be checked",
            where=Where(path),
            advice="The folder or address is the one above “checkpoint” and “tile”.",
        )
    return MissingError(
        "log-file-missing", "the log lacks a file that its signed checkpoint calls for", where=Where(path)
    )
