"""The limits of the authority where the sources give no number: ``site.toml`` in the data folder.

A station does not set the times that its inspector measures it by.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from habeas.language import N_
from habeas.safeguards import Rule, Site, example_site, read_site

FILE = "site.toml"
_NAME_OF_EXAMPLE = N_("an example (nobody here has set one)")


def site(own: Iterable[Rule] = ()) -> Site:
    """The limits in force; those shipped as an example where the authority has set none.

    ``own``: further rules, whose limits are not passed over. Raises ``RefusedError`` (``site-unreadable``).
    """
    path, own = Path(settings.DATA) / FILE, tuple(own)
    if not path.exists():
        return example_site()
    if own:
        return read_site(path.read_text("utf-8"), file=path.name, own=own)
    return _read(path, path.stat().st_mtime_ns)


def site_name() -> str:
    """Whose limits they are; the example says so in the reader's language."""
    name = site().name
    return gettext(_NAME_OF_EXAMPLE) if name == _NAME_OF_EXAMPLE else name


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> Site:
    return read_site(path.read_text("utf-8"), file=path.name)
