"""What came in from prisoners, families, organisations and mechanisms.

Who sent it lies in a table of its own, so that no query for a list can bring it along; it is read
only through ``actions.open_sender``.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from habeas.web.dialogue.models import Letter
from habeas.web.parties.models import Party
from habeas.web.places.models import Place
from habeas.web.rows import Row, new_pseudonym
from habeas.web.sources.models import KLASSES
from habeas.web.visits.models import Visit

SENDER_KINDS = [
    ("prisoner", _("person deprived of liberty")),
    ("family", _("family")),
    ("lawyer", _("lawyer")),
    ("organisation", _("organisation")),
    ("mechanism", _("monitoring mechanism")),
    ("official", _("official")),
    ("anonymous", _("anonymous")),
    ("other", _("somebody else")),
]
CHANNELS = [
    ("post", _("post")),
    ("mail", _("e-mail")),
    ("by hand", _("by hand")),
    ("talk", _("in a conversation")),
    ("telephone", _("telephone")),
    ("through another", _("through somebody else")),
    ("unknown", _("not known")),
]
THEMES = [
    ("ill-treatment", _("ill-treatment")),
    ("safeguards", _("safeguards in custody")),
    ("conditions", _("conditions of detention")),
    ("health", _("health care")),
    ("violence", _("violence among detained persons")),
    ("isolation", _("isolation, discipline and means of restraint")),
    ("contact", _("contact with the outside world")),
    ("complaints", _("complaints and inspection")),
    ("reprisals", _("reprisals")),
    ("other", _("another matter")),
]
"""The headings of a visit report (``domain.md`` 3.2), and reprisals."""
STEPS = [
    ("acknowledged", _("receipt acknowledged")),
    ("answered", _("answered")),
    ("no answer", _("no answer to be given")),
    ("used", _("used for a visit")),
]


class Sender(Row):
    """Somebody who wrote, under a name that we made: it is derived from nothing."""

    pseudonym = models.CharField(max_length=9, unique=True, default=new_pseudonym, editable=False)

    def __str__(self) -> str:
        return self.pseudonym


class SealedSender(models.Model):
    """Who the sender is, in words."""

    sender = models.OneToOneField(Sender, on_delete=models.PROTECT, primary_key=True, related_name="sealed")
    who = models.TextField(editable=False)

    def __str__(self) -> str:
        return str(self.sender)


class MailEntry(Row):
    """One letter or piece of information that came in."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    received_on = models.DateField(_("received on"), db_index=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    channel = models.CharField(_("channel"), max_length=16, choices=CHANNELS, default="unknown")
    sender_kind = models.CharField(_("kind of sender"), max_length=16, choices=SENDER_KINDS)
    theme = models.CharField(_("theme"), max_length=16, choices=THEMES)
    gist = models.TextField(blank=True)
    klass = models.CharField(
        max_length=14, choices=KLASSES, default="confidential", db_index=True, editable=False
    )
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, related_name="entries", editable=False)

    never_in_journal = frozenset({"gist", "party"})  # the journal names the Party by its public id

    class Meta:
        ordering = ("-received_on", "-pk")

    def __str__(self) -> str:
        return self.get_theme_display()


class MailStep(Row):
    """What was done with an entry on a day: never changed, withdrawn with a reason."""

    entry = models.ForeignKey(MailEntry, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16, choices=STEPS)
    on = models.DateField()
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_why = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("on", "pk")
        constraints = [
            models.CheckConstraint(
                name="mail_used_for_a_visit",
                condition=models.Q(kind="used", visit__isnull=False)
                | ~models.Q(kind="used") & models.Q(visit=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class NamedReader(Row):
    """Somebody who may see who sent an entry, from one day on until (if ended) another."""

    entry = models.ForeignKey(MailEntry, on_delete=models.PROTECT, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "user"], condition=models.Q(ended_on=None), name="mail_reader_named_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class HarmCheck(Row):
    """The answers given before an entry was linked to a letter to the authorities."""

    entry = models.ForeignKey(MailEntry, on_delete=models.PROTECT, related_name="checks")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    why = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["entry", "letter"], name="mail_linked_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} – {self.letter_id}"
