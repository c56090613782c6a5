"""The doors for writing claims, assessments, links and the scale."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from habeas.dossier.facts import Klass, Voice
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.threads import NO_INFORMATION, SCALE, hold
from habeas.web.journal.actions import Actor, changed, record, snapshot
from habeas.web.journal.kinds import register
from habeas.web.parties.models import Party
from habeas.web.reports.models import Ask, Document
from habeas.web.sources import actions as sources
from habeas.web.sources.models import Source
from habeas.web.threads.access import degree_named, degrees_in_use, scale
from habeas.web.threads.models import AskLink, Assessment, Claim, Degree, OnAsk
from habeas.web.threads.store import item_value, link_value
from habeas.web.visits.models import Visit

CLAIM_ADDED = register("claim.added", N_("recorded what the State claims"))
CLAIM_WITHDRAWN = register("claim.withdrawn", N_("withdrew a claim recorded in error"))
ASSESSED = register("assessment.added", N_("assessed what became of what was asked"))
ASSESSMENT_WITHDRAWN = register("assessment.withdrawn", N_("withdrew an assessment"))
LINKED = register("link.added", N_("linked what was asked with what was asked before"))
LINK_WITHDRAWN = register("link.withdrawn", N_("withdrew a link between asks"))
DEGREE_ADDED = register("degree.added", N_("added a degree to the scale of assessments"))
DEGREE_CHANGED = register("degree.changed", N_("changed a degree of the scale of assessments"))

SHIPPED = frozenset(degree.code for degree in SCALE)


# What is said of an ask --------------------------------------------------------------------------


def claim(actor: Actor | None, row: Claim, /) -> None:
    """Record what the State says of an ask; an earlier claim stays beside it.

    Raises ``RefusedError`` (``claim-empty``, ``document-of-another-party``).
    """
    if not (row.position or row.progress or row.text.strip()):
        raise RefusedError(
            "claim-empty",
            _("Say which position the State took, how far it says it went, or what it said."),
        )
    _of_the_party(row, [row.document] if row.document else [])
    _settle(row, row.document.source if row.document else None)
    row.voice = Voice.STATE.value
    sources.add(actor, CLAIM_ADDED, row, party=row.party.public_id)


def assess(
    actor: Actor | None,
    row: Assessment,
    /,
    *,
    visits: Iterable[Visit] = (),
    documents: Iterable[Document] = (),
) -> None:
    """Record what the body found of an ask; earlier assessments stay before it.

    Raises ``RefusedError`` (``assessment-undated``, ``degree-retired``, ``evidence-missing``): what says
    more than “no information” says on what evidence.
    """
    seen, read = list(visits), list(documents)
    if not row.date:
        raise RefusedError("assessment-undated", _("An assessment says as of when it holds."))
    if known_degree(row.degree).retired:
        raise RefusedError("degree-retired", _("This degree is retired; choose another."))
    if row.degree != NO_INFORMATION and not (seen or read or row.third_party.strip()):
        raise RefusedError(
            "evidence-missing",
            _("Say on what evidence: a visit, a document, or what a third party told."),
            advice=_("Where there is none, the assessment is “no information”."),
        )
    _of_the_party(row, [*seen, *read])
    _settle(row, read[0].source if read else seen[0].source if seen else None)
    row.voice = Voice.BODY.value
    if actor is not None:
        row.author_id, row.author_role = actor.user_id, actor.role_names
    with transaction.atomic():
        row.save()
        row.visits.set(seen)
        row.documents.set(read)
        evidence = {
            "visits": (None, [one.public_id for one in seen]),
            "documents": (None, [one.public_id for one in read]),
        }
        changes = changed({}, row) | {name: pair for name, pair in evidence.items() if pair[1]}
        record(actor, ASSESSED, row, changes=changes, party=row.party.public_id)


def known_degree(code: str) -> Degree:
    """Return a degree of the scale. Raises ``RefusedError`` (``degree-unknown``)."""
    found = next((row for row in scale() if row.code == code), None)
    if found is None:
        raise RefusedError(
            "degree-unknown",
            _("The scale of assessments has no degree “%(code)s”.") % {"code": code},
            advice=_("The head of the body adds degrees to the scale."),
        )
    return found


def _of_the_party(row: OnAsk, rows: Iterable[Visit | Document]) -> None:
    if any(one.party_id != row.ask.party_id for one in rows):
        raise RefusedError("evidence-of-another-party", _("This belongs to another Party."))


def _settle(row: OnAsk, source: Source | None) -> None:
    """What is entered by hand is confidential, of the ask's Party, and has a source."""
    row.party, row.klass = row.ask.party, Klass.CONFIDENTIAL.value
    sources.sourced(row, source or row.ask.source)


