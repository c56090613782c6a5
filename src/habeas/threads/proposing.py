"""Which earlier asks a later one may take up: proposed with what speaks for it. A person decides.

Only what may have been asked before, of the same Party and in another document, is proposed, and at most
five. First what the text itself refers to, then what is verbatim, then what is close, then what shares most
of its matter, as BM25 ranks stems and concepts (:mod:`habeas.threads.terms`). A score is the share of the
matter of the later ask that the earlier one has: it orders, and does not say whether a proposal is right.

Where a model read the texts (:mod:`habeas.threads.sense`, an optional part), what is near in sense is
proposed too, and how far it stands out counts in the order beside the matter that is shared.
"""

import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, NamedTuple

import numpy as np
from bm25s import BM25
from numpy.typing import NDArray
from rapidfuzz import fuzz

from habeas.threads.referring import Referred, paragraph_key, reference_key, referred
from habeas.threads.sense import Sense
from habeas.threads.sense.near import Near
from habeas.threads.terms import plain, terms_of, words_of
from habeas.threads.values import Asked, Likeness

logging.getLogger("bm25s").setLevel(logging.WARNING)  # the part itself asks for every detail

MOST = 5
"""Proposals for one ask."""
_LOOKED_AT = 12
"""How many of those that share most are looked at closely, beside what is of the same document."""
_CLOSE = 80.0
"""How alike two texts are, of 100, by the letters that would have to change, to be called close."""
_LEAST = 0.15
"""Of its matter that another ask must share, or a third of its terms: below are words that meet by chance."""
_HALF = 0.5
"""Of its matter that an ask shares that may be close: what shares less is not compared letter by letter."""
_WORDS = 8
"""Words told of what is shared."""
_DEVIATION = 0.1
"""Of its matter for which one standard deviation counts, by which an ask is nearer in sense than others."""
_OUTSTANDING = 2.0
"""Standard deviations from which on the nearest in sense are proposed, whatever words they have; of fewer
than five that were asked before, none can be so many away from their mean."""
_NOTHING = "="
"""The term of a text that has none: it is alike to nothing by it."""


class Proposal(NamedTuple):
    """That ``later`` may take up ``earlier`` (ids), and why: a reference in its text, or the words shared.

    A shared word is given as each text has it, the later one first, where they differ. ``sense`` is the name
    of the model by which the earlier one is among the nearest in sense; empty where no model says so.
    """

    later: str
    earlier: str
    rank: int
    score: float
    likeness: Likeness
    reference: Referred | None
    words: tuple[tuple[str, str], ...]
    sense: str = ""


class _Found(NamedTuple):
    """An earlier ask at its place; what is to be proposed first comes first."""

    order: tuple[bool, float, bool, float, int]
    place: int
    score: float
    alike: float
    reference: Referred | None
    near: bool


