"""The doors for writing documents and what they ask. Whole lists come in by ``taking``."""

from habeas.web.reports.taking import IntakeOf, Repeated, TakenAsks, take_asks

__all__ = ["IntakeOf", "Repeated", "TakenAsks", "take_asks"]
