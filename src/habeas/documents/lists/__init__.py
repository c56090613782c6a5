"""Lists that come in as tables: which column is which, of asks and of places, and what differs."""
