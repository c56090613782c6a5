"""What is looked at only where its parts are."""

import os

collect_ignore = [] if "HABEAS_TEST_GO" in os.environ else ["test_another_language.py"]  # ``make matrix``
