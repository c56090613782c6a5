"""What the model makes of what was asked, kept beside the store: read by the job, looked up by pages.

Only where the setting asks for it. A page never loads the model; what is not read yet is compared by words.
The file is made from the store, is as confidential as it, and in no backup.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from habeas import durable
from habeas.errors import RefusedError
from habeas.web.reports.models import Ask

if TYPE_CHECKING:
    from habeas.threads.sense import Sense
    from habeas.threads.sense.kept import Kept

AT_ONCE = 1_000
"""Texts that one job reads, about a minute's; then others have their turn."""


def kept() -> "Kept":
    """The file of what was read, which need not be there. ``ImportError`` where what compares is missing."""
    from habeas.threads.sense.kept import Kept  # noqa: PLC0415 (parts that may be missing)
    from habeas.threads.sense.model import DIGEST, WIDTH  # noqa: PLC0415

    return Kept(Path(settings.DATA) / "sense" / DIGEST[:16], DIGEST, WIDTH)


def sense_of(texts: Iterable[str]) -> "Sense | None":
    """What the model made of these, as far as it read them.

    ``None`` where it is not asked for, and where its file is damaged, of which ``habeas doctor`` tells.
    """
    if not settings.SENSE:
        return None
    from habeas.threads.sense import Sense  # noqa: PLC0415 (as above)
    from habeas.threads.sense.model import NAME  # noqa: PLC0415

    try:
        return Sense(NAME, kept().of(texts))
    except RefusedError:
        return None


def read_some(encoder: Any = None) -> bool:
    """Read those texts that are not read yet, the newest asks first; return whether there are more.

    ``encoder`` is the model where none is given. Once all is read, what nobody asks any more is taken out.
    Raises as :func:`habeas.threads.sense.model.load`.
    """
    from habeas.threads import sense  # noqa: PLC0415 (as above)
    from habeas.threads.sense.model import load  # noqa: PLC0415

    file = kept()
    wanted = dict.fromkeys(_texts())
    known = file.of(wanted)
    missing = (text for text in wanted if text not in known)
    if some := list(islice(missing, AT_ONCE)):
        durable.make_folder(file.path.parent)
        sense.read(some, encoder or load(), file)
    if more := next(missing, None) is not None:
        return more
    file.keep_only(wanted)
    return False


def _texts() -> Iterator[str]:
    from habeas.threads.terms import plain  # noqa: PLC0415 (as above)

    rows = Ask.objects.order_by("-pk").values_list("text", flat=True)
    yield from map(plain, rows.iterator())