# Links -------------------------------------------------------------------------------------------


def hold_link(row: AskLink) -> None:
    """Refuse a link that cannot be beside those that stand, as :func:`habeas.threads.hold` does.

    Called in the transaction that stores it: of two at once, one waits.
    """
    Party.objects.select_for_update().get(pk=row.later.party_id)
    there = list(AskLink.objects.filter(party=row.later.party_id).select_related("later", "earlier"))
    named = {one for each in (row, *there) for one in (each.later_id, each.earlier_id)}
    asks = Ask.objects.filter(pk__in=named).prefetch_related("places")
    hold(link_value(row), {one.public_id: item_value(one) for one in asks}, map(link_value, there))


def link(actor: Actor | None, row: AskLink, /) -> None:
    """Link an ask with an earlier one. Raises ``RefusedError``, as :func:`hold_link` does."""
    with transaction.atomic():
        hold_link(row)
        row.party, row.klass = row.later.party, Klass.CONFIDENTIAL.value
        sources.sourced(row, row.later.source)
        row.voice = Voice.BODY.value
        sources.add(actor, LINKED, row, party=row.party.public_id)


def link_each(actor: Actor, rows: Iterable[AskLink]) -> None:
    """Link an ask with several earlier ones: with all of them, or with none."""
    with transaction.atomic():
        for row in rows:
            link(actor, row)


# Withdrawing -------------------------------------------------------------------------------------

_WITHDRAWN = {Claim: CLAIM_WITHDRAWN, Assessment: ASSESSMENT_WITHDRAWN, AskLink: LINK_WITHDRAWN}


def withdraw(actor: Actor, row: Claim | Assessment | AskLink, *, reason: str) -> None:
    """Withdraw what was recorded in error; it stays readable with the reason."""
    sources.withdraw(actor, _WITHDRAWN[type(row)], row, party=row.party.public_id, reason=reason)


# The scale ---------------------------------------------------------------------------------------


def add_degree(actor: Actor, *, name: str, names: Mapping[str, str], closes: bool) -> Degree:
    """Add a degree at the end of the scale. Raises ``RefusedError`` (``degree-there-already``)."""
    every = scale()
    code = slugify(name).replace("-", "_")[:40]
    if not code or any(code == one.code or name.casefold() == one.name.casefold() for one in every):
        raise RefusedError("degree-there-already", _("There is a degree of this name already."))
    row = Degree(code=code, name=name, names=dict(names), closes=closes, order=every[-1].order + 10)
    with transaction.atomic():
        row.save()
        record(actor, DEGREE_ADDED, row, changes=changed({}, row))
    return row


def change_degree(
    actor: Actor, code: str, *, names: Mapping[str, str], closes: bool, order: int, reason: str
) -> None:
    """Change a degree; a name that assessments were read by, and what it closes, stay.

    Raises ``RefusedError`` (``degree-shipped``, ``degree-in-use``).
    """
    row = degree_named(code)
    if code in SHIPPED and (dict(names) != row.names or closes != row.closes):
        raise RefusedError("degree-shipped", _("A degree that is shipped keeps its meaning."))
    lost = any(names.get(language) != text for language, text in row.names.items())
    if code in degrees_in_use() and (lost or closes != row.closes):
        raise RefusedError(
            "degree-in-use",
            _("Assessments were made by this degree: its names and what it closes stay as they are."),
            advice=_("Retire it, and add another."),
        )
    _store_degree(actor, row, reason, names=dict(names), closes=closes, order=order)


def retire_degree(actor: Actor, code: str, *, retired: bool, reason: str) -> None:
    """Offer a degree no longer, or again. Raises ``RefusedError`` (``degree-stays``).

    Assessments that have it keep it: nothing is ever removed from the scale.
    """
    if code == NO_INFORMATION:
        raise RefusedError(
            "degree-stays",
            _("“No information” stays in every scale: else what is not known would be called not done."),
        )
    _store_degree(actor, degree_named(code), reason, retired=retired)


def _store_degree(actor: Actor, row: Degree, reason: str, **values: object) -> None:
    before = snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save()
        record(actor, DEGREE_CHANGED, row, changes=changed(before, row), reason=reason)
