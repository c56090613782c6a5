"""The pages of help, in the order in which a new reader would read them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOPICS: Mapping[str, str | Promise] = {
    "what": _("What Habeas is for"),
    "dossier": _("The dossier of a Party"),
    "sources": _("Sources and certainty"),
    "dates": _("Dates that are known in part"),
    "classes": _("Public and confidential"),
    "visiting": _("From the programme to the report"),
    "writing": _("Writing a report together"),
    "answering": _("What a State answers"),
    "publishing": _("What becomes public, and how"),
    "importing": _("Bringing in lists and spreadsheets"),
    "register": _("Keeping the register"),
    "outages": _("When the register cannot be reached"),
    "roles": _("Who may do what"),
    "keyboard": _("Keyboard, print and screen readers"),
}
"""Each has its page at ``shell/help/<topic>.html``."""
