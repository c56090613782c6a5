"""Pages of the mail book."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from habeas.errors import RefusedError
from habeas.web.dialogue.access import letters_for
from habeas.web.journal.access import history_of
from habeas.web.journal.actions import snapshot
from habeas.web.mailbook import access, actions
from habeas.web.mailbook.forms import EntryForm, LinkForm, NameForm, ReceiveForm, StepForm, offered
from habeas.web.mailbook.lists import MailLine, MailList
from habeas.web.mailbook.models import MailEntry, MailStep
from habeas.web.parties.entering import may_write, own_band, withdraw
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.shell.failures import plainly
from habeas.web.sources.forms import ReasonForm
from habeas.web.visits.access import visits_for

form_page = require_http_methods(["GET", "HEAD", "POST"])
reading = door(Capability.READ_CONFIDENTIAL)
writing = door(Capability.WRITE_FACTS)

entries = reading(MailList.as_view())


def _address(entry: MailEntry) -> str:
    return reverse("mailbook:entry", args=[entry.public_id])


def _ask(request: Request, form: Any, title: str, cancel: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "cancel": cancel, "band": own_band(), **more}
    return render(request, "parties/fact_form.html", context)


def _writes(request: Request, public_id: str) -> MailEntry:
    entry = access.entry_for(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_FACTS, entry.party)
    return entry


@reading
@form_page  # who may not see it is told “not found” whatever they send
def entry(request: Request, public_id: str) -> HttpResponse:
    """One entry: its codes, what was done with it, who may see who sent it."""
    row = access.entry_for(request.reader, public_id)
    named = access.is_named(request.reader, row)
    return render(
        request,
        "mailbook/entry.html",
        {
            "title": _("Received: %(theme)s") % {"theme": row.get_theme_display()},
            "row": row,
            "line": MailLine.of(row, timezone.localdate()),
            "steps": row.steps.select_related("visit"),
            "checks": row.checks.select_related("letter"),
            "named_on": access.named_on(row),
            "is_named": named,
            "names": access.may_name(request.reader, row),
            "writer": may(request.reader, Capability.WRITE_FACTS, row.party.public_id),
            "entries": history_of(row)[:50],
            "band": own_band(),
            "invented": row.party.invented,
            "crumbs": [(_("Mail book"), reverse("mailbook:list")), (row.get_theme_display(), "")],
        },
    )


@writing
@form_page
def receive(request: Request) -> HttpResponse:
    """Ask for something received, and who sent it."""
    today = timezone.localdate()
    first = {"received_on": today, "party": request.GET.get("party")}
    form = ReceiveForm(request.POST or None, reader=request.reader, today=today, initial=first)
    if request.method == "POST" and form.is_valid():
        given, made = form.cleaned_data, form.instance
        may_write(request.reader, Capability.WRITE_FACTS, made.party)
        who, sender, readers = given["sealed_who"], given["sender"], given["readers"]
        actions.receive(request.reader, made, who=who, sender=sender, readers=readers)
        messages.success(request, _("Saved."))
        return redirect(_address(made))
    return _ask(request, form, _("Enter something received"), reverse("mailbook:list"))


@writing
@form_page
def change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of an entry, and why; who sent it is no part of it."""
    row = _writes(request, public_id)
    before = snapshot(row)
    form = EntryForm(request.POST or None, instance=row, reader=request.reader, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        actions.change_entry(request.reader, form.instance, before, reason=form.cleaned_data["reason"])
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    return _ask(request, form, _("Change the entry"), _address(row))


@writing
@form_page
def step(request: Request, public_id: str) -> HttpResponse:
    """Ask what was done with an entry."""
    row = _writes(request, public_id)
    form = StepForm(
        request.POST or None,
        instance=MailStep(entry=row),
        visits=offered(request.reader, row, visits_for(request.reader)),
        initial={"on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        actions.add_step(request.reader, form.instance)
        messages.success(request, _("The step is recorded."))
        return redirect(_address(row))
    return _ask(request, form, _("Record what was done with it"), _address(row), step=True)


@writing
@form_page
def step_withdraw(request: Request, public_id: str, step_id: str) -> HttpResponse:
    """Ask why a step is withdrawn."""
    found = access.step_for(request.reader, public_id, step_id)

    def go(reason: str) -> None:
        actions.withdraw_step(request.reader, found, reason=reason)

    said = _("Step: %(kind)s %(date)s") % {"kind": found.get_kind_display(), "date": found.on}
    title, back = _("Withdraw a step recorded in error"), _address(found.entry)
    return withdraw(request, found.entry.party, go, title=title, back=back, said=said)


@reading
@never_cache
@form_page
def sender(request: Request, public_id: str) -> HttpResponse:
    """Who sent an entry: asked first, shown in the answer to a form only, and noted each time."""
    row = access.sealed_entry_for(request.reader, public_id)
    opened = request.method == "POST"
    context = {
        "title": _("Who sent it"),
        "row": row,
        "opened": opened,
        "who": actions.open_sender(request.reader, row) if opened else "",
        "band": own_band(),
        "invented": row.party.invented,
        "crumbs": [
            (_("Mail book"), reverse("mailbook:list")),
            (row.get_theme_display(), _address(row)),
            (_("Who sent it"), ""),
        ],
    }
    return render(request, "mailbook/sender.html", context)


@reading
@form_page
def name_reader(request: Request, public_id: str) -> HttpResponse:
    """Ask who else may see who sent an entry."""
    row = access.entry_for(request.reader, public_id)
    if not access.may_name(request.reader, row):
        raise Http404
    people = access.nameable(timezone.localdate(), row.party).exclude(public_id=request.reader.public_id)
    form = NameForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.name_reader(request.reader, row, given["user"], reason=given["reason"])
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    about = [_("Whoever is named sees who sent this entry, until it is ended. As few as can do the work.")]
    return _ask(request, form, _("Name somebody who may see who sent it"), _address(row), about=about)


@reading
@form_page
def end_reader(request: Request, public_id: str, named_id: str) -> HttpResponse:
    """Ask why somebody may see it no longer."""
    named = access.named_reader_for(request.reader, public_id, named_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.end_reader(request.reader, named, last_day=timezone.localdate(), reason=reason)
        messages.success(request, _("Saved."))
        return redirect(_address(named.entry))
    title = _("End that %(name)s may see who sent it") % {"name": named.user}
    return _ask(request, form, title, _address(named.entry), said=_("What was read cannot be unread."))


@writing
@form_page
def link(request: Request, public_id: str) -> HttpResponse:
    """Ask the questions, and link an entry to a letter to the authorities."""
    row = _writes(request, public_id)
    form = LinkForm(request.POST or None, letters=offered(request.reader, row, letters_for(request.reader)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.link_letter(
                request.reader, row, given["letter"], answers=form.answers(), why=given["why"]
            )
        except RefusedError as refused:
            form.add_error(None, plainly(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(_address(row))
    about = [
        _(
            "Nothing is sent by this. The questions protect whoever wrote: "
            "answer them with the letter before you."
        ),
        _("Who gave information is protected whether or not it was true."),
    ]
    return _ask(request, form, _("Before it is shared with the authorities"), _address(row), about=about)
