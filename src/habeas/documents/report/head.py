"""What a visit report says of itself: title, numbers, Party, visit, delegation, places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from habeas.documents.paragraphs import Paragraph, ReadText
from habeas.documents.report.references import references_of
from habeas.documents.sentences import sentences
from habeas.documents.written_dates import month_of

_FIRST_PAGES = 6_000
"""Characters in which a report says what it is."""
_TITLE = re.compile(
    r"(?P<whole>(?:Report|Rapport|Response|Réponse)\b[^\n]{0,60}?\b(?:to|au|of|du|de|on|relatif)\b.{10,500}?"
    r"(?:\bfrom\b|\bon\b|\bdu\b|\bbetween\b|\bin\b) (?=\d|[A-Z][a-z]+ \d{4})[^\n.;(]{4,60}?\b(?:19|20)\d\d)",
    re.DOTALL,
)
_PARTY = (
    re.compile(
        r"\bvisits? to (?:the )?(?P<party>[A-Z][\w’'-]+(?:(?: of)?(?: the)?(?: and)? [A-Z][\w’'-]+)*)"
    ),
    re.compile(
        r"\bvisite\w* effectuée\w* (?:en|au|aux|à|dans la|dans les) "
        r"(?P<party>[A-ZÀ-Ý][\w’'-]+(?: [A-ZÀ-Ý][\w’'-]+)*)"
    ),
    re.compile(r"\bGovernment of (?:the )?(?P<party>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)"),
)
_DAY = r"(?:le )?(?P<{0}d>\d{{1,2}})(?:st|nd|rd|th|er)?"
_ON_VISIT = re.compile(r"\bvisit", re.IGNORECASE)
_DATES = re.compile(
    r"\b(?:from|du|between|on|le|the) "
    + _DAY.format("a")
    + r"(?: (?!(?:to|au|and|et|until)\b)(?P<am>[^\W\d]+))?(?: (?P<ay>\d{4}))?"
    r"(?: (?:to|au|and|et|until|[-–]) " + _DAY.format("b") + r" (?P<bm>[^\W\d]+) (?P<by>\d{4}))?"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("follow-up", re.compile(r"\bfollow-up visit\b|\bvisite de suivi\b", re.I)),
    (
        "ad hoc",
        re.compile(
            r"\bad[- ]hoc\b|required in the circumstances|rapid[- ]response|exigée? par les circonstances",
            re.I,
        ),
    ),
    ("periodic", re.compile(r"\bperiodic visits?\b|\bvisites? périodiques?\b", re.I)),
    ("advisory", re.compile(r"\badvisory visit\b", re.I)),
    ("regular", re.compile(r"\bregular visit\b", re.I)),
)
_MEMBERS = re.compile(
    r"(?:carried out by the following members|delegation (?:consisted|was composed|comprised|included)|"
    r"following members of|délégation (?:était composée|comprenait)|effectuée par les membres)",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"(?:establishments|places|institutions) visited|(?:établissements|lieux) visités", re.IGNORECASE
)
_LIMB_MARK = re.compile(r"^(?:\(?\w{1,4}\)|[-–—•▪◦‣*])\s+")
_NAME = re.compile(
    r"(?P<name>[^\W\d_][\w.’' -]+?)(?:,\s*(?P<role>[^()]+?))?\s*(?:\((?P<in>[^()]+)\))?\s*[.;]?"
)
_RESPONSE = re.compile(
    r"\bresponses?\b[^.\n]{0,60}?\b(?:is|are) set out in (?:document )?(?P<said>CPT/Inf \(\d{2,4}\) \d+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the first pages say; a part that they do not say is ``None``, and never made up."""

    title: str | None
    reference: str | None
    confidential_reference: str | None
    party: str | None
    begun: date | None = None
    ended: date | None = None
    kind: str | None = None
    response: str | None = None
    delegation: tuple[Mapping[str, str | None], ...] = ()
    places: tuple[str, ...] = field(default=())


