"""A browser, and a server of its own for the tests that walk through the product as people do."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser.client import Server

ROOT = Path(__file__).resolve().parent.parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a module's tests of the browser on one worker, so that it is started once for them."""
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, in a folder of its own, on a port that was free; ended with the tests."""
    folder, token = tmp_path_factory.mktemp("demo"), secrets.token_hex(16)
    environment = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    words = [sys.executable, "-m", "tests.browser.serving", str(folder), token]
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**environment, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), f"the server said: {address}"
        yield Server(address, token)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()
        process.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. By module: while it runs, Django takes this thread for an asynchronous one."""
    path = shutil.which("chromium")
    if path is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("chromium is missing: apt-get install chromium")
    quiet = "--disable-background-networking"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", quiet]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()
