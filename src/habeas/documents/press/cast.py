"""Who has been introduced in a text, and whom “she”, “the deputy”, “the Committee” or “the statement” means.

Where two could be meant, nobody is: an unresolved mention is told as it stands.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from habeas.documents.folding import folded
from habeas.documents.press.bodies import Body, bodies
from habeas.documents.press.words import Words

_ALIKE = 0.8
_OF_THE_STATE = {
    "police": "police",
    "government": "government",
    "gouvernement": "government",
    "parliament": "parliament",
    "parlement": "parliament",
}
"""Groups that each State has: never the organisation spoken of last; with the key of those that say which."""
_FOLLOWS = re.compile("^(?:office|bureau)$")
"""“The Ombudsman has begun. Her office …”: of whom the sentence before tells."""
_PLAIN = re.compile(r"\w+ [a-zà-ÿ]+")
"""“Rights groups”, at the beginning of a sentence: not “Prison Officers”, not “Observatoire des prisons”."""
_LOOKED_AT = 200
"""How many persons a name is compared with at most: a text of a million names costs no more."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks; ``key`` is that of a body in ``bodies.toml``.

    ``level``: 1 where the sentence itself names the source, 0.5 where it was taken from what stands before.
    """

    name: str | None = None
    role: str | None = None
    organisation: str | None = None
    key: str | None = None
    gender: str | None = None
    level: float = 1.0

    @property
    def person(self) -> bool:
        """Whether it is a person with a name."""
        return self.name is not None

    @property
    def speaker(self) -> str | None:
        """The name, else the organisation where no role is told, else the role as it stands."""
        return self.name or (self.role if self.role else self.organisation)


@dataclass
class Cast:
    """Everybody introduced so far, in order."""

    words: Words
    bodies_named: dict[str, int] = field(default_factory=dict)
    acronyms: dict[str, str] = field(default_factory=dict)
    full_names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    given_names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    persons: list[Source] = field(default_factory=list)
    organisations: list[Source] = field(default_factory=list)
    known: dict[str, Source] = field(default_factory=dict)
    """By name what was told of a person last."""
    body_in_view: Source | None = None
    body_spoke_last: bool = False
    person_told_last: bool = False
    mentioned: Source | None = None
    """The organisation named last, whether it spoke or not."""
    issuer: Source | None = None
    in_view: Source | None = None
    """The person that a sentence began with after the last one spoke."""
    authors: dict[str, Source] = field(default_factory=dict)
    """Whose a “report”, a “letter” is that was told of with its author."""
    unnamed: Source | None = None
    """Who was told of last without a name: “the man”."""
    ambiguous: list[str] = field(default_factory=list)

    # Names ------------------------------------------------------------------------------------------

    def hear(self, name: str) -> None:
        """A name in full, wherever it stands: what a surname alone may mean."""
        if self.full(name):
            return
        self.given_names[_whole(name).split()[0]].add(name)
        for bucket in _buckets(name):
            kept = self.full_names[bucket]
            if len(kept) < _LOOKED_AT and name not in kept:
                kept.append(name)

    def heard(self) -> list[str]:
        """The names in full, in the order of the text."""
        return list(dict.fromkeys(name for bucket in self.full_names.values() for name in bucket))

    def full(self, name: str) -> str | None:
        """The name in full that this one is, spelt alike: “Hajizada” for “Aykhan Hajizade”."""
        best, worth = None, _ALIKE
        for other in (each for bucket in _buckets(name) for each in self.full_names.get(bucket, ())):
            like = likeness(name, other)
            if like > worth or (like == worth and best is None):
                best, worth = other, like
        if best is None and " " not in name:
            called = self.given_names.get(folded(name), set())
            return next(iter(called)) if len(called) == 1 else None
        return best

    def person(self, source: Source) -> Source:
        """That person with all that was told of them before, now the last one spoken of."""
        name = self.full(source.name or "") or source.name or ""
        if before := self.known.get(name):
            source = Source(
                name,
                before.role or source.role,
                before.organisation or source.organisation,
                before.key if before.organisation else source.key,
                source.gender or before.gender,
                source.level,
            )
        source = replace(source, name=name)
        self.persons.append(source)
        self.known[name] = source
        self.in_view = self.body_in_view = None
        self.body_spoke_last = False
        return source

    def view(self, source: Source) -> None:
        """A sentence begins with that person, who may be “she” in the next."""
        name = self.full(source.name or "") or source.name or ""
        before = self.known.get(name)
        gender = source.gender or (before.gender if before else None)
        self.in_view = replace(before if before and before.organisation else source, name=name, gender=gender)
        self.known[name] = self.in_view
        self.person_told_last = True

    def view_someone(self, source: Source) -> None:
        """A sentence begins with one who has no name: “the guard opened”, and “he” may be the guard."""
        self.in_view, self.person_told_last = source, True

    def note(self, source: Source) -> None:
        """A person is told of with role and organisation, whether they speak or not."""
        name = self.full(source.name or "") or source.name or ""
        self.known.setdefault(name, replace(source, name=name))

    def someone(self, source: Source) -> Source:
        """One without a name speaks, or a sentence begins with them: “an official”, whom “he” may mean."""
        self.persons.append(source)
        self.in_view = self.body_in_view = None
        self.body_spoke_last = False
        return source

    def pronoun(self, said: str) -> Source | None:
        """The person, or for “it” and “they” the organisation, spoken of last that the word fits."""
        if said.lower() in self.words["someone"] and self.unnamed:
            return self.someone(replace(self.unnamed, level=0.5))
        low = self.words["oblique"].get(said.lower(), said.lower())
        whose = low in self.words["possessive"]  # French “sa réponse” tells nothing of who gives it
        body = self.body_in_view or self.last_body(several=low in ("they", "ils", "elles"))
        if low == "one":
            told = [*self.organisations[-_LOOKED_AT:], *([self.body_in_view] if self.body_in_view else [])]
            group = next((each for each in reversed(told) if _several(each)), None)
            return replace(group, level=0.5) if group else None
        if low in self.words["neuter"]:
            return replace(body, level=0.5) if body else None
        gender = None if whose else "m" if low in self.words["masculine"] else "f"
        spoke = self.body_spoke_last and (whose or not self.person_told_last)
        if body and spoke and (whose or self._gender_of(body) == gender):
            return replace(body, level=0.5)
        candidates = self.persons[-_LOOKED_AT:] + ([self.in_view] if self.in_view else [])
        for each in reversed(candidates):
            if whose or each.gender in (None, gender):
                one = replace(each, gender=each.gender or gender, level=0.5)
                return self.someone(one) if one.name is None else self.person(one)
        return None

    def last_person(self) -> Source | None:
        """The person with a name who is in view, or spoke last."""
        last = self.in_view or (self.persons[-1] if self.persons else None)
        return last if last and last.person else None

    def by_role(self, role: str) -> Source | None:
        """The person spoken of last who holds that role: “the deputy”, “the expert”, “the Minister”."""
        low = folded(role)
        head = re.split(r" (?:of|for|de|du|des|aux|d)(?: |$)", low)[0].split()[-1]
        others = {folded(word): said for word, said in self.words["persons"].items()}
        asked = {head, *map(folded, others.get(head, ())), *map(folded, others.get(low, ()))}
        for each in reversed(self.persons[-_LOOKED_AT:]):
            if _holds(each, asked):
                return replace(each, level=0.5)
            if head in ("expert", "experte") and each.key in self.words["experts_of"]:
                return replace(each, level=0.5)
        only = [each for each in [*self.known.values()][-_LOOKED_AT:] if each.role and _holds(each, asked)]
        return replace(only[0], level=0.5) if len(only) == 1 else None

    def of_key(self, key: str) -> Source | None:
        """The only person so far who speaks for that body: “the head of the Committee”."""
        names = {each.name: each for each in self.persons[-_LOOKED_AT:] if each.key == key and each.name}
        return replace(next(iter(names.values())), level=0.5) if len(names) == 1 else None

    def _gender_of(self, body: Source) -> str | None:
        """The gender that an organisation has in French, by the first word of its name."""
        return body.gender or self.gender_of_word((body.organisation or "").partition(" ")[0])

    def gender_of_word(self, noun: str) -> str | None:
        """The gender that a noun for an organisation has in French."""
        for gender, name in (("m", "masculine_bodies"), ("f", "feminine_bodies")):
            if noun.lower() in self.words[name]:
                return gender
        return None

    # Bodies -----------------------------------------------------------------------------------------

    def meet(self, key: str, at: int) -> None:
        """A body is named at that place."""
        self.bodies_named.setdefault(key, at)

    def short(self, said: str, at: int) -> str | None:
        """The body that a short name means there: the only one named before that goes by it."""
        low = folded(said)
        if self.issuer and self.issuer.key and self._goes_by(self.issuer.key, low):
            return self.issuer.key  # “the Ministry” in a statement of a ministry
        could = [key for key, place in self.bodies_named.items() if place < at and self._goes_by(key, low)]
        if len(could) > 1 and low not in self.ambiguous:
            self.ambiguous.append(low)
        return could[0] if len(could) == 1 else None

    @staticmethod
    def _goes_by(key: str, short: str) -> bool:
        return any(folded(name) == short for name in bodies().by_key[key].short)

    def of_body(self, key: str, *, level: float = 1.0) -> Source:
        """The body as a source."""
        return Source(None, None, self.name_of(bodies().by_key[key]), key, level=level)

    def name_of(self, body: Body) -> str:
        """Its name in the language of the text."""
        return body.name[self.words.language]

    def organisation(self, source: Source) -> Source:
        """An organisation speaks: “the group” after it is this one."""
        self.organisations.append(source)
        self.body_in_view, self.body_spoke_last, self.person_told_last = None, True, False
        return source

    def last_body(self, *, several: bool = False) -> Source | None:
        """The organisation that spoke last; “patients” are none that “it” and “its” mean."""
        kept = (each for each in reversed(self.organisations[-_LOOKED_AT:]) if several or not _several(each))
        return next(kept, None)

    def view_body(self, source: Source) -> None:
        """A sentence begins with that organisation, which may be “it” in the next."""
        self.body_in_view, self.body_spoke_last, self.person_told_last = source, True, False

    def group(self, said: str) -> Source | None:
        """The organisation spoken of last for “the group”, the only one of its kind for “the ministry”."""
        low = folded(said)
        if low.endswith("s"):  # several of them are not the one spoken of last
            return None
        if key := self.short(said, sys.maxsize):
            return self.of_body(key, level=0.5)
        of_whose = low if said[:1].islower() else low.split()[-1]  # “Torvik police”
        if of_whose in _OF_THE_STATE:
            return replace(state_of(of_whose) or Source(), organisation=said)
        if low in map(folded, self.words["of_a_body"]) and (key := self._only_one(sys.maxsize)):
            return self.of_body(key, level=0.5)
        if named := self._named(low) or self.panel(said):
            return named
        if self.body_in_view and _FOLLOWS.search(low):
            return replace(self.body_in_view, level=0.5)
        if low not in map(folded, self.words["organisation_like"]):
            return None
        free = (each for each in reversed(self.organisations[-_LOOKED_AT:]) if each.key is None)
        found = next((each for each in free if not _several(each)), None) or self.mentioned
        return replace(found, level=0.5) if found else None

    def _named(self, low: str) -> Source | None:
        """“The Foundation”: the only organisation so far that has the word in its name."""
        names = {*self.acronyms.values()}
        could = [name for name in names if low in folded(name).split() and low != folded(name)]
        whole = [name for name in could if not any(each != name and each.endswith(name) for each in could)]
        return Source(None, None, whole[0], level=0.5) if len(whole) == 1 else None

    def last_by(self, short: str) -> Source | None:
        """“That ministry”: the body spoken of last that goes by the word."""
        low = folded(short)
        told = (each for each in reversed(self.organisations[-_LOOKED_AT:]) if each.key)
        found = next((each for each in told if self._goes_by(each.key or "", low)), None)
        return replace(found, level=0.5) if found else None

    def panel(self, said: str) -> Source | None:
        """“The panel”: the international body that spoke or was told of last."""
        if not {*folded(said).split()} & {*map(folded, self.words["of_experts"])}:
            return None
        told = [*self.organisations[-_LOOKED_AT:], *([self.body_in_view] if self.body_in_view else [])]
        found = next((each for each in reversed(told) if each.key and _reports(each.key)), None)
        return replace(found, level=0.5) if found else None

    def document(self, at: int, *, own: bool = False) -> Source | None:
        """Who speaks in “the statement”: who issued this text, else the organisation spoken of last.

        ``own``: “its statement” is that of the organisation before. Where none spoke, and one body alone was
        named, it is that one's.
        """
        last = self.body_in_view or (self.organisations[-1] if self.organisations else None)
        found = (last or self.issuer) if own else (self.issuer or last)
        if found is None and (key := self._only_one(at)):
            found = self.of_body(key)
        return replace(found, level=0.5) if found else None

    def _only_one(self, at: int) -> str | None:
        """The one body named before that reports: whose “the delegation” and “the report” are."""
        named = [key for key, place in self.bodies_named.items() if place < at and _reports(key)]
        return named[0] if len(named) == 1 else None


def _several(source: Source) -> bool:
    said = source.organisation or ""
    plain = said[:1].islower() or " " not in said or _PLAIN.fullmatch(said) is not None
    return source.key is None and said[-1:] == "s" and plain


def _holds(source: Source, roles: Collection[str]) -> bool:
    told = folded(f"{source.role or ''} {source.key or ''}")
    return any(word in told for word in roles)


def _reports(key: str) -> bool:
    body = bodies().by_key[key]
    return not (body.national or body.umbrella)


def state_of(said: str) -> Source | None:
    """The police, the government: which body a group of the State is."""
    key = _OF_THE_STATE.get(folded(said))
    return Source(None, None, said, key, level=0.5) if key else None


def _whole(name: str) -> str:
    """The name made even, “O'Dowd” and “Reyes-Kohl” one word."""
    return folded(re.sub("['’-]", "", name))


def _buckets(name: str) -> tuple[str, str]:
    """By the beginning and by the end of the surname: names spelt alike share one of them."""
    surname = re.sub(r"\W", "", _whole(name).rsplit(" ", 1)[-1])
    return f"{surname[:3]}-", f"-{surname[-4:]}"


def likeness(name: str, other: str) -> float:
    """How alike the surnames are; nought where the given names are told and differ."""
    mine, theirs = _whole(name).split(), _whole(other).split()
    if not mine or not theirs:
        return 0.0
    short, long = sorted((mine, theirs), key=len)
    if short == long[-len(short) :]:
        return 1.0  # a surname of several words
    if len(mine) > 1 and len(theirs) > 1 and _ratio(mine[0], theirs[0]) < 0.7:
        return 0.0
    return _ratio(mine[-1], theirs[-1])


def _ratio(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
