"""Rules as SQL: one canonical text for each, which sqlglot turns into the dialect of an engine."""