def head_of(read: ReadText, party: str | None = None) -> Head:
    """What the document says of itself; ``party`` goes before what its title names."""
    cover = read.text[:_FIRST_PAGES]
    begins = next((each.span[0] for each in read.paragraphs if each.number), _FIRST_PAGES)
    found = _TITLE.search(cover[:begins])
    title = " ".join(found["whole"].split()) if found else None
    # What stands in its paragraphs are the numbers of other reports.
    public, confidential = references_of("\n".join((*read.running, cover[:begins])))
    opening = " ".join(each.text for each in read.paragraphs if each.number in ("1", "2", "3"))[:_FIRST_PAGES]
    begun, ended = _days(title or "")
    if begun is None:  # a day of something else is none of the visit
        begun, ended = _days(
            " ".join(opening[a:b] for a, b in sentences(opening) if _ON_VISIT.search(opening[a:b]))
        )
    response = _RESPONSE.search(cover)
    return Head(
        title=title,
        reference=public,
        confidential_reference=confidential,
        party=party or _party(title or "") or _party(opening),
        begun=begun,
        ended=ended,
        kind=_kind(title or "") or _kind(opening),
        response=response["said"] if response else None,
        delegation=tuple(_delegation(read)),
        places=tuple(_places(read)),
    )


def _party(said: str) -> str | None:
    found = next((match for form in _PARTY if (match := form.search(said))), None)
    return found["party"] if found else None


def _kind(said: str) -> str | None:
    return next((kind for kind, form in _KINDS if form.search(said)), None)


def _days(said: str) -> tuple[date | None, date | None]:
    """The first and the last day of “from 29 March to 8 April 2030”, “from 4 to 11 May”, “on 3 May 2031”."""
    for found in _DATES.finditer(said):
        month, year = found["am"] or found["bm"], found["ay"] or found["by"]
        first = _date(found["ad"], month, year)
        last = _date(found["bd"], found["bm"], found["by"]) if found["bd"] else first
        if first and last and first <= last:
            return first, last
    return None, None


def _date(day: str | None, month: str | None, year: str | None) -> date | None:
    if not (day and month and year) or not (number := month_of(month)):
        return None
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _delegation(read: ReadText) -> Iterator[Mapping[str, str | None]]:
    """Names and roles in the paragraph that says who carried out the visit."""
    for each in read.paragraphs:
        found = _MEMBERS.search(each.text)
        if not found:
            continue
        lines = each.text[found.end() :].split("\n")
        if len(lines) > 1:
            said = [_LIMB_MARK.sub("", line) for line in lines[1:]]
        else:
            said = re.split(
                r"\)?,\s+(?=[^\W\d_a-z])|\s(?:and|et)\s|;\s*", re.split(r"[.](?:\s|$)", lines[0])[0]
            )
        for one in said:
            name = _NAME.fullmatch(
                re.sub(r"^.*?\b(?:of|de|:)\s+(?=[A-ZÀ-Ý])", "", one.strip(), count=1) + _open(one)
            )
            if name and len(name["name"].split()) < 7:
                yield {"name": name["name"], "role": name["in"] or name["role"]}
        return


def _open(said: str) -> str:
    """The bracket that parting the list has taken away."""
    return ")" if said.count("(") > said.count(")") else ""


def _places(read: ReadText) -> Iterator[str]:
    """What is listed where the report says which places were visited."""
    for each in read.paragraphs:
        if _tells_places(each):
            for line in each.text.split("\n"):
                if _LIMB_MARK.match(line):
                    yield _LIMB_MARK.sub("", line).rstrip(" ;.,")


def _tells_places(paragraph: Paragraph) -> bool:
    lead = paragraph.text.split("\n")[0]
    under = bool(paragraph.headings) and bool(_PLACES.search(paragraph.headings[-1]))
    return under or bool(re.search(r"\bvisited the following\b|\ba visité les \w+ suivants", lead))
