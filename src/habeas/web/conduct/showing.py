"""Steps as a page shows them: what was done, what may come next, and what was refused with its clause."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habeas.errors import HabeasError, RefusedError
from habeas.law import Provision, provision
from habeas.procedure.clocks import Deadline, Standing
from habeas.procedure.machine import Act, ForbiddenError, History, Machine
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request
from habeas.web.shell.failures import plainly
from habeas.web.shell.marks import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One act as a page shows it; ``withdraw`` is empty for who may not, and ``fact`` what it leads to."""

    act: Act
    says: str
    clause: Provision
    details: tuple[str, ...] = ()
    fact: "Lead | None" = None
    fact_hidden: bool = False
    withdraw: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """A fact that an act rests on: what kind, what it is called, its date, and its page."""

    kind: str
    label: str
    date: str
    way: str


@dataclass(frozen=True, slots=True)
class Next:
    """A step that may come next, with the address of its form."""

    says: str
    way: str
    clause: Provision


@dataclass(frozen=True, slots=True)
class Conducted:
    """What a page shows of something conducted: its state in words, its lines, and what may follow."""

    state: str
    lines: tuple[Line, ...]
    next: tuple[Next, ...] = ()
    notices: tuple[tuple[str, Provision], ...] = ()


def capitalised(text: str) -> str:
    """A sentence's first letter, and the rest as it is."""
    return text[:1].upper() + text[1:]


def next_steps(machine: Machine[Any], history: History, ways: Mapping[type[Act], str]) -> tuple[Next, ...]:
    """The steps that may come next, of those that have an address."""
    return tuple(
        Next(_(step.says), ways[step.act], step.provision)
        for step in machine.permitted(history)
        if step.act in ways
    )


def clock_status(clock: Deadline | None, today: date) -> Status:
    """How a deadline stands, in a word with its tone; of ``None`` that no letter set one."""
    if clock is None:
        return Status(_("no letter set a time"), "neutral")
    days = ((clock.due.latest or today) - today).days
    match clock.standing(today):
        case Standing.MET:
            return Status(_("answered"), "done")
        case Standing.MET_LATE:
            return Status(_("answered after its time"), "done")
        case Standing.LATE:
            return Status(ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}, "late")
    return Status(ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}, "due")


def asked(
    request: Request,
    form: BaseForm,
    go: Callable[[], str],
    context: Mapping[str, Any],
    *,
    template: str = "shell/form_page.html",
    said: str = "",
    beside: str | None = None,
) -> HttpResponse:
    """Ask by a form; where it is filled in, ``go``, then to the address that this returns, telling ``said``.

    What is refused is told above the form, or ``beside`` one of its fields, and nothing typed is lost.
    """
    if request.method == "POST" and form.is_valid():
        try:
            then = go()
        except RefusedError as error:
            form.add_error(beside, sentence(error))
        else:
            if said:
                messages.success(request, said)
            return redirect(then)
    return render(request, template, {"form": form, **context})


def ask_step(
    request: Request,
    form: BaseForm,
    record: Callable[[], str],
    *,
    title: str,
    said: str,
    clause: str,
    back: str,
    crumbs: Iterable[tuple[str, str]],
    invented: bool,
) -> HttpResponse:
    """Ask for one step, with the provision that it rests on, and ``record`` it: see :func:`asked`."""
    context = {
        "title": capitalised(title),
        "cancel": back,
        "band": own_band(),
        "crumbs": list(crumbs),
        "clause": provision(clause),
        "invented": invented,
    }
    return asked(request, form, record, context, template="conduct/step.html", said=said)


def sentence(error: HabeasError) -> str:
    """What was refused and on which line of a file, what to do, and the clause that forbids it."""
    said = plainly(error)
    return f"{said} ({provision(error.clause).pinpoint})" if isinstance(error, ForbiddenError) else said
