"""How the command line reaches the store: the only way from outside into the web."""

import os
from pathlib import Path


def start(data: str | None) -> None:
    """Set up Django on the data folder ``data`` (``None``: the usual one); creates the folder, private."""
    if data:
        os.environ["HABEAS_DATA"] = str(Path(data).expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habeas.web.settings")
    import django
    from django.conf import settings

    folder: Path = settings.DATA
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    django.setup()
