"""A text in the pieces that a model knows, as XLM-RoBERTa takes them: the likeliest ones."""

import re
from collections.abc import Mapping

_SPACE = "▁"


class LikeliestPieces:
    """The pieces whose likelihoods have the highest product (SentencePiece, unigram; Kudo 2018).

    ``pieces`` are by number, ``scores`` the logarithms of their likelihoods, ``normal`` what stands for a
    character (NFKC and the like).
    """

    def __init__(
        self,
        pieces: list[str],
        scores: list[float],
        normal: Mapping[int, str],
        *,
        begin: int,
        end: int,
        unknown: int,
    ) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces) if piece and number != unknown}
        self._scores, self._normal, self._unknown = scores, normal, unknown
        self._longest = max(map(len, pieces))
        self._none = min(scores) - 10
        self.begin, self.end = begin, end

    def __call__(self, text: str) -> list[int]:
        """The numbers of its pieces, without a beginning and an end."""
        said = re.sub(" +", _SPACE, text.translate(self._normal))
        if not said.startswith(_SPACE):
            said = _SPACE + said
        best = [0.0] + [float("-inf")] * len(said)
        came: list[tuple[int, int]] = [(0, 0)] * (len(said) + 1)
        for start in range(len(said)):
            here = best[start]
            if here + self._none > best[start + 1]:
                best[start + 1], came[start + 1] = here + self._none, (start, self._unknown)
            for end in range(start + 1, min(len(said), start + self._longest) + 1):
                number = self._numbers.get(said[start:end])
                if number is not None and here + self._scores[number] > best[end]:
                    best[end], came[end] = here + self._scores[number], (start, number)
        found: list[int] = []
        place = len(said)
        while place:
            place, number = came[place]
            found.append(number)
        return found[::-1]
