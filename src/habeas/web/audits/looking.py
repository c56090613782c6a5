"""A register looked at when it is sent: what can be told within a second is told then, not by the job.

Of long files the beginning is brought in as an audit would bring it in, and thrown away.
"""

import shutil
import tempfile
from pathlib import Path

from habeas.custody.exchange import EVENTS, RECORDS
from habeas.errors import RefusedError
from habeas.safeguards.ingest import ingest
from habeas.safeguards.ingest.mapping import Mapping
from habeas.safeguards.ingest.sources import Form, Source, is_packed, sources
from habeas.safeguards.ingest.texts import encoding_of
from habeas.web.audits import kept

_BEGINNING = 256 * 1024
"""Bytes of a text."""
_ROWS = 1_000
"""Rows of Parquet."""
_WHOLE = 4 * 2**20
"""Bytes of an event log, which has no beginning by itself."""
_PACKED = _WHOLE // 16
"""Bytes of one that is packed, as a workbook always is."""
_FILES = 2
"""Of each table."""
_MEMORY = "512MB"
_NOTHING = "register-nothing-read"


class _LongError(Exception):
    """A file of which the beginning tells nothing."""


def hold(folder: Path) -> None:
    """Refuse what is no register, as far as its beginning tells. Raises ``RefusedError``."""
    place, mapping = kept.register_in(folder)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".look-") as name:
        work = Path(name)
        beginning = work / "register" / place.relative_to(folder)
        try:
            found = sources(place, mapping)
            own = [
                one for table in (EVENTS, RECORDS) for one in [e for e in found if e.table is table][:_FILES]
            ]
            is_whole = len(own) == len(found)
            for each in own:
                into = work / "register" / each.path.relative_to(folder)
                into.parent.mkdir(parents=True, exist_ok=True)
                is_whole &= _begin(each, into, mapping)
            ingest(beginning, work / "read", mapping=mapping, memory=_MEMORY, threads=1)
        except RefusedError as error:
            # Further on there may be rows that can be read.
            if error.code != _NOTHING or is_whole:
                raise kept.told(error, folder, work / "register") from None
        except _LongError:
            return


def _begin(source: Source, into: Path, mapping: Mapping | None) -> bool:
    """Write the beginning of a file; whether that is all of it. Raises ``RefusedError`` for no text."""
    match source.form:
        case Form.PARQUET:
            return _begin_parquet(source.path, into)
        case Form.XES | Form.OCEL | Form.XLSX:
            is_small = is_packed(source.path) or source.form is Form.XLSX
            if source.path.stat().st_size > (_PACKED if is_small else _WHOLE):
                raise _LongError
            shutil.copyfile(source.path, into)
            return True
    with source.path.open("rb") as stream:
        data = stream.read(_BEGINNING + 1)
    if len(data) <= _BEGINNING:
        into.write_bytes(data)
        return True
    encoding_of(data, b"", mapping or Mapping(), source.name)
    end = data.rfind(b"\n") + 1
    if not end or b"\0" in data:  # a line without an end, or letters of two bytes
        raise _LongError
    into.write_bytes(data[:end])
    return False


def _begin_parquet(path: Path, into: Path) -> bool:
    import pyarrow as pa  # noqa: PLC0415 (a heavy part)
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(path)
        rows = next(file.iter_batches(_ROWS), None)
    except (pa.ArrowException, OSError):
        into.write_bytes(b"")  # in which nobody can read anything either
        return True
    pq.write_table(file.schema_arrow.empty_table() if rows is None else pa.Table.from_batches([rows]), into)
    return bool(file.metadata.num_rows <= _ROWS)
