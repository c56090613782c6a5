"""Pages of audits: asked for, watched, read, compared. What a page shows comes through ``access``."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from habeas.errors import RefusedError
from habeas.papers import side_line
from habeas.safeguards.figures import without
from habeas.safeguards.record_days import LEGEND
from habeas.web.audits import (
    access,
    actions,
    comparing,
    jobs,
    kept,
    lists,
    occasions_list,
    one_record,
    own_rules,
    sheets,
    showing,
)
from habeas.web.audits.forms import OWN, AskForm, BringForm, called
from habeas.web.audits.models import SETS, Audit, Register
from habeas.web.conduct.showing import sentence
from habeas.web.people.access import Request, door
from habeas.web.people.roles import Capability
from habeas.web.shell.bands import Band, confidential
from habeas.web.shell.exporting import attached, streamed
from habeas.web.shell.marks import own_words
from habeas.web.shell.uploads import held_to
from habeas.web.sources.forms import ReasonForm

_C = Capability
_REGISTER = (_C.OVERSEE_REGISTER, _C.READ_REGISTER, _C.RUN_REGISTER)
audits_door = door(*_REGISTER, _C.WRITE_FACTS, _C.READ_CONFIDENTIAL)
"""For who has to do with the register kept here, and who takes part in visits; each page asks more."""
form_page = require_http_methods(["GET", "HEAD", "POST"])
"""By what a page may be asked: who may not see one learns by a POST no more than by a GET."""


def band_of(row: Audit | Register | None) -> Band:
    """Who may see it; of a visit, the Convention closes it."""
    visit = row.visit if isinstance(row, Register) else row and row.register and row.register.visit
    if visit:
        return confidential(_("those who take part in the visit"), _("Article 11 ECPT"))
    return confidential(_("inspectors, auditors and those who run the register"))


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of audits."""
    return [(_("Audits"), reverse("audits:list")), *more]


def here_of(row: Audit) -> tuple[str, str]:
    """What an audit is called, and its page."""
    return access.called(row), reverse("audits:audit", args=[row.public_id])


