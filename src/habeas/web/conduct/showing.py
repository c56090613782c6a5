"""Steps as a page shows them: what was done, what may come next, and what was refused with its clause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from habeas.errors import RefusedError
from habeas.law import Provision, provision
from habeas.procedure.machine import Act, ForbiddenError, History, Machine
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request


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
    notices: tuple[tuple[str, Provision], ...] = field(default=())


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


def step_page(
    request: Request,
    title: str,
    form: Form,
    *,
    back: str,
    crumbs: Iterable[tuple[str, str]],
    clause: str,
    invented: bool,
) -> HttpResponse:
    """Answer with the form of one step and the provision that it rests on."""
    context = {
        "title": title,
        "form": form,
        "cancel": back,
        "band": own_band(),
        "crumbs": list(crumbs),
        "clause": provision(clause),
        "invented": invented,
    }
    return render(request, "conduct/step.html", context)


def sentence(error: RefusedError) -> str:
    """What was refused, what to do, and the clause that forbids it."""
    said = " ".join(_(part) for part in (error.message, error.advice) if part)
    if isinstance(error, ForbiddenError):
        return f"{said} ({provision(error.clause).pinpoint})"
    return said
