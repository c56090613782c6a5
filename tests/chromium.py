"""Chromium, as every test starts it.

``chromium-headless-shell`` goes first: a page in it takes a quarter of the processor that it takes in the
whole browser, which draws its own windows even where nobody sees them. Both are built from one source.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")


@contextmanager
def running() -> Iterator[Browser]:
    """The browser, until the end; without one the test is left out, and with ``CI=true`` it fails."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing(f"chromium is missing: apt-get install {NAMES[0]}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield opened
        opened.close()
