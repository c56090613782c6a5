"""What runs only beside a PostgreSQL of its own."""

import os

collect_ignore = [] if "DATABASE_URL" in os.environ else ["test_postgres.py"]
