"""The demo's dossiers, read once."""

from pathlib import Path

import pytest

from habeas.dossier.entries import Dossier
from habeas.dossier.toml_form import read_dossier

DEMO = Path(__file__).parents[2] / "src/habeas/web/dossier/demo"


@pytest.fixture(scope="session")
def azerbaijan() -> Dossier:
    """The real public facts."""
    return read_dossier((DEMO / "azerbaijan.toml").read_text(encoding="utf-8"), file="azerbaijan.toml")


@pytest.fixture(scope="session")
def orland() -> Dossier:
    """The invented Party, with what is confidential."""
    return read_dossier((DEMO / "orland.toml").read_text(encoding="utf-8"), file="orland.toml")
