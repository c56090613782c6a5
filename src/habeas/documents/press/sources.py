"""From the run of mentions that is a subject to the source that it names."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from habeas.documents.folding import folded
from habeas.documents.press.bodies import bodies
from habeas.documents.press.cast import Cast, Source, state_of
from habeas.documents.press.mentions import Kind, Mention, is_place, titled
from habeas.documents.press.passages import Span

_OWN = re.compile(r"(?:\b(?:its|their|our|sa|son|ses|leur|notre)) ?$", re.IGNORECASE)
_THEIRS = re.compile(r"\b(?:their|leurs?) ?$", re.IGNORECASE)
_OF_A_PERSON = re.compile(r"\b(?:his|her|sa|son) ?$", re.IGNORECASE)
_A = re.compile(r"(?:\b(?:a|an|one|another|un|une)) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_PHRASE = re.compile(
    r" (?:of|for|at|with) (?:the |a )?((?!the |a )(?:[\w'-]+ ){1,3}\w+)\Z| (?:du|de la|de l'|d'une?) ?(\w+)\Z"
)
_ONE_OF = re.compile(r"\b(?:[Oo]ne of|[Uu]ne? des|[Ll]'une? des) (?:the |its |their |les )?\Z")
_WHOSE = re.compile(r" (?:of|des|du|de la|de l'|d')(?: |(?<='))(?:the )?[a-zà-ÿ][\w-]+(?![\w'])")
"""“The union | of guards”: one that is told with whose it is, and none that was named before."""
_BEYOND = re.compile(r" des? [\w-]+")
_OF_WHOM = (Kind.ROLE, Kind.GROUP)
_OF = re.compile(r" (?:of|for|to|close to|acting for|representing|inside|de|du|d'|proches? de) ?")
_TOLD = re.compile(r"\b(?:à|au|to|told|tells) (?:la |l'|the )?\Z")
_THIS = re.compile(r"\b(?:ce|cet|cette) \Z")
_THE = re.compile(r"\b(?:the|l[ea]|l') ?\Z", re.IGNORECASE)
_THAT = re.compile(r"\b(?:that|this|ce|cet|cette) \Z", re.IGNORECASE)
_OF_ONE = re.compile(r" (?:of|for|to|de|d'|du) ?(?:the |an? |one |une? |la |le |l')?")
_OF_ANOTHER = re.compile(_OF_ONE.pattern + r"(?:[a-zà-ÿ-]+ )?\Z")
"""“The lawyer of the detained | journalist”."""
_LISTED = re.compile(r"(?: ?\([^()]{1,30}\))?(?:,| and| et|, and) (?:the |la |le |les |l')?", re.IGNORECASE)
_WHO = re.compile(r",? (?:who|qui) ([^;:]{1,160})")


def source_of(
    said: str, run: Sequence[Mention], sentence: Span, found: Sequence[Mention], cast: Cast
) -> Source | None:
    """Who the subject of a saying is, by its own words and by what was introduced before."""
    run = [each for each in run if each.kind is not Kind.ADJECTIVE]
    if names_in(said, run):
        return _person(said, run, sentence, found, cast)
    if len(run) > 1 and run[0].kind is Kind.ROLE and said.startswith("'s ", run[0].span[1]):
        run = run[1:]  # “the conscript's family”
    kinds = {each.kind for each in run}
    if Kind.ROLE in kinds:
        return _by_role(said, run, sentence, found, cast)
    if Kind.PRONOUN in kinds:
        return cast.pronoun(run[-1].said)
    if Kind.DOCUMENT in kinds:
        return cast.organisation(of_document(said, run[0], cast))
    return _organisation(said, run, cast)


def of_document(said: str, document: Mention, cast: Cast) -> Source:
    """Whose a document is: “its report”, “the report”."""
    own = bool(_OWN.search(said, max(0, document.span[0] - 8), document.span[0]))
    noun = document.said.lower()
    of_others = not own and noun in cast.words["of_others"]
    found = None if of_others else cast.document(document.span[0], own=own)
    if not own and noun in cast.authors:
        found = cast.organisation(replace(cast.authors[noun], level=0.5))
    return found or Source(None, None, document.said, level=0.5)


def names_in(said: str, run: Sequence[Mention]) -> list[Mention]:
    """The names that may be the speaker's: not “a lawyer for NAME”."""
    return [
        each
        for at, each in enumerate(run)
        if each.kind is Kind.NAME
        and not (len(run) > 1 and _only_where(said, each))
        and not (
            at and run[at - 1].kind in _OF_WHOM and _OF.fullmatch(said, run[at - 1].span[1], each.span[0])
        )
    ]


