"""What a letter is filled from, and who may draft one."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.documents.report.ask_details import is_for_the_response
from habeas.dossier.facts import Voice
from habeas.dossier.status import due_date
from habeas.language import Words
from habeas.procedure.visit.acts import AssistantObjected
from habeas.procedure.visit.duties import delegation
from habeas.web.dialogue.access import letter_for, one_talks_for
from habeas.web.dialogue.models import Letter, Talks
from habeas.web.dialogue.store import letter_value
from habeas.web.drafts.letters import GAP, Template, templates
from habeas.web.parties.access import liaison_officers_for
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.reports.access import document_for, documents_for
from habeas.web.reports.models import Ask, Document
from habeas.web.visits.access import history_for, people_of, visit_for
from habeas.web.visits.models import Visit

FINDS: Mapping[str, Callable[[Reader, str], Any]] = {
    "visit": visit_for,
    "letter": letter_for,
    "document": document_for,
    "talks": one_talks_for,
}
ASSISTING = ("expert", "interpreter")
"""Those whose names Article 14(1) asks for in the notification."""


UNANSWERED = "unanswered"
"""The reminder of single items of a report."""
TRANSMITTAL = "transmittal"

OpenOf = Callable[[Reader, Document], Iterable[Ask]]
"""Given a document: its items to which the Party gave no answer."""

_open_of: list[OpenOf] = []


def register_open(hook: OpenOf) -> OpenOf:
    """Let the app of replies, which lies above, say what is not answered; usable as a decorator."""
    _open_of.append(hook)
    return hook


def open_in(reader: Reader, document: Document) -> list[Ask]:
    """What of a document is not answered, in its order; nothing of one that was never transmitted."""
    return [each for hook in _open_of for each in hook(reader, document)]


def name_of(key: str) -> str:
    """What a letter is called on a page."""
    return {
        "notification": _("Draft the notification (Article 8(1))"),
        "lists": _("Draft a request for lists (Article 8(2)(b))"),
        TRANSMITTAL: _("Draft the letter that transmits it"),
        "reminder": _("Draft a reminder"),
        UNANSWERED: _("Draft a reminder of what is not answered"),
        "talks": _("Draft the proposal of these talks"),
    }[key]


def address_of(row: Any) -> str:
    """The page of the row that fills a letter."""
    names = {"visit": "visits:visit", "document": "reports:document"}
    return reverse(names.get(row._meta.model_name, f"dialogue:{row._meta.model_name}"), args=[row.public_id])


def may_draft(reader: Reader, row: Any) -> bool:
    """Who may write of the Party and take away what is confidential."""
    party = row.party.public_id
    return may(reader, Capability.WRITE_FACTS, party) and may(reader, Capability.EXPORT)


def ways_to_drafts(reader: Reader, row: Model) -> Iterable[tuple[str, str, bool]]:
    """The letters that can be filled from a row, for who may draft them."""
    kind = row._meta.model_name
    for template in templates().values():
        if template.about == kind and may_draft(reader, row) and _fits(reader, template.key, row):
            address = reverse("drafts:draft", args=[template.key, row.public_id])  # type: ignore[attr-defined]
            yield name_of(template.key), address, False


def _fits(reader: Reader, key: str, row: Any) -> bool:
    """Whether a letter has anything to say of a row that it is about."""
    if key == UNANSWERED:
        return bool(open_in(reader, row))
    if key == TRANSMITTAL:  # the body transmits what it wrote
        return row.kind != "response" and row.voice not in (Voice.STATE, Voice.OTHER)
    return True


def draft_for(reader: Reader, key: str, public_id: str) -> tuple[Template, Any]:
    """A letter and the row that fills it, or ``Http404``."""
    template = templates().get(key)
    if template is None:
        raise Http404
    row = FINDS[template.about](reader, public_id)
    if not (may_draft(reader, row) and _fits(reader, key, row)):
        raise Http404
    return template, row


def addressee_of(reader: Reader, row: Any, day: date) -> str:
    """The office of the Party's liaison officer on a day, where one is known."""
    for officer in liaison_officers_for(reader).filter(party=row.party):
        when = officer.when
        if when is None or ((when.earliest or date.min) <= day <= (when.latest or date.max)):
            return str(officer.office)
    return ""


def values_of(reader: Reader, row: Any, words: Words) -> dict[str, str]:
    """What the record knows for a letter about ``row``; an empty text is not known."""
    values = {"party": row.party.name, "date": _said(row.when, words), "body": words.say("Committee")}
    match row:
        case Visit():
            values |= _delegation(reader, row, words)
        case Letter():
            asked = due_date(letter_value(row).acts)
            values |= {"subject": str(row), "reference": row.reference, "asked": _said(asked, words)}
        case Document():
            responses = documents_for(reader).filter(responds_to=row)
            values |= {
                "document": _named(row),
                "responses": words.listed((_dated(each, words) for each in responses), apart=True),
            }
        case Talks():
            values |= {"subject": row.subject, "level": row.level}
    return values


def points_of(reader: Reader, key: str, row: Any, words: Words) -> Mapping[str, str]:
    """What a letter can list of ``row``, by public id: items without an answer, each in its own words."""
    return {
        ask.public_id: words.say(
            "{where}, {kind}: “{text}”",
            where=f"§ {ask.paragraph}" if ask.paragraph else ask.number or GAP,
            kind=ask.get_kind_display(),
            text=ask.text,
        )
        for ask in (open_in(reader, row) if key == UNANSWERED else ())
    }


def come_already(reader: Reader, key: str, row: Any) -> frozenset[str]:
    """Of those the requests for the response itself, by public id, where a response has come."""
    if key != UNANSWERED or not documents_for(reader).filter(responds_to=row).exists():
        return frozenset()
    return frozenset(ask.public_id for ask in open_in(reader, row) if is_for_the_response(ask.text))


def _named(document: Document) -> str:
    title = document.title or document.get_kind_display()
    return f"{title} ({document.reference})" if document.reference else title


def _dated(document: Document, words: Words) -> str:
    return words.listed((_named(document), _said(document.when, words)))


def _delegation(reader: Reader, visit: Visit, words: Words) -> dict[str, str]:
    """Who is of the delegation here, and who is named in the letters of the visit, once each.

    Nobody to whom the Party objected is named again.
    """
    people = [(one.role, str(one.user)) for one in people_of(reader, visit) if one.until_day is None]
    acts = history_for(visit).standing() if visit.conducted else ()
    objected = {act.person for act in acts if isinstance(act, AssistantObjected)}
    members, assisting = delegation(acts)
    members = (*(name for role, name in people if role not in ASSISTING), *members)
    assisting = (*(name for role, name in people if role in ASSISTING), *assisting)
    return {
        "delegation": words.listed(dict.fromkeys(members)),
        "assistants": words.listed(name for name in dict.fromkeys(assisting) if name not in objected),
    }


def _said(when: Edtf | None, words: Words) -> str:
    return words.date(when) if when else ""
