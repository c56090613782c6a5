"""A browser, and a server of its own for the tests that walk through the product as people do."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests import chromium, shared
from tests.browser import groups
from tests.browser.client import Found, Server, walk

ROOT = Path(__file__).resolve().parent.parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take the tests of the browser by their groups (``--no-loadscope-reorder``)."""
    driven = [item for item in items if item.get_closest_marker("browser")]
    ordered = iter(sorted(driven, key=groups.place))
    items[:] = [next(ordered) if item.get_closest_marker("browser") else item for item in items]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, in a folder of its own, on a port that was free; ended with the tests."""
    folder, token = tmp_path_factory.mktemp("served") / "demo", secrets.token_hex(16)
    shutil.copytree(shared.demo(tmp_path_factory), folder)
    words = [sys.executable, "-m", "tests.browser.serving", str(folder), token]
    path = os.pathsep.join([str(ROOT), str(shared.SOURCE)])
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env=shared.environment(folder, PYTHONPATH=path),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), f"the server said: {address}"
        yield Server(address, token, folder)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@pytest.fixture(scope="session")
def walked(server: Server, tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    """The pages that links lead to. One worker walks for all: each has a copy of the same demo."""

    def keep(path: Path) -> None:
        path.write_text(json.dumps([astuple(page) for page in walk(server)]))

    return [Found(*row) for row in json.loads(shared.once(tmp_path_factory, "walked", keep).read_text())]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. By module: while it runs, Django takes this thread for an asynchronous one."""
    with chromium.running() as opened:
        yield opened