def _only_where(said: str, name: Mention) -> bool:
    """“Orland's Foreign Ministry”, “in Torvik”: a name that tells where another is."""
    return is_place(said, name) or said.startswith("'s", name.span[1])


def _person(
    said: str, run: Sequence[Mention], sentence: Span, found: Sequence[Mention], cast: Cast
) -> Source:
    names = names_in(said, run)
    best = max(names, key=lambda each: (" " in each.said, -each.span[0]))
    name, gender = titled(best, cast.words)
    roles = [each for each in run if each.kind is Kind.ROLE]
    role, organisation, key = held_by(said, run, cast)
    if organisation is None and (told := _relative(said, run, sentence, found, cast)):
        organisation, key = organisation_in(told, cast)
    if organisation is None and (last := _whose(said, roles, cast)):
        organisation, key = last.organisation, last.key
    if organisation is None and role:
        organisation, key = _led(role, run, cast)
    if organisation is None and role and cast.issuer:  # who speaks in a statement of a ministry speaks for it
        organisation, key = cast.issuer.organisation, cast.issuer.key
    gender = gender or gender_of(role, cast)
    if role is None and organisation is None and " " not in best.said and cast.full(name) is None:
        return cast.organisation(
            Source(None, None, name)
        )  # a State, a town, a paper: nobody told of a person
    return cast.person(Source(name, role, organisation, key, gender))


def _led(role: str, run: Sequence[Mention], cast: Cast) -> tuple[str | None, str | None]:
    """“The Minister”, after “the Ministry of …”: the body that a role leads, by the short name it goes by."""
    short = cast.words["of_body"].get(role.lower())
    key = cast.short(short, run[0].span[0]) if short else None
    return (cast.name_of(bodies().by_key[key]), key) if key else (None, None)


def _whose(said: str, roles: Sequence[Mention], cast: Cast) -> Source | None:
    """Whose a role is: “its director” of the organisation before, “her colleague” of that person's."""
    for role in roles:
        before = max(0, role.span[0] - 8), role.span[0]
        head = role.said.lower().split()[-1]
        person = not (cast.body_spoke_last and _OWN.search(said, *before))  # French “sa” may be a body's
        if person and _OF_A_PERSON.search(said, *before) and head in cast.words["same_body"]:
            return cast.persons[-1] if cast.persons else None
        if _THEIRS.search(said, *before) and head in cast.words["private"]:
            return None  # “their lawyer”: of people, not of a body
        if _OWN.search(said, *before):
            return cast.body_in_view or cast.last_body()
    return None


def _relative(
    said: str, run: Sequence[Mention], sentence: Span, found: Sequence[Mention], cast: Cast
) -> list[Mention]:
    """What a clause after the name tells of it: “who chairs the Orland Bar Association”."""
    clause = _WHO.match(said, run[-1].span[1], sentence[1])
    if clause is None or not cast.words.pattern("", "leads", r"\b", exact=True).match(clause[1]):
        return []
    start, end = clause.span()
    return [
        each for each in found if start <= each.span[0] and each.span[1] <= end and each.kind is not Kind.NAME
    ][:1]


def held_by(said: str, run: Sequence[Mention], cast: Cast) -> tuple[str | None, str | None, str | None]:
    """Role, organisation and its key, the role with the organisation that it stands beside.

    Who is the aide of a minister is no minister, and of the ministry; whose wife somebody is says of neither.
    """
    others = _of_others(said, run)
    role, organisation, key = _held(said, [each for each in run if each not in others], cast)
    if role and organisation is None and not set(role.lower().split()) & {*cast.words["private"]}:
        organisation, key = organisation_in(others, cast)
    return role, organisation, key


def _of_others(said: str, run: Sequence[Mention]) -> list[Mention]:
    """The roles that another holds: “the | minister's spokesman”, “the wife of a | prisoner”."""
    found = []
    for left, right in pairwise(each for each in run if each.kind is Kind.ROLE):
        if said[left.span[1] : right.span[0]] in ("'s ", "' "):
            found.append(left)
        elif _OF_ANOTHER.search(said, left.span[0], right.span[0]):
            found.append(right)
    return found


def _held(said: str, run: Sequence[Mention], cast: Cast) -> tuple[str | None, str | None, str | None]:
    """The same of what the run itself holds."""
    roles = [at for at, each in enumerate(run) if each.kind is Kind.ROLE]
    for index, at in enumerate(roles):
        until = roles[index + 1] if index + 1 < len(roles) else len(run)
        after = [each for each in run[at + 1 : until] if "," not in said[run[at].span[1] : each.span[0]]]
        before = run[max(0, at - 2) : at] if index == 0 else ()
        if run[at].key is None and (phrase := _phrase(said, run[at], after, cast.words["people"])):
            state = state_of(phrase.rpartition(" ")[2])  # “the regional police”
            return run[at].said, state.organisation if state else phrase, state.key if state else None
        for beside in (after, before, run[at : at + 1]):
            organisation, key = organisation_in(beside, cast)
            if organisation:
                return run[at].said, organisation, key
    role = max((run[at].said for at in roles), key=len, default=None)
    organisation, key = organisation_in(run, cast)
    return (
        role or next((each.said for each in run if each.key and bodies().by_key[each.key].one_person), None),
        organisation,
        key,
    )