def crumbs_to(row: Audit, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to what lies beneath an audit."""
    return crumbs(here_of(row), *more)


def occasions_of(row: Audit) -> tuple[str, str]:
    """The occasions of an audit, and their page."""
    return _("Occasions"), reverse("audits:occasions", args=[row.public_id])


@audits_door
@never_cache
@require_safe
def every_audit(request: Request) -> HttpResponse:
    """The audits that the reader may see, and the registers that were brought."""
    context = {
        "title": _("Audits"),
        "audits": [
            (row, access.called(row), own_rules.in_words(row)) for row in access.audits_for(request.reader)
        ],
        "registers": [
            (row, access.keeps(request.reader, row)) for row in access.registers_for(request.reader)
        ],
        "withdrawn": access.withdrawn_for(request.reader),
        "starts": access.starts(request.reader),
        "brings": access.brings(request.reader),
        "band": confidential(_("of each audit those who may ask for it")),
        "invented": settings.DEMO,
    }
    return render(request, "audits/list.html", context)


@audits_door
@held_to(lists.LARGEST + 4_000_000)
@never_cache
@form_page
def ask(request: Request) -> HttpResponse:
    """Which register, by which rules, at which instant."""
    if not access.starts(request.reader):
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AskForm(*posted, reader=request.reader, initial={"register": request.GET.get("register", OWN)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {name: given[name] for name in ("rule_set", "as_of", "with_report")}
        row = Audit(register=form.chosen, language=get_language(), **said)
        try:
            actions.ask(request.reader, row, own=given["own_rules"], lists=given["lists"])
        except RefusedError as error:
            form.add_error("list_file", sentence(error))
        else:
            jobs.wake()
            return redirect("audits:audit", row.public_id)
    title = _("New audit")
    context = {
        "title": title,
        "form": form,
        "submit": _("Begin the audit"),
        "cancel": reverse("audits:list"),
        "crumbs": crumbs((title, "")),
        "band": confidential(_("of each audit those who may ask for it")),
        "invented": settings.DEMO,
    }
    return render(request, "audits/form.html", context)


@audits_door
@held_to(settings.LARGEST_REGISTER + 4_000_000)
@never_cache
@form_page
def bring(request: Request) -> HttpResponse:
    """Bring a register as files."""
    if not access.brings(request.reader):
        raise Http404
    return _brought(request, None)


@audits_door
@held_to(settings.LARGEST_REGISTER + 4_000_000)
@never_cache
@form_page
def bring_again(request: Request, register_id: str) -> HttpResponse:
    """A newer delivery of a register, in the place of the one before."""
    row = access.kept_by(request.reader, register_id)
    try:
        actions.hold_at_rest(row)
    except RefusedError as error:
        messages.warning(request, sentence(error))
        return redirect("audits:list")
    return _brought(request, row)


def _brought(request: Request, again: Register | None) -> HttpResponse:
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = BringForm(*posted, reader=request.reader, again=again)
    if request.method == "POST" and form.is_valid():
        row = again or Register(name=form.cleaned_data["name"], visit=form.within)
        was = row.sha256
        try:
            actions.bring(request.reader, row, form.cleaned_data["delivery"])
        except RefusedError as error:
            form.add_error("file", sentence(error))
        else:
            messages.success(
                request,
                _("The register is here. Its beginning was looked at, and no more: ask for an audit."),
            )
            if row.sha256 == was:
                messages.warning(request, _("These are the files that were here before, to the byte."))
            elif before := access.brought_before(request.reader, row):
                messages.warning(request, _same_as(before))
            return redirect(f"{reverse('audits:ask')}?register={row.public_id}")
    title = _("Bring a register") if again is None else _("Bring a newer delivery")
    context = {
        "title": title,
        "form": form,
        "submit": _("Send it"),
        "cancel": reverse("audits:list"),
        "crumbs": crumbs((title, "")),
        "band": band_of(again),
        "invented": settings.DEMO,
    }
    return render(request, "audits/form.html", context)


def _same_as(before: Register) -> str:
    """That the files were brought before; a register that was withdrawn has no name any more."""
    if before.withdrawn_at is None:
        said = _("The same files, to the byte, are here already: %(register)s.")
        return said % {"register": called(before)}
    said = _("The same files, to the byte, were brought before and withdrawn on %(day)s: %(why)s")
    return said % {
        "day": own_words().date(timezone.localdate(before.withdrawn_at)),
        "why": before.withdrawn_why,
    }


@audits_door
@never_cache
@form_page
def withdraw(request: Request, register_id: str) -> HttpResponse:
    """Ask why a register is withdrawn, and destroy it with all that audits found in it."""
    row, back = access.kept_by(request.reader, register_id), reverse("audits:list")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = _(
        "%(register)s. Its files, and all that audits found in them, are destroyed. That it was here stays, "
        "with its SHA-256, this reason, your name and the time; so do findings that were taken over, with "
        "their figures."
    ) % {"register": called(row)}
    try:
        actions.hold_at_rest(row)
        if form.is_valid():
            actions.withdraw(request.reader, row, reason=form.cleaned_data["reason"])
            messages.success(request, _("The register is withdrawn."))
            return redirect(back)
    except RefusedError as error:
        messages.warning(request, sentence(error))
        return redirect(back)
    title = _("Withdraw the register")
    context = {
        "title": title,
        "form": form,
        "submit": title,
        "cancel": back,
        "crumbs": crumbs((row.name, back), (title, "")),
        "band": band_of(row),
        "invented": settings.DEMO,
    }
    return render(request, "audits/form.html", context)


@audits_door
@never_cache
@form_page
def audit(request: Request, public_id: str) -> HttpResponse:
    """How far it has come, why nothing came of it, or what came of it."""
    row = access.audit_for(request.reader, public_id)
    name, _address = here_of(row)
    context: dict[str, Any] = {
        "title": name,
        "row": row,
        "stops": access.stops(request.reader, row),
        "rule_set": _(SETS[row.rule_set]),
        "error": None if row.error is None else sentence(row.error),
        "crumbs": crumbs((name, "")),
        "band": band_of(row),
        "invented": row.synthetic or settings.DEMO,
    }
    figures = access.figures_for(request.reader, row)
    context["own_asked"] = own_rules.ways(row, {each.rule for each in figures.rules} if figures else ())
    if figures is not None:
        opens = access.opens_occasions(request.reader, row)
        erased = access.erased_of(row)
        against = lists.shown(row, erased) if opens else []
        linked = {*figures.records_named, *(each for one in against for each in one.records)}
        context |= {
            "figures": figures,
            "read": showing.read(figures),
            "not_counted": showing.not_counted(figures),
            "limits_of": _(figures.site),
            **showing.matters(figures, lambda rule: reverse("audits:rule", args=[row.public_id, rule])),
            "cannot": showing.cannot_show(figures),
            "notices": list(showing.notices(figures, own_rules.known(row), kept.passed_over(row))),
            **showing.faults(figures, kept.first_faults_of(row, erased) if opens else ()),
            "families": showing.safeguards_of(figures),
            "opens": opens,
            **showing.incidents(figures),
            "pulled": showing.to_pull(figures),
            **showing.signals(figures),
            "ways": one_record.ways(row, linked) if opens else {},
            "own": row.register is None,
            "has_before": comparing.older_of(row) is not None,
            "against": against,
            "files": _files(row) if opens else [],
        }
    return render(request, "audits/audit.html", context)


def _files(row: Audit) -> list[tuple[str, str]]:
    return [
        (name, reverse("audits:file", args=[row.public_id, name]))
        for name in kept.OUT
        if kept.is_there(row, name)
    ]


@audits_door
@form_page
def stop(request: Request, public_id: str) -> HttpResponse:
    """Ask that it stop."""
    row = access.audit_for(request.reader, public_id)
    if not access.stops(request.reader, row):
        raise Http404
    if request.method == "POST":
        actions.cancel(request.reader, row)
    return redirect("audits:audit", row.public_id)


@audits_door
@never_cache
@form_page
def safeguard(request: Request, public_id: str, rule: str) -> HttpResponse:
    """One safeguard of an audit: its limits, how long it took, by station and month."""
    row = access.audit_for(request.reader, public_id)
    figures = access.figures_for(request.reader, row)
    found = None if figures is None else showing.safeguard_of(figures, rule)
    if figures is None or found is None:
        raise Http404
    context = {
        "title": found.title,
        "row": row,
        "one": found,
        "own": own_rules.told(row, rule),
        "figures": figures,
        "opens": access.opens_occasions(request.reader, row),
        "takes_over": bool(access.visits_to_take_over(request.reader, row)),
        "crumbs": crumbs_to(row, (found.title, "")),
        "band": band_of(row),
        "invented": row.synthetic or settings.DEMO,
    }
    return render(request, "audits/rule.html", context)


@audits_door
@never_cache
@form_page
def occasions(request: Request, public_id: str) -> HttpResponse:
    """The occasions of an audit, those that are not plainly kept; a page at a time."""
    row = access.opened_for(request.reader, public_id)
    figures = kept.figures_kept(row)
    if figures is None:
        raise Http404
    page = occasions_list.page_of(row, figures, request.GET, access.erased_of(row))
    if page.is_first:
        actions.note_opened(request.reader, row)
    context = {
        "title": _("Occasions"),
        "row": row,
        "page": page,
        "ways": one_record.ways(row, {each.found.record_id for each in page.told}),
        "own": row.register is None,
        "crumbs": crumbs_to(row, (_("Occasions"), "")),
        "band": band_of(row),
        "invented": row.synthetic or settings.DEMO,
    }
    return render(request, "audits/occasions.html", context)


@audits_door
@never_cache
@form_page
def record(request: Request, public_id: str, number: int) -> HttpResponse:
    """A record by its number in the audit: its days, with what was found drawn in."""
    row = access.opened_for(request.reader, public_id)
    figures, erased = kept.figures_kept(row), access.erased_of(row)
    if figures is None:
        raise Http404
    page = one_record.page_of(row, without(figures, erased), number, request.GET, erased)
    if page is None:
        raise Http404
    if page.begin is None:  # to turn its pages is no new reading
        actions.note_record_opened(request.reader, row, number)
    title = _("A record, day by day")
    context = {
        "title": title,
        "row": row,
        "page": page,
        "legend": _(LEGEND),
        "own": row.register is None,
        "crumbs": crumbs_to(
            row, (_("Occasions"), reverse("audits:occasions", args=[public_id])), (title, "")
        ),
        "band": band_of(row),
        "invented": row.synthetic or settings.DEMO,
    }
    return render(request, "audits/record.html", context)


@audits_door
@never_cache
@form_page
def compared(request: Request, public_id: str) -> HttpResponse:
    """Beside the audit before it, rule by rule."""
    row = access.audit_for(request.reader, public_id)
    opens = access.opens_occasions(request.reader, row)
    found = comparing.compared(row, opens=opens) if row.state == "done" else None
    if found is None:
        raise Http404
    chosen = request.GET.get("rule", "")
    titles = {each.rule: each.title for each in found.rules}
    moved = comparing.moved(found, chosen, access.erased_of(row)) if opens and chosen in titles else []
    listed = {record_id for step in moved for record_id in step.first}
    context = {
        "title": _("Compared with the audit before"),
        "row": row,
        "found": found,
        "chosen": chosen,
        "chosen_title": titles.get(chosen, ""),
        "own_changed": own_rules.only_in_one(found.older, row),
        "moved": moved,
        "ways": one_record.ways(found.older, listed) | one_record.ways(row, listed),
        "opens": opens,
        "own": row.register is None,
        "crumbs": crumbs_to(row, (_("Compared with the audit before"), "")),
        "band": band_of(row),
        "invented": row.synthetic or settings.DEMO,
    }
    return render(request, "audits/compared.html", context)


@audits_door
@never_cache
@form_page
def taken_away(request: Request, public_id: str, name: str) -> HttpResponseBase:
    """A file of the result, or (``?sha256=1``) the file of its hash; the journal says which file left."""
    row = access.opened_for(request.reader, public_id)
    figures = kept.figures_kept(row)
    if figures is None or name not in kept.OUT or not kept.is_there(row, name):
        raise Http404
    called, erased = f"audit-{row.public_id}-{name}", access.erased_of(row)

    def parts() -> Iterable[bytes]:
        if name in kept.SHEETS:
            return sheets.parts_of(row, name, figures, request.GET, erased)
        return [(kept.folder_of(row) / name).read_bytes()]

    sha256 = kept.sha256_of_parts(parts())  # made twice: its hash is noted before it leaves
    if request.GET.get("sha256"):
        side = side_line(sha256, called).encode()
        return attached(side, f"{called}.sha256", "text/plain; charset=utf-8")
    actions.note_taken_away(request.reader, row, name, sha256)
    if name in kept.SHEETS:
        return streamed(parts(), called, kept.OUT[name])
    return attached(b"".join(parts()), called, kept.OUT[name])
