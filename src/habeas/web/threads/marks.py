"""The signs of assessments: a degree in a word, its shape and its tone."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habeas.threads import NO_INFORMATION
from habeas.web.shell.marks import Status
from habeas.web.threads.models import Degree

NOT_ASSESSED: str | Promise = _("not assessed")


def degree_marks(degrees: Iterable[Degree]) -> dict[str, Status]:
    """By code. What closes is done; “no information” is neutral, so that it never looks like “not done”."""
    return {row.code: degree_mark(row) for row in degrees}


def degree_mark(row: Degree) -> Status:
    """One degree."""
    if row.closes:
        return Status(str(row), "done")
    if row.code == NO_INFORMATION:
        return Status(str(row), "neutral")
    return Status(str(row), "late" if row.code == "not_implemented" else "due")
