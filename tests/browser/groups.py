"""Which tests of the browser keep together on one worker, and which are begun first.

    pytest -p tests.browser.groups -n 2 -m browser

The groups of xdist's own ``loadgroup`` are lost with pytest 9.2, which takes no name of a test from outside.
"""

import re
from zlib import crc32

import pytest
from xdist.scheduler import LoadScopeScheduling

LINKED_GROUPS = 6
FIRST = ("linked-0", "journeys", "test_custody_journey", "test_whole_cycle", "test_reading_desk")
"""Groups in the order in which workers take them; the first walks for all, before anything is written."""


def group(name: str) -> str:
    """The group of a test by its name: a module, the journeys, or some of the pages that links lead to.

    By module, so that a browser is started once for it. Journeys are one worker's: they go on with whom
    another has signed in before.
    """
    path, _, test = name.partition("::")
    if not path.endswith("test_pages.py"):
        return path.rpartition("/")[2].removesuffix(".py")
    if "end_of_a_journey" in test:
        return "journeys"
    page = re.search(r"\[(.+\.html)\]", test)
    return f"linked-{crc32(page[1].encode()) % LINKED_GROUPS if page else 0}"


def place(item: pytest.Item) -> tuple[int, str]:
    """Where a test stands: the longest come first, so that the workers end together."""
    its = group(item.nodeid)
    return (FIRST.index(its) if its in FIRST else len(FIRST)), its


class Groups(LoadScopeScheduling):
    """Deal out whole groups, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Groups:
    """Deal out by our groups."""
    return Groups(config, log)
