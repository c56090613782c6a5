"""Where the pages of documents lead on to: for the State to its answers, for the body to responses."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.replies.access import counts_of, filing_as, reports_for, transmitted, wish_of
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
    if (filing := filing_as(reader, row)) is not None:
        yield _("Item by item"), reverse("replies:apart", args=[filing.public_id]), True
    if transmitted(Document.objects.filter(pk=row.pk)).exists():
        count, wish = counts_of(reader, [row])[row.pk], wish_of(reader, row)
        label = _("Responses: %(answered)s of %(every)s items") % {
            "answered": count.answered,
            "every": count.every,
        }
        if wish is not None:
            label = _("Publication asked for on %(date)s") % {"date": own_words().date(wish.asked_on)}
        yield label, reverse("replies:responses", args=[row.public_id]), False
        if may(reader, Capability.WRITE_FACTS, row.party.public_id):
            yield _("File the State's response"), reverse("replies:file", args=[row.public_id]), False
