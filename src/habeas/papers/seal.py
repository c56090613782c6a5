"""What makes a paper checkable: its hash, the file beside it, its number.

A document number is ``SUBJECT-KIND-DATE-HASH``, as in ``AZ-DOSSIER-2026-11-23-1a2b3c4d``: what it is
about (a State's or a body's code), what it is, the day it was made, and the first eight hexadecimal
digits of the SHA-256 of what it says. It names no person, and it is the same for the three forms of
one content. The hash of a file's exact bytes stands in the ``.sha256`` beside it.
"""

import hashlib
import re
from datetime import date

_PART = re.compile(r"[A-Z][A-Z0-9]{0,15}")
_NAME = re.compile(r"[^\x00-\x1f\x7f/\\]{1,255}")


def sha256_of(data: bytes) -> str:
    """The SHA-256 of exact bytes, in 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def side_file(data: bytes, name: str) -> str:
    """What stands in ``name.sha256`` beside the file ``name``: the form that ``sha256sum --check`` reads."""
    return side_line(sha256_of(data), name)


def side_line(sha256: str, name: str) -> str:
    """The same of a file whose SHA-256 is known."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not the name of a file: {name!r}")
    return f"{sha256}  {name}\n"


def number_of(*, subject: str, kind: str, made_on: date, content: bytes) -> str:
    """Return the number of a paper whose content (before any form, such as its JSON) is ``content``."""
    for part in (subject, kind):
        if not _PART.fullmatch(part):
            raise ValueError(f"not a part of a document number: {part!r}")
    return f"{subject}-{kind}-{made_on.isoformat()}-{sha256_of(content)[:8]}"
