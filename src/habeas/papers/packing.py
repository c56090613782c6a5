"""The same document, packed so that the same content gives the same bytes."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def packed(data: bytes, made_on: date) -> bytes:
    """Return a ZIP with the same files in the same order, each dated ``made_on`` (1980 at the earliest)."""
    out = BytesIO()
    stamp = (max(made_on.year, 1980), made_on.month, made_on.day, 0, 0, 0)
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            entry = ZipInfo(name, stamp)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # else it is that of the machine
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()
