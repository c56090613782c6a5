"""The page that checks a receipt, and the same as one file. Both know nothing of who holds which receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from habeas.web.receipts.offline import NAME, offline_page
from habeas.web.shell.opening import opened


@opened
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The page in the reader's language."""
    page = {"title": gettext("Check a receipt"), "prefix": "check", "offline": offline_page}
    return render(request, "receipts/check.html", page)


@opened
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The page as one file, in every language."""
    disposition = {"Content-Disposition": f'attachment; filename="{NAME}"'}
    return HttpResponse(offline_page().data, headers=disposition)
