"""Chance that gives the same on every Python: nothing is drawn but by two methods that never changed."""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws that depend on nothing but what they are named after."""

    __slots__ = ("bits", "random")

    def __init__(self, *of: object) -> None:
        name = "\n".join(map(str, of)).encode()
        generator = random.Random(int.from_bytes(hashlib.sha256(name).digest(), "big"))  # noqa: S311 (no secret)
        self.random = generator.random
        self.bits = generator.getrandbits

    def yes(self, share: float) -> bool:
        """Whether it happens that happens in this share of cases."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both among them."""
        return low + int(self.random() * (high - low + 1))

    def one(self, among: Sequence[T]) -> T:
        """One of several, each as likely."""
        return among[int(self.random() * len(among))]

    def of_weights(self, among: Sequence[tuple[T, float]]) -> T:
        """One of several by its weight; the weights sum to 1."""
        left = self.random()
        for value, weight in among:
            left -= weight
            if left < 0:
                return value
        return among[-1][0]
