"""Filters of the law."""
