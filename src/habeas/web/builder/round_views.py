"""Rounds: what members of the delegation, or the authorities, have to say of the draft, and each decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.errors import RefusedError
from habeas.web.builder import access, actions
from habeas.web.builder.forms import DecideForm, RemarkForm, RoundForm
from habeas.web.builder.models import Remark, Round
from habeas.web.builder.views import around, at_passage, form_page, reading, text_of
from habeas.web.conduct.showing import asked, capitalised, sentence
from habeas.web.people.access import Request
from habeas.web.shell.marks import own_words


def named(row: Round) -> str:
    """A round by its kind and its day."""
    return f"{capitalised(row.get_kind_display())}, {own_words().date(row.sent_on)}"


@reading
@form_page
def add(request: Request, public_id: str) -> HttpResponse:
    """Open a round."""
    manuscript = text_of(request, public_id)
    form = RoundForm(request.POST or None, copies=access.copies_of(manuscript))

    def go() -> str:
        row = Round(manuscript=manuscript, by_id=request.reader.user_id, **form.cleaned_data)
        actions.open_round(request.reader, row)
        return reverse("builder:round", args=[public_id, row.public_id])

    context = around(manuscript, _("Open a round")) | {"cancel": at_passage(None, manuscript)}
    return asked(request, form, go, context, said=_("The round is open."))


@reading
@form_page
def round_(request: Request, public_id: str, round_id: str) -> HttpResponse:
    """One round: what was said of which paragraph, and what was decided."""
    manuscript = access.manuscript_for(request.reader, public_id)
    row = access.round_for(manuscript, round_id)
    writer = access.may_write(request.reader, manuscript, timezone.localdate())
    if request.method == "POST" and writer:
        try:
            actions.close_round(request.reader, row, now=timezone.now())
        except RefusedError as error:
            messages.warning(request, sentence(error))
        else:
            messages.success(request, _("The round is closed."))
        return redirect("builder:round", public_id, round_id)
    remarks = list(access.remarks_of(row))
    context = around(manuscript, named(row)) | {
        "row": row,
        "remarks": remarks,
        "undecided": sum(not one.decision for one in remarks),
        "writer": writer,
    }
    return render(request, "builder/round.html", context)


@reading
@form_page
def remark(request: Request, public_id: str, round_id: str) -> HttpResponse:
    """Enter a remark."""
    manuscript = text_of(request, public_id)
    row = access.round_for(manuscript, round_id)
    form = RemarkForm(request.POST or None, passages=access.cited(access.passages_of(manuscript)))

    def go() -> str:
        actions.add_remark(request.reader, Remark(round=row, **form.cleaned_data))
        return reverse("builder:round", args=[public_id, round_id])

    back = reverse("builder:round", args=[public_id, round_id])
    context = around(manuscript, _("Enter a remark"), (named(row), back)) | {"cancel": back}
    return asked(request, form, go, context, said=_("The remark is entered."))


@reading
@form_page
def decide(request: Request, public_id: str, round_id: str, remark_id: str) -> HttpResponse:
    """Decide on a remark, with the reason."""
    manuscript = text_of(request, public_id)
    row = access.round_for(manuscript, round_id)
    remark = access.remark_of(row, remark_id)
    form = DecideForm(request.POST or None)
    back = reverse("builder:round", args=[public_id, round_id])

    def go() -> str:
        actions.decide_remark(request.reader, remark, **form.cleaned_data, now=timezone.now())
        return back

    context = around(manuscript, _("Decide on a remark"), (named(row), back)) | {
        "cancel": back,
        "remark": remark,
    }
    return asked(request, form, go, context, template="builder/decide.html", said=_("Decided."))
