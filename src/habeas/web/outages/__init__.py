"""A station without network: outages in its book, numbered paper, and what is typed in afterwards."""
