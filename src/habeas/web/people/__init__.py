"""Accounts, roles and the doors in front of every page."""
