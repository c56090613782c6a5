"""How long records are kept here: ``[[retention]]`` in ``site.toml``, which the authority writes."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from habeas.custody.retention import Retention, read_retentions
from habeas.web.safeguards.site import FILE


def retentions() -> tuple[Retention, ...]:
    """The periods that are set; none where there is no such file. Raises ``RefusedError``."""
    path = Path(settings.DATA) / FILE
    return _read(path, path.stat().st_mtime_ns) if path.exists() else ()


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> tuple[Retention, ...]:
    return read_retentions(path.read_text("utf-8"), file=path.name)
