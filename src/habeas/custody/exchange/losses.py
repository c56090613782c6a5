"""What a form of others cannot keep, counted and said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loss:
    """So many of something are not in the file as they are in the register."""

    count: int
    what: str

    def __str__(self) -> str:
        """As it is printed: the count, then what."""
        return f"{self.count} {self.what}"
