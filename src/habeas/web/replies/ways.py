"""Where the pages of documents lead on to: for the State to its answers, for the body to responses."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from habeas.web.people.access import Reader
from habeas.web.replies.access import reports_for, transmitted, wish_of
from habeas.web.reports.models import Document
from habeas.web.shell.marks import own_words
from habeas.web.sources.access import reads_confidential


def ways_on(reader: Reader, row: Any) -> Iterable[tuple[str, str, bool]]:
    """The buttons."""
    if not isinstance(row, Document):
        return
    if reports_for(reader).filter(pk=row.pk).exists():
        yield _("Answer it"), reverse("replies:report", args=[row.public_id]), True
    if not reads_confidential(reader, row.party.public_id):
        return
    if transmitted(Document.objects.filter(pk=row.pk)).exists():
        label, wish = _("Responses"), wish_of(reader, row)
        if wish is not None:
            label = _("Publication asked for on %(date)s") % {"date": own_words().date(wish.asked_on)}
        yield label, reverse("replies:responses", args=[row.public_id]), False
