"""The demo: an embedded store with real public facts and invented ones, for looking at."""

import hashlib
import tomllib
from importlib.resources import files
from pathlib import Path

from habeas.dossier.toml_form import read_dossier
from habeas.web.dossier.actions import take_over
from habeas.web.parties.models import Party
from habeas.web.people.demo import PASSPHRASE, make_demo_people


def fill() -> list[tuple[str, str, str]]:
    """Bring in what is not there yet; return sign-in name, name and role of each account.

    What somebody entered or changed since stays as it is.
    """
    for source in sorted(_sources(), key=lambda path: path.name):
        data = source.read_bytes()
        name = tomllib.loads(data.decode())["party"]["name"]
        if not Party.objects.filter(name=name).exists():
            dossier = read_dossier(data.decode(), file=source.name)
            take_over(None, dossier, sha256=hashlib.sha256(data).hexdigest())
    invented = Party.objects.filter(invented=True).order_by("pk").first()
    people = make_demo_people(party=invented.public_id if invented else "")
    return [(username, name, role.label) for username, name, role in people]


def passphrase() -> str:
    """The one that every account of the demo has."""
    return PASSPHRASE


def _sources() -> list[Path]:
    return list(Path(str(files("habeas.web.dossier"))).joinpath("demo").glob("*.toml"))
