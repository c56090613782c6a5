"""Pages of what is due."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from habeas.web.clocks import access, actions
from habeas.web.clocks.calendar_file import calendar_file
from habeas.web.clocks.forms import MailForm
from habeas.web.clocks.lists import DueList
from habeas.web.clocks.month import month_asked, month_of
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Reader, Request, door_for_signed_in, open_door, reader_of
from habeas.web.shell.exporting import attached
from habeas.web.sources.access import reads_anything_confidential

dues = door_for_signed_in(DueList.as_view())
CALENDAR = "text/calendar; charset=utf-8"


@door_for_signed_in
@require_safe
def month(request: Request) -> HttpResponse:
    """One month as a table."""
    today = timezone.localdate()
    found = access.dues_for(request.reader, today)
    shown = month_of(month_asked(request.GET.get("month", ""), today), found, today)
    context = {
        "title": _("Due in %(month)s") % {"month": shown.name},
        "month": shown,
        "band": own_band() if reads_anything_confidential(request.reader, transmitted=True) else None,
        "invented": any(due.party.invented for due in found),
        "crumbs": [(_("What is due"), reverse("clocks:list")), (shown.name, "")],
    }
    return render(request, "clocks/month.html", context)


@door_for_signed_in
@require_safe
def file(request: Request) -> HttpResponse:
    """What is due as a calendar file, to be kept."""
    found = access.dues_for(request.reader, timezone.localdate())
    actions.note_taken(request.reader, len(found))
    return _calendar(request, request.reader)


def _calendar(request: HttpRequest, reader: Reader) -> HttpResponse:
    found = access.dues_for(reader, timezone.localdate())
    page = request.build_absolute_uri(reverse("clocks:list"))
    return attached(calendar_file(found, page=page, at=timezone.now()), "due.ics", CALENDAR)


@door_for_signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: Request) -> HttpResponse:
    """The own feed and the own mails: off until switched on here."""
    form = MailForm(request.POST if request.POST.get("do") == "mails_on" else None)
    address = ""
    match request.POST.get("do"):
        case "feed_on":
            token = actions.switch_feed_on(request.reader, request.user, at=timezone.now())
            address = request.build_absolute_uri(reverse("clocks:feed", args=[token]))
        case "feed_off":
            actions.switch_feed_off(request.reader, at=timezone.now())
            return redirect("clocks:reminders")
        case "mails_on" if settings.MAILS and form.is_valid():
            actions.switch_mails_on(request.reader, request.user, form.cleaned_data["address"])
            return redirect("clocks:reminders")
        case "mails_off":
            actions.switch_mails_off(request.reader)
            return redirect("clocks:reminders")
    reminder = access.reminder_of(request.reader)
    context = {
        "title": _("Reminders"),
        "feed": access.feed_of(request.reader),
        "address": address,
        "form": form,
        "mails": settings.MAILS,
        "mailed": reminder is not None and reminder.on,
        "crumbs": [(_("What is due"), reverse("clocks:list")), (_("Reminders"), "")],
    }
    return render(request, "clocks/reminders.html", context)


@open_door
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's feed, for a calendar that knows its secret: days, and opaque words."""
    owner = access.owner_of_feed(actions.hash_of(token))
    if owner is None:
        raise Http404
    with translation.override(owner.language):
        return _calendar(request, reader_of(owner))