class Pool:
    """What was asked of one Party, ready to be compared; each ask is read once.

    ``sense`` has the vectors of the texts as :func:`~habeas.threads.terms.plain` gives them, or of some.
    """

    def __init__(self, items: Iterable[Asked], sense: Sense | None = None) -> None:
        self._items = sorted(items, key=lambda one: (one.from_day, one.to_day, one.id))
        if len({one.party for one in self._items}) > 1:
            raise ValueError("what was asked of one Party is compared with nothing else")
        self._place = {one.id: place for place, one in enumerate(self._items)}
        self._days = [one.from_day for one in self._items]
        words = [words_of(one.text) for one in self._items]
        self._normal = list(map(" ".join, words))
        self._terms = [terms_of(own, one.language) for own, one in zip(words, self._items, strict=True)]
        self._common = Counter(term for terms in self._terms for term in terms)
        self._same: dict[str, list[int]] = {}
        for place, normal in enumerate(self._normal):
            self._same.setdefault(normal, []).append(place)
        self._documents: dict[str, list[int]] = {}
        for place, one in enumerate(self._items):
            for reference in one.references:
                self._documents.setdefault(reference_key(reference), []).append(place)
        self._near = None if sense is None else _near(self._items, sense)
        self._index = BM25(k1=1.2, b=0.75)
        self._index.index([list(terms) or [_NOTHING] for terms in self._terms], show_progress=False)

    def proposals(self, later: str, *, apart: frozenset[str] = frozenset()) -> list[Proposal]:
        """What is proposed for the ask with the id ``later``, best first; never what is in ``apart``."""
        place = self._place[later]
        found = sorted(self._found(place, apart))[:MOST]
        told = self._told(place)
        return [
            Proposal(
                later=later,
                earlier=self._items[one.place].id,
                rank=rank,
                score=one.score,
                likeness=_likeness(one.alike),
                reference=one.reference,
                words=self._shared(told, one.place),
                sense=self._near.model if self._near and one.near else "",
            )
            for rank, one in enumerate(found, start=1)
        ]

    def _found(self, place: int, apart: frozenset[str]) -> Iterator["_Found"]:
        item, normal = self._items[place], self._normal[place]
        before = bisect_left(self._days, item.to_day)
        scores = self._index.get_scores(list(self._terms[place]) or [_NOTHING])
        own = float(scores[place]) or 1.0
        pointed = self._pointed(item.text)
        out = self._standing_out(place, before, apart)
        nearest = {at for at in _best(out, MOST) if out[at] >= _OUTSTANDING}
        beside = sum(bisect_left(self._documents[reference_key(one)], before) for one in item.references)
        best = _best(scores[:before], _LOOKED_AT + len(apart) + beside)
        terms = self._terms[place].keys()
        for at in {*best, *pointed, *self._same[normal], *nearest}:
            score = min(1.0, round(float(scores[at]) / own, 4))
            reference = pointed.get(at)
            exact = reference is not None and bool(reference.paragraphs)
            told = exact or at in nearest or score >= _LEAST or self._third(terms, at)
            if at >= before or at == place or not told:
                continue
            other = self._items[at]
            if other.id not in apart and not (item.references and other.references & item.references):
                alike = fuzz.ratio(normal, self._normal[at], score_cutoff=_CLOSE) if score >= _HALF else 0.0
                order = (not exact, -alike, reference is None, -score - _DEVIATION * float(out[at]), -at)
                yield _Found(order, at, score, alike, reference, at in nearest)

    def _standing_out(self, place: int, before: int, apart: frozenset[str]) -> NDArray[np.float64]:
        """By how much each of those asked before stands out in sense: by nothing where no model read them."""
        if self._near is None:
            return np.zeros(before)
        among = np.ones(before, bool)
        beside = [at for one in self._items[place].references for at in self._documents[reference_key(one)]]
        aside = (self._place[one] for one in apart if one in self._place)
        among[[at for at in (place, *beside, *aside) if at < before]] = False
        return self._near.standing_out(place, among)

    def _third(self, terms: Set[str], at: int) -> bool:
        """Whether an ask has a third of ``terms``, however common: where little was asked, all are."""
        return bool(terms) and 3 * len(terms & self._terms[at].keys()) >= len(terms)

    def _pointed(self, text: str) -> dict[int, Referred]:
        """The asks that its references lead to: of the paragraphs they name, else of the whole document."""
        found: dict[int, Referred] = {}
        for reference in sorted(referred(text), key=lambda one: bool(one.paragraphs)):
            for place in self._documents.get(reference.key, ()):
                own = {paragraph_key(one) for one in self._items[place].paragraphs}
                if not reference.paragraphs or own & reference.paragraphs:
                    found[place] = reference
        return found

    def _told(self, place: int) -> list[tuple[str, str]]:
        """The terms of an ask with its words, as they are told: stems before concepts, rare ones first."""
        common = self._common
        return sorted(self._terms[place].items(), key=lambda one: (one[0][0] == "=", common[one[0]], one[0]))

    def _shared(self, told: list[tuple[str, str]], earlier: int) -> tuple[tuple[str, str], ...]:
        """Words of both asks; a concept only where no stem says it already."""
        right = self._terms[earlier]
        pairs: list[tuple[str, str]] = []
        said = set[str]()
        for term, word in told:
            other = right.get(term)
            if other is None or (term[0] == "=" and (word in said or other in said)):
                continue
            said.update((word, other))
            pairs.append((word, other))
            if len(pairs) == _WORDS:
                break
        return tuple(pairs)


def by_party(items: Iterable[Asked]) -> list[list[Asked]]:
    """What was asked, a Party at a time: those asked most come first."""
    parties: dict[str, list[Asked]] = {}
    for one in items:
        parties.setdefault(one.party, []).append(one)
    return sorted(parties.values(), key=lambda asked: (-len(asked), asked[0].party))


def proposals(asked: Iterable[Asked], sense: Sense | None = None) -> list[Proposal]:
    """All that is proposed among what was asked of one Party, in the order in which it is given."""
    items = list(asked)
    pool = Pool(items, sense)
    return [made for one in items for made in pool.proposals(one.id)]


def _near(items: Sequence[Asked], sense: Sense) -> Near:
    from habeas.documents.tongues import language_of  # noqa: PLC0415 (a model of its own, seldom needed)

    languages = [one.language.partition("-")[0].casefold() or language_of(one.text) or "" for one in items]
    return Near([plain(one.text) for one in items], languages, sense)


def _best(scores: Any, count: int) -> list[int]:
    """The places of the highest scores, in any order."""
    if len(scores) <= count:
        return list(range(len(scores)))
    places: list[int] = scores.argpartition(-count)[-count:].tolist()
    return places


def _likeness(alike: float) -> Likeness:
    if alike == 100.0:
        return Likeness.VERBATIM
    return Likeness.CLOSE if alike else Likeness.POSSIBLE
