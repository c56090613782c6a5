"""The page on which a passage that the reader missed is chosen, and becomes a proposal."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from habeas.errors import RefusedError
from habeas.web.conduct.showing import sentence
from habeas.web.people.access import Request
from habeas.web.reading import access, actions, kept
from habeas.web.reading.models import Reading, What
from habeas.web.reading.passages import Passage, passages_of, place_of, proposed_by_hand
from habeas.web.reading.views import around, crumbs_to, form_page, reading_door
from habeas.web.reports.models import ASK_KINDS

TOGETHER = 20
"""Paragraphs on one page."""
_USUAL = {
    "habeas/reply/1": What.ANSWER.value,
    "habeas/press/1": What.STATEMENT.value,
}


class PassageForm(forms.Form):
    """What a passage is, and which words of it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            *ASK_KINDS,
            *((what.value, what.label) for what in What if what != What.ASK),
        ],
    )
    words = forms.CharField(
        label=gettext_lazy("Only these words"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "data-words": ""}),
        help_text=gettext_lazy("Empty for the whole of the paragraphs. Copied words are enough as well."),
    )

    @property
    def told(self) -> tuple[str, str]:
        """What it is, and of what is asked its kind."""
        said: str = self.cleaned_data["kind"]
        return (said, "") if said in What.values else (What.ASK.value, said)


@dataclass(frozen=True, slots=True)
class Leaf:
    """The paragraphs in view, and where those before and after them begin."""

    shown: list[Passage]
    of: int
    before: int | None
    after: int | None
    unknown: str = ""
    """The number that was asked for, where no paragraph has it."""


@reading_door
@never_cache
@form_page
def add(request: Request, public_id: str) -> HttpResponse:
    """Choose paragraphs, or words of them, and their kind; then the proposal is reviewed as any other."""
    row = access.reading_for(request.reader, public_id)
    if row.state != "done":
        raise Http404
    text = kept.text_of(row)
    passages = passages_of(text)
    numbers = [int(one) for one in request.POST.getlist("passage") if one.isdecimal()]
    chosen = [passages[at] for at in sorted(numbers) if at < len(passages)]
    usual = _USUAL.get(row.schema, ASK_KINDS[0][0])
    form = PassageForm(request.POST if request.method == "POST" else None, initial={"kind": usual})
    if request.method == "POST" and form.is_valid():
        try:
            made = _added(request, row, form, text, chosen)
        except RefusedError as error:
            form.add_error("words", sentence(error))
        else:
            return redirect(f"{made}?edit=1")
    title = _("Add what was not found")
    context = around(
        row,
        title=title,
        form=form,
        leaf=_leaf(request.GET, passages, chosen),
        chosen={one.at for one in chosen},
        crumbs=crumbs_to(row, (title, "")),
    )
    return render(request, "reading/add.html", context)


def _added(request: Request, row: Reading, form: PassageForm, text: str, chosen: list[Passage]) -> str:
    """Make the proposal, and return its address."""
    place = place_of(text, chosen, form.cleaned_data["words"])
    made = proposed_by_hand(row, *form.told, place)
    actions.add(request.reader, made)
    return reverse("reading:proposal", args=[row.public_id, made.public_id])


def _leaf(asked: Any, passages: list[Passage], chosen: list[Passage]) -> Leaf:
    """The paragraphs to be shown: those chosen, the one of a number, those about a place, or from one on."""
    first, unknown = _number(asked.get("from")), ""
    if number := asked.get("paragraph", "").strip(" .§"):
        found = next((one.at for one in passages if one.number == number), None)
        first, unknown = (first, number) if found is None else (found, "")
    elif "near" in asked:
        place = _number(asked["near"])
        near = next((one.at for one in passages if one.end > place), 0)
        first = max(0, near - TOGETHER // 4)
    elif chosen and not first <= chosen[0].at < first + TOGETHER:
        first = chosen[0].at
    first = min(first, max(0, len(passages) - 1))
    after = first + TOGETHER
    return Leaf(
        passages[first:after],
        len(passages),
        max(0, first - TOGETHER) if first else None,
        after if after < len(passages) else None,
        unknown,
    )


def _number(given: str | None) -> int:
    return int(given) if given and given.isdecimal() else 0
