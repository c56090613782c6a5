"""The keyed pseudonym that joins the records of one person (contract 2, ``person_ref``).

Never a name or the number of a document: without the secret of the installation nobody gets from one to the
other, or tries all dates of birth of a century.
"""

import hmac
import re
import unicodedata

LENGTH = 26
"""Letters of a pseudonym: 104 bits."""
_DOMAIN = b"custody/v1/person\0"


def person_ref(secret: bytes, *, name: str = "", born: str = "", document: str = "") -> str | None:
    """The pseudonym of somebody, by the number of a document or else by name and date of birth.

    ``None`` where neither is known: two persons without papers are not one. The same name and day of birth
    written with other capitals, spaces, order of names or accents give the same pseudonym.
    """
    if number := _bare(document).replace(" ", ""):
        said = f"document\0{number}"
    elif name.strip() and born.strip():
        said = f"name\0{' '.join(sorted(_bare(name).split()))}\0{_bare(born).replace(' ', '')}"
    else:
        return None
    return "p-" + hmac.digest(secret, _DOMAIN + said.encode(), "sha256").hex()[:LENGTH]


def _bare(text: str) -> str:
    """Letters and digits, as they sound the same in any writing of it."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())
