"""The page by which what was accepted comes into the file of the Party."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from habeas.errors import HabeasError
from habeas.web.conduct.showing import sentence
from habeas.web.parties.entering import may_write
from habeas.web.people.access import Request
from habeas.web.people.roles import Capability
from habeas.web.reading import access, taking
from habeas.web.reading.models import Reading, State, What
from habeas.web.reading.take_forms import AnswersForm, AsksForm, FactsForm
from habeas.web.reading.views import around, crumbs_to, form_page, reading_door
from habeas.web.shell.marks import own_words


@reading_door
@never_cache
@form_page
def take(request: Request, public_id: str) -> HttpResponse:
    """Ask where what was accepted goes, and take it over."""
    row = access.reading_for(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_FACTS, row.party)
    if row.state != "done":
        raise Http404
    accepted = list(access.accepted_of(row))
    what = accepted[0].what if accepted else What.ASK
    form = _form(request, row, what)
    if request.method == "POST" and form.is_valid():
        try:
            said = _taken(request, row, form)
        except HabeasError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, said)
            return redirect("reading:reading", public_id)
    title = _("Take over what was accepted")
    back = reverse("reading:reading", args=[public_id])
    context = around(
        row,
        title=title,
        form=form,
        submit=_("Take it over"),
        cancel=back,
        count=len(accepted),
        left=access.counts_of(row).get(State.OPEN, 0),
        crumbs=crumbs_to(row, (title, "")),
    )
    return render(request, "reading/take.html", context)


def _form(request: Request, row: Reading, what: str) -> AsksForm | AnswersForm | FactsForm:
    posted: Any = request.POST if request.method == "POST" else None
    if what == What.ANSWER:
        return AnswersForm(posted, row=row, reader=request.reader)
    if what == What.ASK:
        return AsksForm(posted, row=row, reader=request.reader)
    return FactsForm(posted, row=row)


def _taken(request: Request, row: Reading, form: Form) -> str:
    """Take it over by the form that was filled in, and say what came of it."""
    words = own_words()
    if isinstance(form, AnswersForm):
        to, asks = form.chosen
        answered, left = taking.take_answers_over(request.reader, row, to, asks, form.paper("response"))
        said = words.count("{n} item is answered.", "{n} items are answered.", answered)
        if not left:
            return said
        more = words.count("{n} answer names no item of it.", "{n} answers name no item of it.", left)
        return f"{said} {more}"
    if isinstance(form, AsksForm):
        _document, added = taking.take_asks_over(
            request.reader, row, form.chosen, body=form.cleaned_data["body"]
        )
        return words.count("{n} item is new in the file.", "{n} items are new in the file.", added)
    if isinstance(form, FactsForm):
        count = taking.take_facts_over(request.reader, row, form.source)
        return words.count("{n} fact is in the dossier.", "{n} facts are in the dossier.", count)
    raise TypeError(form)