def _phrase(said: str, role: Mention, after: Sequence[Mention], people: Sequence[str]) -> str | None:
    """The organisation beside a role as it is described: “a lawyer for the police union”."""
    groups = [each for each in after if each.kind in (Kind.GROUP, Kind.BODY, Kind.ORGANISATION)]
    if not groups or groups[-1].kind is not Kind.GROUP:
        return None
    if groups[-1].said.lower() in people:
        return None
    for group in (groups[-1], groups[0]):  # “du syndicat des surveillants”: both may speak
        if found := _PHRASE.match(said, role.span[1], group.span[1]):
            beyond = _BEYOND.match(said, group.span[1])
            return (found[1] or found[2]) + (beyond[0] if beyond and found[2] else "")
    return None


def _of_people(said: str, group: Mention, run: Sequence[Mention]) -> str:
    """Whose a group is, nothing where it is not told: “the union | of police officers”."""
    whose = _WHOSE.match(said, group.span[1])
    if whose is None:
        return ""
    whole = (each.span[1] for each in run if each.span[0] < whose.end() < each.span[1])
    return said[group.span[1] : next(whole, whose.end())]


def organisation_in(run: Sequence[Mention], cast: Cast) -> tuple[str | None, str | None]:
    """The organisation that a run names, and its key: a body before an office, an office before a group."""
    named = [each.key for each in run if each.kind is Kind.BODY and each.key]
    if named:
        own = next((each for each in named if not bodies().by_key[each].umbrella), named[0])
        return cast.name_of(bodies().by_key[own]), own
    for each in run:
        if each.kind is Kind.SHORT and (key := cast.short(each.said, each.span[0])):
            return cast.name_of(bodies().by_key[key]), key
    for each in run:
        if each.kind is Kind.ORGANISATION:
            return cast.acronyms.get(each.said, each.said), None
    for each in run:
        if each.kind is Kind.ROLE and each.key:
            return cast.name_of(bodies().by_key[each.key]), each.key
    for each in run:
        people = each.said.lower() in cast.words["people"]
        if each.kind is Kind.GROUP and not people and (group := cast.group(each.said)):
            return group.organisation, group.key
    return None, None


def gender_of(role: str | None, cast: Cast) -> str | None:
    """The gender that a role tells: “spokeswoman”."""
    low = (role or "").lower()
    for gender, name in (("f", "feminine_roles"), ("m", "masculine_roles")):
        if any(re.search(rf"(?<![\w]){word}(?![\w])", low) for word in cast.words[name]):
            return gender
    return None


def _by_role(
    said: str, run: Sequence[Mention], sentence: Span, found: Sequence[Mention], cast: Cast
) -> Source | None:
    """A role without a name: a person known to hold it, else the role as it stands."""
    roles = [each for each in run if each.kind is Kind.ROLE]
    if (
        len(roles) > 1
        and roles[1].key is None
        and _OF_ONE.fullmatch(said, roles[0].span[1], roles[1].span[0])
    ):
        run = [each for each in run if each is not roles[1]]  # “the father of a prisoner”
    role, organisation, key = held_by(said, run, cast)
    role = role or ""
    if _THIS.search(said, max(0, run[0].span[0] - 6), run[0].span[0]) and (meant := cast.last_person()):
        return cast.person(replace(meant, role=meant.role or role, level=0.5))
    new = any(is_new(said, each) for each in roles)
    beside, _key = organisation_in([each for each in run if each.kind is not Kind.ROLE], cast)
    before = None if new else cast.by_role(role)
    gender = by_article(said, roles[0], cast)
    if before and gender and before.gender not in (None, gender):
        before = None  # “le contrôleur”, where “la contrôleuse” spoke
    if before and (beside is None or before.organisation in (None, beside)):
        return cast.person(before)
    if not new and key and (before := cast.of_key(key)):
        return cast.person(before)
    if not new and (meant := _described(said, run, role, cast)):
        return cast.person(replace(meant, role=role, organisation=organisation, key=key, level=0.5))
    if organisation is None and role.lower().endswith(tuple(cast.words["same_body"])):
        organisation, key = organisation_in(
            [
                each
                for each in found
                if each.span[1] <= run[0].span[0]
                and not _TOLD.search(said, max(0, each.span[0] - 8), each.span[0])
                and each.kind in (Kind.BODY, Kind.SHORT, Kind.ORGANISATION, Kind.GROUP)
            ],
            cast,
        )
    level = 1.0 if organisation else 0.5
    if organisation is None:
        organisation, key = _led(role, run, cast)
    return cast.someone(Source(None, role, organisation, key, gender_of(role, cast), level))


