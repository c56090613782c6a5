"""Filters of the dossier."""
