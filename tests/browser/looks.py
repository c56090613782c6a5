"""How often the browser looks: once in turn, or with ``HABEAS_TEST_EVERY_WAY`` every way."""

import os

WIDTHS = (390, 1280)
EVERY_WAY = bool(os.environ.get("HABEAS_TEST_EVERY_WAY"))
