"""Search over everything that a reader may see; the index is never the source of truth."""
