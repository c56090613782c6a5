"""The publication desk: what is on its way to the public, and each step of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from habeas.procedure import publication
from habeas.procedure.machine import Act, History
from habeas.web.conduct.showing import asked, capitalised
from habeas.web.parties.entering import own_band
from habeas.web.parties.entering import withdraw as ask_why
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.procedure.access import conducted_of
from habeas.web.publication import access, actions
from habeas.web.publication.composing import TYPES
from habeas.web.publication.forms import (
    RECORDED,
    AdvanceForm,
    ApproveBothForm,
    ApproveForm,
    ComposeForm,
    OnTermsForm,
    PrepareForm,
    PublishBothForm,
    PublishForm,
    StatementNamesForm,
)
from habeas.web.publication.showing import agreed, hour_said, time_to_object, vote
from habeas.web.redaction import access as redaction
from habeas.web.redaction.forms import WithdrawConsentForm
from habeas.web.redaction.showing import left_out_words, place_name
from habeas.web.reports.models import Document
from habeas.web.shell.exporting import attached
from habeas.web.shell.marks import own_words

form_page = require_http_methods(["GET", "HEAD", "POST"])
at_the_desk = door(*access.WORKS)
preparing = door(Capability.PREPARE_PUBLICATION)


@at_the_desk
@require_safe
def desk(request: Request) -> HttpResponse:
    """Every document on its way to the public."""
    rows = [
        (row, _("to be public at the agreed hour") if access.hour_awaited(row) else _under_way(row, state))
        for row, state in access.under_way(request.reader)
    ]
    context = {
        "title": _("Publication"),
        "rows": rows,
        "windows": [(one.document, time_to_object(one)) for one in access.under_terms(request.reader)],
        "band": own_band(),
    }
    return render(request, "publication/desk.html", context)


@at_the_desk
@require_safe
def page(request: Request, public_id: str) -> HttpResponse:
    """One document: what was done, and what may come next."""
    row = access.document_for(request.reader, public_id)
    history, ids = access.history_for(row)
    state = publication.MACHINE.state(history)
    prepares = may(request.reader, Capability.PREPARE_PUBLICATION)
    steps = zip(history.acts, ids, strict=True)
    awaited = access.hour_awaited(row)
    closed = state is publication.State.CONFIDENTIAL
    window = access.window_of(row, history.standing()) if closed else None
    return render(
        request,
        "publication/page.html",
        {
            "title": _("Publication of %(document)s") % {"document": row},
            "row": row,
            "state": _(publication.STATE_NAMES[state]),
            "steps": [
                _line(row, act, step_id, withdraws=prepares, final=awaited is None) for act, step_id in steps
            ],
            "ways": _ways(
                row, history, state, prepares=prepares, approves=may(request.reader, Capability.APPROVE)
            ),
            "halves": [
                (half, reached, _(publication.STATE_NAMES[reached]))
                for half, reached in access.other_half(request.reader, row)
            ],
            "awaits": bool(awaited),
            "window": time_to_object(window) if window else "",
            "hour": hour_said(history),
            "text": redaction.text_of(row) is not None,
            "has_file": state in (publication.State.PREPARED, publication.State.APPROVED),
            "invented": row.party.invented,
            "band": own_band(),
            "crumbs": _crumbs(row, here=True),
        },
    )


@preparing
@form_page
def record(request: Request, public_id: str, kind: str) -> HttpResponse:
    """Ask for an act of the mandate, or a fact about the document."""
    row = access.document_for(request.reader, public_id)
    form_class = RECORDED.get(kind)
    if form_class is None:
        raise Http404
    sent = access.sent_on(row) if issubclass(form_class, OnTermsForm) else None
    form = form_class(request.POST or None, initial={"sent_on": sent.isoformat()} if sent else {})
    if isinstance(form, StatementNamesForm):
        conducted = conducted_of(request.reader, row.party)
        form.procedure = conducted.public_id if conducted else ""
    if isinstance(form, AdvanceForm):
        form.sha256 = access.prepared_for(row).sha256
    step = publication.MACHINE.step_of(form_class.act)

    def go() -> None:
        actions.record_act(request.reader, row, form.made())

    return _ask(request, row, form, go, title=_(step.says), said=_("The step is recorded."))


@preparing
@form_page
def prepare(request: Request, public_id: str) -> HttpResponse:
    """Ask for the exact bytes to be published."""
    row = access.document_for(request.reader, public_id)
    form = PrepareForm(request.POST or None, request.FILES or None)

    def go() -> None:
        actions.prepare(
            request.reader,
            row,
            form.cleaned_data["file"].read(),
            names_deleted=form.cleaned_data["names_deleted"],
            at=timezone.now(),
            on=timezone.localdate(),
        )

    said = _("Prepared. Another person who may approve finds it under Publication.")
    return _ask(request, row, form, go, title=_("Prepare the file"), said=said)


@preparing
@form_page
def compose(request: Request, public_id: str) -> HttpResponse:
    """Write the forms of the text that was gone through, to be approved by another person."""
    row = access.document_for(request.reader, public_id)
    redaction.text_for(row)
    form = ComposeForm(request.POST or None)

    def go() -> None:
        actions.prepare_text(
            request.reader,
            row,
            names_deleted=form.cleaned_data["names_deleted"],
            at=timezone.now(),
            on=timezone.localdate(),
        )

    said = _("Prepared. Another person who may approve finds it under Publication.")
    return _ask(request, row, form, go, title=_("Prepare the text"), said=said, checked=True)


@at_the_desk
@require_safe
def prepared(request: Request, public_id: str) -> HttpResponse:
    """The bytes that were prepared, to be read before they are approved: a PDF, or the list of its forms."""
    row = access.document_for(request.reader, public_id)
    file = access.prepared_for(row)
    name = f"to-be-approved-{file.sha256[:12]}"
    if file.text_digest:
        return attached(bytes(file.data), f"{name}.sha256", "text/plain; charset=utf-8")
    return attached(bytes(file.data), f"{name}.pdf", TYPES["pdf"])


@at_the_desk
@require_safe
def prepared_form(request: Request, public_id: str, form: str) -> HttpResponse:
    """One form of what was prepared, to be read before it is approved."""
    file = access.prepared_for(access.document_for(request.reader, public_id))
    found = access.form_of(file, form)
    name = f"to-be-approved-{found.sha256[:12]}.{found.name}"
    return attached(bytes(found.data), name, TYPES[found.name])


@preparing
@form_page
def consent_withdrawn(request: Request, public_id: str, consent_id: str) -> HttpResponse:
    """Record that somebody withdrew a consent: what was prepared falls."""
    row = access.document_for(request.reader, public_id)
    consent = redaction.consent_for(row, consent_id)
    form = WithdrawConsentForm(request.POST or None)

    def go() -> None:
        public = actions.withdraw_consent(
            request.reader,
            row,
            consent,
            withdrawn_on=form.cleaned_data["on"],
            at=timezone.now(),
            on=timezone.localdate(),
        )
        if public:
            messages.warning(request, _("The document is public already, and cannot be taken back."))

    said = _("Recorded. The name is deleted; prepare the text anew.")
    return _ask(request, row, form, go, title=_("A consent was withdrawn"), said=said)


@door(Capability.APPROVE)
@form_page
def approve(request: Request, public_id: str) -> HttpResponse:
    """Ask another person to approve exactly these bytes."""
    row = access.document_for(request.reader, public_id)
    file = access.prepared_for(row)
    other = _other_in(request, row, publication.State.PREPARED)
    first = {"sha256": file.sha256, "other_sha256": other.sha256 if other else ""}
    form = (ApproveBothForm if other else ApproveForm)(request.POST or None, initial=first)

    def go() -> None:
        given = form.cleaned_data
        read = {given["sha256"]: row}
        if other and given.get("together"):
            read[given["other_sha256"]] = other.document
        actions.approve_all(request.reader, read, at=timezone.now(), on=timezone.localdate())

    title = _("Approve these bytes")
    return _ask(
        request, row, form, go, title=title, said=_("Approved."), file=file, other=other, checked=True
    )


@preparing
@form_page
def publish(request: Request, public_id: str) -> HttpResponse:
    """Ask once more, and publish."""
    row = access.document_for(request.reader, public_id)
    file = access.prepared_for(row)
    other = _other_in(request, row, publication.State.APPROVED)
    hour = hour_said(access.history_for(row)[0])
    form = (PublishBothForm if other else PublishForm)(request.POST or None, hour=hour)

    def go() -> None:
        both = [row, *([other.document] if other and form.cleaned_data.get("together") else [])]
        actions.publish_all(request.reader, both, at=timezone.now(), on=timezone.localdate())

    return _ask(request, row, form, go, title=_("Publish"), said=_done(row), file=file, other=other)


@preparing
@form_page
def withdraw(request: Request, public_id: str, step_id: str) -> HttpResponse:
    """Ask why an act is withdrawn."""
    row = access.document_for(request.reader, public_id)
    step = access.step_for(row, step_id)

    def go(reason: str) -> None:
        actions.withdraw(request.reader, row, step, reason=reason, at=timezone.now())

    says = publication.MACHINE.step_of(publication.VOCABULARY.words[step.step]).says
    said = _("Step: %(kind)s %(date)s") % {"kind": _(says), "date": own_words().date(step.on)}
    title = _("Withdraw a step recorded in error")
    own = Capability.PREPARE_PUBLICATION
    return ask_why(request, row.party, go, title=title, back=_address(row), said=said, capability=own)


def _ask(
    request: Request,
    row: Document,
    form: Any,
    go: Any,
    *,
    title: str,
    said: str,
    file: Any = None,
    other: Any = None,
    checked: bool = False,
) -> HttpResponse:
    """Show a form; where it is filled in, do it, or say beside it what is refused and by which clause."""

    def then() -> str:
        go()
        return _address(row)

    context = {
        "title": capitalised(title),
        "row": row,
        "file": file,
        "forms": access.forms_of(file) if file else (),
        "other": other,
        "checked": _checked(request, row) if checked else None,
        "cancel": _address(row),
        "band": own_band(),
        "invented": row.party.invented,
        "crumbs": [*_crumbs(row), (title, "")],
    }
    return asked(request, form, then, context, template="publication/step.html", said=said)


def _ways(
    row: Document, history: History, state: publication.State, *, prepares: bool, approves: bool
) -> list[dict[str, Any]]:
    """What may come next, for who is at the desk."""
    at_hand = {form.act: ("record", name) for name, form in RECORDED.items()}
    own: dict[type[Act], tuple[str, ...]] = {publication.Prepared: ("prepare",)}
    if redaction.text_of(row) is not None:
        own[publication.Prepared] = ("compose",)
    if state is publication.State.APPROVED:
        own[publication.Published] = ("publish",)
    places = {**at_hand, **own} if prepares else {}
    if approves:
        places[publication.Approved] = ("approve",)
    mandate = publication.mandate_of(history.standing())
    return [
        {
            "says": _(step.says),
            "way": reverse(f"publication:{place[0]}", args=[row.public_id, *place[1:]]),
            "clause": step.provision,
        }
        for step in publication.MACHINE.permitted(history)
        if (place := places.get(step.act)) and _of(step.act, mandate)
    ]


def _other_in(request: Request, row: Document, state: publication.State) -> Any:
    """What was prepared of the other half of report and response, where that is as far on its way."""
    halves = [half for half, reached in access.other_half(request.reader, row) if reached is state]
    return access.prepared_for(halves[0]) if len(halves) == 1 else None


def _checked(request: Request, row: Document) -> dict[str, Any]:
    """What was deleted and where, and what stays on which ground: for who prepares and who approves."""
    text = redaction.text_of(row)
    found: dict[str, Any] = {"consents": redaction.consents_of(row).filter(withdrawn_on=None)}
    ready = redaction.ready(row)
    if text is not None and ready is not None:
        found |= {
            "ready": ready,
            "places": [place_name(ready.units, place) for place in ready.places],
            "undecided": len(redaction.proposals_for(request.reader, text)),
            "left_out": left_out_words(ready.left_out),
            "printed": [one.met.name for one in redaction.met_of(row) if one.printed],
        }
    return found


def _under_way(row: Document, state: publication.State) -> str:
    """How far a document is; one that is closed says what its Party made of automatic publication."""
    if state is publication.State.CONFIDENTIAL:
        window = access.window_of(row, access.history_for(row)[0].standing())
        if window:
            return time_to_object(window)
    return _(publication.STATE_NAMES[state])


def _done(row: Document) -> str:
    """What is said once it is published."""
    hour = hour_said(access.history_for(row)[0])
    return _("It is public from its agreed hour on.") if hour else _("It is public from now on.")


def _of(act: type[Act], mandate: publication.Mandate | None) -> bool:
    """Whether an act is of the mandate that was chosen, or of none."""
    if act is publication.MandateNamed:
        return mandate is None
    return mandate is None or publication.OF_MANDATE.get(act, mandate) is mandate


def _line(row: Document, act: Act, public_id: str, *, withdraws: bool, final: bool) -> dict[str, Any]:
    step = publication.MACHINE.step_of(type(act))
    final = (final and isinstance(act, publication.Published)) or isinstance(
        act, publication.ConsentWithdrawn
    )
    way = reverse("publication:withdraw", args=[row.public_id, public_id])
    return {
        "act": act,
        "says": _(step.says),
        "clause": step.provision,
        "hour": agreed(act) if isinstance(act, publication.HourAgreed) else "",
        "mandate": _(publication.MANDATE_NAMES[act.mandate])
        if isinstance(act, publication.MandateNamed)
        else "",
        "vote": vote(act) if isinstance(act, publication.DecidedByCommittee) else "",
        "withdraw": way if withdraws and not final and not act.withdrawn_why else "",
    }


def _address(row: Document) -> str:
    return reverse("publication:page", args=[row.public_id])


def _crumbs(row: Document, *, here: bool = False) -> list[tuple[str, str]]:
    return [(_("Publication"), reverse("publication:desk")), (str(row), "" if here else _address(row))]
