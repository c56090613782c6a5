"""Which asks of one Party are near in sense: how far each stands out among those that it could be.

A cosine says little by itself: those of multilingual-e5 lie between .7 and 1 whatever is asked (its authors
say so), and two texts of one language are nearer than two that say the same in two. So what a language has in
common is taken away from each of its texts, and a text counts by how many standard deviations it is nearer
than the others that may be meant. No number here is compared with one of another set.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from habeas.threads.sense import Sense

_AS_MANY = 5
"""Texts as many as which the mean of all counts in the mean of a language, of which there may be one."""


class Near:
    """The vectors of the asks of one Party by place, as far as ``sense`` has them."""

    def __init__(self, texts: Sequence[str], languages: Sequence[str], sense: Sense) -> None:
        rows = [sense.vectors.get(text) for text in texts]
        self.model = sense.model
        self._known = np.array([row is not None for row in rows], bool)
        known = [row for row in rows if row is not None]
        self._rows = np.zeros((len(rows), len(known[0]) if known else 0), np.float32)
        if known:
            self._rows[self._known] = known
            self._leave_languages(np.array(languages))

    def _leave_languages(self, languages: NDArray[np.str_]) -> None:
        every = self._rows[self._known].mean(axis=0)
        for language in sorted(set(languages[self._known].tolist())):
            own = self._known & (languages == language)
            common = (self._rows[own].sum(axis=0) + _AS_MANY * every) / (own.sum() + _AS_MANY)
            self._rows[own] -= common
        lengths = np.linalg.norm(self._rows, axis=1, keepdims=True)
        np.divide(self._rows, lengths, out=self._rows, where=lengths > 0)

    def standing_out(self, place: int, among: NDArray[np.bool_]) -> NDArray[np.float64]:
        """For each place of ``among`` by how many deviations it is nearer to ``place`` than the mean of them.

        0 for what is not in it, or was not read; for all, where ``place`` was not read.
        """
        out = np.zeros(len(among))
        meant = among & self._known[: len(among)]
        if self._known[place] and meant.any():
            near = self._rows[: len(among)][meant] @ self._rows[place]
            if spread := float(near.std()):
                out[meant] = (near - near.mean()) / spread
        return out