def _described(said: str, run: Sequence[Mention], role: str, cast: Cast) -> Source | None:
    """“The nurse”, after a name of whom nothing has been told: what that person is."""
    meant, gender = cast.last_person(), gender_of(role, cast)
    if role.lower().split()[-1] in cast.words["private"]:
        return None  # “the mother”: of somebody who was told of
    if meant is None or meant.role or meant.organisation or not _THE.search(said, 0, run[0].span[0]):
        return None
    return meant if gender in (None, meant.gender) or meant.gender is None else None


def _organisation(said: str, run: Sequence[Mention], cast: Cast) -> Source | None:
    several = [each for each in run if each.kind in (Kind.ORGANISATION, Kind.BODY)]
    if len(several) > 1 and _is_list(said, several):
        names = [cast.acronyms.get(each.said, each.said) for each in several]
        return cast.organisation(Source(None, None, ", ".join(names)))
    if several:
        name, key = organisation_in(several, cast)
        of_umbrella = key is not None and bodies().by_key[key].umbrella and _is_panel(run, cast)
        meant = cast.panel(cast.words["of_experts"][0]) if of_umbrella else None
        return cast.organisation(meant or Source(None, _of_its(said, run), name, key))
    by_kind = {each.kind: each for each in reversed(run)}
    if short := by_kind.get(Kind.SHORT):
        return _by_short(said, short, _of_people(said, short, run), cast)
    if group := by_kind.get(Kind.GROUP):
        whose = _of_people(said, group, run)
        gender = by_article(said, group, cast)
        known = Source(None, None, group.said + whose, gender=gender, level=0.5)
        if _ONE_OF.search(said, max(0, group.span[0] - 16), group.span[0]):
            return cast.someone(Source(None, group.said, level=0.5))
        if _A.search(said, max(0, group.span[0] - 30), group.span[0]):
            return known  # “a source”: none that was named
        meant = cast.group(group.said)
        return cast.organisation(meant if meant and (meant.key or not whose) else known)
    if noun := by_kind.get(Kind.NOUN):
        gender = by_article(said, noun, cast)
        return cast.organisation(Source(None, None, noun.said, gender=gender, level=0.5))
    party = by_kind.get(Kind.PARTY)
    return Source(None, None, party.said) if party else None


def _of_its(said: str, run: Sequence[Mention]) -> str | None:
    """“Justice Ministry officials”: people of an organisation who speak for it without a name."""
    body, people = run[0], run[-1]
    beside = said[body.span[1] : people.span[0]] == " " and people.kind is Kind.GROUP
    return said[body.span[0] : people.span[1]] if beside and people.said.endswith("s") else None


def _by_short(said: str, short: Mention, whose: str, cast: Cast) -> Source | None:
    """“The Committee”: the body that goes by it, none where two do; “the association | of doctors”."""
    if key := cast.short(short.said, short.span[0]):
        return cast.organisation(cast.of_body(key, level=0.5))
    if folded(short.said) in cast.ambiguous:
        near = max(0, short.span[0] - 6), short.span[0]
        return cast.last_by(short.said) if _THAT.search(said, *near) else None
    return cast.organisation(cast.group(short.said) or Source(None, None, short.said + whose, level=0.5))


def _is_panel(run: Sequence[Mention], cast: Cast) -> bool:
    """“The UN body”: one that belongs to the organisation named beside it."""
    return any(word in cast.words["of_umbrella"] for each in run for word in each.said.lower().split())


def _is_list(said: str, several: Sequence[Mention]) -> bool:
    """“A, the B, and C”: organisations that speak together."""
    gaps = [said[one.span[1] : other.span[0]] for one, other in pairwise(several)]
    return all(_LISTED.fullmatch(gap) for gap in gaps)


def by_article(said: str, mention: Mention, cast: Cast) -> str | None:
    """The gender that an article tells: French “la direction”."""
    before = said[max(0, mention.span[0] - 6) : mention.span[0]].lower()
    for gender, articles in (("m", "articles_m"), ("f", "articles_f")):
        if any(re.search(rf"(?:^|\W){each} \Z", before) for each in cast.words[articles]):
            return gender
    return None


def is_new(said: str, role: Mention) -> bool:
    """“An officer”: none that was told of before."""
    return bool(_A.search(said, max(0, role.span[0] - 30), role.span[0]))
