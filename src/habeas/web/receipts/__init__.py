"""Receipts of a custody register, checked in the browser of whoever holds one: no account, no network."""
