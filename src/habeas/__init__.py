"""Habeas: from the door of the police station to the public record.

The rooms of the house, and which may know which, are told in ``docs/house.md``
and held by the import contracts in ``.importlinter``.
"""

__version__ = "0.1.0"
