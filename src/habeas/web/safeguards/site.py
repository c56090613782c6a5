"""The limits of the authority where the sources give no number: ``site.toml`` in the data folder.

A station does not set the times that its inspector measures it by.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from habeas.language import N_
from habeas.safeguards import Site, example_site, read_site

FILE = "site.toml"
_NAME_OF_EXAMPLE = N_("an example (nobody here has set one)")


def site() -> Site:
    """The limits in force; those shipped as an example where the authority has set none.

    Raises ``RefusedError`` (``site-unreadable``).
    """
    path = Path(settings.DATA) / FILE
    return _read(path, path.stat().st_mtime_ns) if path.exists() else example_site()


def site_name() -> str:
    """Whose limits they are; the example says so in the reader's language."""
    name = site().name
    return gettext(_NAME_OF_EXAMPLE) if name == _NAME_OF_EXAMPLE else name


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> Site:
    return read_site(path.read_text("utf-8"), file=path.name)
