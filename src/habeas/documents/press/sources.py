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
from habeas.documents.press.runs import run_from
from habeas.documents.press.words import any_of

_OWN = re.compile(r"(?:\b(?:its|their|our|sa|son|ses|leur|notre)) ?$", re.IGNORECASE)
_THEIRS = re.compile(r"\b(?:their|leurs?) ?$", re.IGNORECASE)
_OF_A_PERSON = re.compile(r"\b(?:his|her|sa|son) ?$", re.IGNORECASE)
_A = re.compile(r"(?:\b(?:a|an|one|another|un|une)) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_PERSONAL = (Kind.NAME, Kind.ROLE)
_PHRASE = re.compile(
    r" (?:of|for|at|with) (?:the |a )?((?!the |a )(?:[\w'-]+ ){1,3}\w+)\Z| (?:du|de la|de l'|d'une?) ?(\w+)\Z"
)
_WHOSE = re.compile(r" (?:of|des|du|de la|de l'|d')(?: |(?<='))(?:the )?[a-zà-ÿ][\w-]+(?![\w'])")
"""“The union | of guards”: one that is told with whose it is, and none that was named before."""
_BEYOND = re.compile(r" des? [\w-]+")
_IS = re.compile(
    r",? (?:is|was|has been|became|est|était|a été) (?:the |a |an |un |une |le |la |l')?(?:[\w-]+ )?",
    re.IGNORECASE,
)
_OF_WHOM = (Kind.ROLE, Kind.GROUP)
_OF = re.compile(r" (?:of|for|to|close to|acting for|representing|inside|de|du|d'|proches? de) ?")
_BEGINS = 12
_ACRONYM = re.compile(r",? ?\(([A-ZÀ-Þ]{2,8})\)")
_APPOSED = re.compile(r", (?:the |an? |its |l[ea] |l'|une? |sa |son )?")
_TOLD = re.compile(r"\b(?:à|au|to|told|tells) (?:la |l'|the )?\Z")
_OBLIQUE = re.compile(r"\b(?:by|with|from|against|about|par|avec|contre) (?:the |la |le |l')?\Z")
_AGED = re.compile(r", (?:aged )?\d{1,2}(?: ans)?,")
_THIS = re.compile(r"\b(?:ce|cet|cette) \Z")
_THE = re.compile(r"\b(?:the|l[ea]|l') ?\Z", re.IGNORECASE)
_THAT = re.compile(r"\b(?:that|this|ce|cet|cette) \Z", re.IGNORECASE)
_OF_ONE = re.compile(r" (?:of|for|to|de|d'|du) ?(?:the |an? |one |une? |la |le |l')?")
_IN_A = re.compile(r"\b(?:[Ii]n|[Dd]ans) (?:an?|its|their|the|une?|son|sa|leur|l[ea])(?: [\w'-]+){0,3} \Z")
_BY = re.compile(r" (?:by|from|du|de la|de l'|d'|des|de) ?(?:the |la |le |l')?(?:[\w']+ ){0,2}")
_HEAD = 60
"""How far from the beginning of a sentence its subject may stand."""
_LISTED = re.compile(r"(?: ?\([^()]{1,30}\))?(?:,| and| et|, and) (?:the |la |le |les |l')?", re.IGNORECASE)
_WHO = re.compile(r",? (?:who|qui) ([^;:]{1,160})")


def source_of(
    said: str, run: Sequence[Mention], sentence: Span, found: Sequence[Mention], cast: Cast
) -> Source | None:
    """Who the subject of a saying is, by its own words and by what was introduced before."""
    run = [each for each in run if each.kind is not Kind.ADJECTIVE]
    kinds = {each.kind for each in run}
    if _names_in(said, run):
        return _person(said, run, sentence, found, cast)
    if Kind.ROLE in kinds:
        return _by_role(said, run, sentence, found, cast)
    if Kind.PRONOUN in kinds:
        return cast.pronoun(run[-1].said)
    if Kind.DOCUMENT in kinds:
        return _of_document(said, run[0], cast)
    return _organisation(said, run, cast)


def _of_document(said: str, document: Mention, cast: Cast) -> Source | None:
    """Whose a document is: “its report”, “the report”."""
    own = bool(_OWN.search(said, max(0, document.span[0] - 8), document.span[0]))
    noun = document.said.lower()
    of_others = not own and noun in cast.words["of_others"]
    found = None if of_others else cast.document(document.span[0], own=own)
    if not own and noun in cast.authors:
        found = cast.organisation(replace(cast.authors[noun], level=0.5))
    return found or Source(None, None, document.said, level=0.5)


def write(said: str, sentence: Span, found: Sequence[Mention], speaks: Source, cast: Cast) -> None:
    """“In a report, the Committee said”: whose the report is from here on."""
    for each in found:
        if each.kind is Kind.DOCUMENT and _IN_A.search(said, sentence[0], each.span[0]):
            cast.authors[each.said.lower()] = speaks


def _introduce_authors(said: str, sentence: Span, found: Sequence[Mention], cast: Cast) -> None:
    """“A report by the Committee”."""
    for at, each in enumerate(found[:-1]):
        run = run_from(said, at + 1, sentence, found, cast.words) if each.kind is Kind.DOCUMENT else ()
        if run and _BY.fullmatch(said, each.span[1], run[0].span[0]):
            role = next((one.said for one in run if one.kind is Kind.ROLE), None)
            name, key = _organisation_in(run, cast)
            if name or role:
                cast.authors[each.said.lower()] = Source(None, None if name else role, name, key)


def _names_in(said: str, run: Sequence[Mention]) -> list[Mention]:
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
    names = _names_in(said, run)
    best = max(names, key=lambda each: (" " in each.said, -each.span[0]))
    name, gender = titled(best, cast.words)
    roles = [each for each in run if each.kind is Kind.ROLE]
    role, organisation, key = _held(said, run, cast)
    if organisation is None and (told := _relative(said, run, sentence, found, cast)):
        organisation, key = _organisation_in(told, cast)
    if organisation is None and (last := _whose(said, roles, cast)):
        organisation, key = last.organisation, last.key
    if organisation is None and role:
        organisation, key = _led(role, run, cast)
    if organisation is None and role and cast.issuer:  # who speaks in a statement of a ministry speaks for it
        organisation, key = cast.issuer.organisation, cast.issuer.key
    gender = gender or _gender(role, cast)
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
    if clause is None or not re.match(any_of(cast.words["leads"]) + r"\b", clause[1]):
        return []
    start, end = clause.span()
    return [
        each for each in found if start <= each.span[0] and each.span[1] <= end and each.kind is not Kind.NAME
    ][:1]


def _held(said: str, run: Sequence[Mention], cast: Cast) -> tuple[str | None, str | None, str | None]:
    """Role, organisation and its key, the role with the organisation that it stands beside."""
    roles = [at for at, each in enumerate(run) if each.kind is Kind.ROLE]
    for index, at in enumerate(roles):
        until = roles[index + 1] if index + 1 < len(roles) else len(run)
        after = [each for each in run[at + 1 : until] if "," not in said[run[at].span[1] : each.span[0]]]
        before = run[max(0, at - 2) : at] if index == 0 else ()
        if run[at].key is None and (phrase := _phrase(said, run[at], after, cast.words["people"])):
            state = state_of(phrase.rpartition(" ")[2])  # “the regional police”
            return run[at].said, state.organisation if state else phrase, state.key if state else None
        for beside in (after, before, run[at : at + 1]):
            organisation, key = _organisation_in(beside, cast)
            if organisation:
                return run[at].said, organisation, key
    role = max((run[at].said for at in roles), key=len, default=None)
    organisation, key = _organisation_in(run, cast)
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


def _organisation_in(run: Sequence[Mention], cast: Cast) -> tuple[str | None, str | None]:
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


def _gender(role: str | None, cast: Cast) -> str | None:
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
    role, organisation, key = _held(said, run, cast)
    role = role or ""
    if _THIS.search(said, max(0, run[0].span[0] - 6), run[0].span[0]) and (meant := cast.last_person()):
        return cast.person(replace(meant, role=meant.role or role, level=0.5))
    new = any(_is_new(said, each) for each in roles)
    beside, _key = _organisation_in([each for each in run if each.kind is not Kind.ROLE], cast)
    before = None if new else cast.by_role(role)
    gender = _by_article(said, roles[0], cast)
    if before and gender and before.gender not in (None, gender):
        before = None  # “le contrôleur”, where “la contrôleuse” spoke
    if before and (beside is None or before.organisation in (None, beside)):
        return cast.person(before)
    if not new and key and (before := cast.of_key(key)):
        return cast.person(before)
    if not new and (meant := _described(said, run, role, cast)):
        return cast.person(replace(meant, role=role, organisation=organisation, key=key, level=0.5))
    if organisation is None:
        organisation, key = _organisation_in(
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
    return cast.someone(Source(None, role, organisation, key, _gender(role, cast), level))


def _described(said: str, run: Sequence[Mention], role: str, cast: Cast) -> Source | None:
    """“The nurse”, after a name of whom nothing has been told: what that person is."""
    meant, gender = cast.last_person(), _gender(role, cast)
    if meant is None or meant.role or meant.organisation or not _THE.search(said, 0, run[0].span[0]):
        return None
    return meant if gender in (None, meant.gender) or meant.gender is None else None


def _organisation(said: str, run: Sequence[Mention], cast: Cast) -> Source | None:
    several = [each for each in run if each.kind in (Kind.ORGANISATION, Kind.BODY)]
    if len(several) > 1 and _is_list(said, several):
        names = [cast.acronyms.get(each.said, each.said) for each in several]
        return cast.organisation(Source(None, None, ", ".join(names)))
    if several:
        name, key = _organisation_in(several, cast)
        of_umbrella = key is not None and bodies().by_key[key].umbrella and _is_panel(run, cast)
        meant = cast.panel(cast.words["of_experts"][0]) if of_umbrella else None
        return cast.organisation(meant or Source(None, _of_its(said, run), name, key))
    by_kind = {each.kind: each for each in reversed(run)}
    if short := by_kind.get(Kind.SHORT):
        return _by_short(said, short, cast)
    if group := by_kind.get(Kind.GROUP):
        whose = _WHOSE.match(said, group.span[1])
        gender = _by_article(said, group, cast)
        known = Source(None, None, group.said + (whose[0] if whose else ""), gender=gender, level=0.5)
        if _A.search(said, max(0, group.span[0] - 30), group.span[0]):
            return known  # “a source”: none that was named
        meant = cast.group(group.said)
        return cast.organisation(meant if meant and (meant.key or not whose) else known)
    if noun := by_kind.get(Kind.NOUN):
        gender = _by_article(said, noun, cast)
        return cast.organisation(Source(None, None, noun.said, gender=gender, level=0.5))
    party = by_kind.get(Kind.PARTY)
    return Source(None, None, party.said) if party else None


def _of_its(said: str, run: Sequence[Mention]) -> str | None:
    """“Justice Ministry officials”: people of an organisation who speak for it without a name."""
    body, people = run[0], run[-1]
    beside = said[body.span[1] : people.span[0]] == " " and people.kind is Kind.GROUP
    return said[body.span[0] : people.span[1]] if beside and people.said.endswith("s") else None


def _by_short(said: str, short: Mention, cast: Cast) -> Source | None:
    """“The Committee”: the body that goes by it, none where two do."""
    if key := cast.short(short.said, short.span[0]):
        return cast.organisation(cast.of_body(key, level=0.5))
    if folded(short.said) in cast.ambiguous:
        near = max(0, short.span[0] - 6), short.span[0]
        return cast.last_by(short.said) if _THAT.search(said, *near) else None
    return cast.organisation(cast.group(short.said) or Source(None, None, short.said, level=0.5))


def _is_panel(run: Sequence[Mention], cast: Cast) -> bool:
    """“The UN body”: one that belongs to the organisation named beside it."""
    return any(word in cast.words["of_umbrella"] for each in run for word in each.said.lower().split())


def _is_list(said: str, several: Sequence[Mention]) -> bool:
    """“A, the B, and C”: organisations that speak together."""
    gaps = [said[one.span[1] : other.span[0]] for one, other in pairwise(several)]
    return all(_LISTED.fullmatch(gap) for gap in gaps)


def introduce(said: str, sentence: Span, found: Sequence[Mention], cast: Cast) -> None:
    """What a sentence names becomes known to the sentences after it."""
    _introduce_organisations(said, found, cast)
    _introduce_authors(said, sentence, found, cast)
    _introduce_holders(said, sentence, found, cast)
    if not found or found[0].span[0] - sentence[0] > _HEAD:
        return
    at = 1 if len(found) > 1 and (_no_name(found[0], sentence, cast) or _told_later(said, found)) else 0
    run = run_from(said, at, sentence, found, cast.words)
    if (
        any(each.kind in (Kind.BODY, Kind.ORGANISATION, Kind.SHORT) for each in run)
        and run[0].kind is not Kind.DOCUMENT
        and not any(each.kind is Kind.ROLE for each in run)
        and not _names_in(said, run)
    ):
        name, key = _organisation_in(run, cast)
        if name and not (key and bodies().by_key[key].umbrella):
            cast.view_body(Source(None, None, name, key, cast.gender_of_word(run[0].said)))
    elif run and len(run) == 1 and run[0].kind is Kind.GROUP and run[0].span[0] - sentence[0] <= _BEGINS:
        gender = _by_article(said, run[0], cast)
        known = None if _A.search(said, sentence[0], run[0].span[0]) else cast.group(run[0].said)
        known = known or Source(None, None, run[0].said)
        cast.view_body(replace(known, gender=gender or known.gender))
    begins = run and run[0].span[0] - sentence[0] <= _BEGINS
    if begins and run[0].kind is Kind.DOCUMENT and (issuer := _of_document(said, run[0], cast)):
        cast.view_body(issuer)
    held = any(each.kind is Kind.ROLE for each in run)
    if run and _OBLIQUE.search(said, max(0, run[0].span[0] - 16), run[0].span[0]):
        return  # “Asked by NAME, …”
    names = [
        each
        for each in _names_in(said, run)
        if held or _full(each, cast) or _AGED.match(said, each.span[1], sentence[1])
    ]
    if begins and not names:
        _view_holder(said, run[0], cast)
    if names:
        name, gender = titled(names[0], cast.words)
        told = _held(said, run, cast) if len(run) > 1 else (None, None, None)
        if told[1] is None:
            is_what = _what_it_is(said, run[-1], sentence, found, cast)
            told = is_what if is_what[1] or not told[0] else told
        cast.view(Source(name, *told, gender))


def _by_article(said: str, mention: Mention, cast: Cast) -> str | None:
    """The gender that an article tells: French “la direction”."""
    before = said[max(0, mention.span[0] - 6) : mention.span[0]].lower()
    for gender, articles in (("m", "articles_m"), ("f", "articles_f")):
        if any(re.search(rf"(?:^|\W){each} \Z", before) for each in cast.words[articles]):
            return gender
    return None


def _introduce_organisations(said: str, found: Sequence[Mention], cast: Cast) -> None:
    for each in found:
        if each.kind is not Kind.ORGANISATION:
            continue
        longer = (name for name in cast.acronyms.values() if name.startswith(f"{each.said} "))
        whole = cast.acronyms.setdefault(each.said, next(longer, each.said))
        cast.mentioned = Source(None, None, whole)
        if bracketed := _ACRONYM.match(said, each.span[1]):
            cast.acronyms[bracketed[1]] = each.said


def _view_holder(said: str, role: Mention, cast: Cast) -> None:
    """“The commissioner was there”: whoever is known to be it may be “she” in the next sentence."""
    if role.kind is Kind.ROLE and role.key and role.key in cast.words["one_with_office"]:
        cast.view_body(cast.of_body(role.key))
    holder = cast.by_role(role.said) if role.kind is Kind.ROLE and not _is_new(said, role) else None
    if holder and holder.name:
        cast.view(holder)


def _introduce_holders(said: str, sentence: Span, found: Sequence[Mention], cast: Cast) -> None:
    """“… received the President of the Committee, NAME”: whoever is told with role and organisation."""
    done = sentence[0]
    for at, each in enumerate(found):
        if each.kind is not Kind.ROLE or each.span[0] < done:
            continue
        if _is_new(said, each) and each.key is None:
            cast.unnamed = Source(None, each.said, gender=_gender(each.said, cast))
        run = run_from(said, max(0, at - 1) if _joins(said, found, at) else at, sentence, found, cast.words)
        names = [one for one in _names_in(said, run) if " " in titled(one, cast.words)[0]]
        role, organisation, key = _held(said, run, cast) if names else (None, None, None)
        if len(names) == 1 and organisation:
            name, gender = titled(names[0], cast.words)
            cast.note(Source(name, role, organisation, key, gender or _gender(role, cast)))
        done = run[-1].span[1] if run else each.span[1]


def _joins(said: str, found: Sequence[Mention], at: int) -> bool:
    """Whether a name stands right before a role: “NAME, the President of”."""
    before = found[at - 1] if at else None
    gap = said[before.span[1] : found[at].span[0]] if before else ""
    return before is not None and before.kind is Kind.NAME and bool(_APPOSED.fullmatch(gap))


def _is_new(said: str, role: Mention) -> bool:
    return bool(_A.search(said, max(0, role.span[0] - 30), role.span[0]))


def introduce_someone(said: str, sentence: Span, found: Sequence[Mention], cast: Cast) -> None:
    """“An official came”: a sentence that begins with one who has no name, and in which nobody speaks."""
    if not found or found[0].span[0] - sentence[0] > _HEAD:
        return
    run = run_from(said, 0, sentence, found, cast.words)
    if not run or run[0].kind is not Kind.ROLE or _names_in(said, run):
        return
    if _is_new(said, run[0]):
        cast.someone(Source(None, *_held(said, run, cast), level=0.5))


def _no_name(first: Mention, sentence: Span, cast: Cast) -> bool:
    """A word that has its capital from where it stands: “Back in his flat, NAME …”."""
    alone = first.kind is Kind.NAME and " " not in first.said and first.span[0] == sentence[0]
    return alone and cast.full(first.said) is None


def _told_later(said: str, found: Sequence[Mention]) -> bool:
    """“Before she sits down, NAME …”: a pronoun that stands before its name."""
    one, other = found[:2]
    between = said[one.span[1] : other.span[0]]
    return one.kind is Kind.PRONOUN and other.kind is Kind.NAME and between.endswith(", ")


def _full(name: Mention, cast: Cast) -> bool:
    """Whether it is told in full, or is the surname of one who is named in full anywhere."""
    return " " in name.said or cast.full(titled(name, cast.words)[0]) is not None


def _what_it_is(
    said: str, last: Mention, sentence: Span, found: Sequence[Mention], cast: Cast
) -> tuple[str | None, str | None, str | None]:
    """Role and organisation where the sentence says what somebody is: “NAME is a member of the Committee”.

    And whom they lead: “NAME has headed the Committee”.
    """
    after = [each for each in found if each.span[0] >= last.span[1]][:3]
    if not after:
        return None, None, None
    between = said[last.span[1] : after[0].span[0]]
    if after[0].kind is Kind.ROLE and _IS.fullmatch(between):
        return after[0].said, *_organisation_in(after, cast)
    leads = (
        rf",? (?:who |qui )?(?:has |had |a )?({any_of(cast.words['leads'])})"
        r" (?:the |le |la |l')?(?:(?:[a-z]+ ){1,3}of )?"
    )
    if after[0].kind in (Kind.BODY, Kind.ORGANISATION) and (leading := re.fullmatch(leads, between)):
        return cast.words["leads_as"].get(leading[1]), *_organisation_in(after[:1], cast)
    leads = (
        rf"\b(?:he|she|il|elle|who|qui) (?:has |had |a )?{any_of(cast.words['leads'])} (?:the |le |la |l')?\Z"
    )
    for each in found:  # “… before she joined the Committee”
        if each.kind is Kind.BODY and re.search(
            leads, said[max(last.span[1], each.span[0] - 40) : each.span[0]]
        ):
            return None, *_organisation_in([each], cast)
    return None, None, None
