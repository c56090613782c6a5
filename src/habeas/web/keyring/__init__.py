"""The keys of custody records, in a database of their own, so that a destroyed key is destroyed.

Its backups live 35 days at most (security.md 1.2): what is erased would else come back with them.
"""
