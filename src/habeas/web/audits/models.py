"""Audits that somebody asked for, and registers that were brought. What came of an audit lies in files."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habeas.errors import HabeasError, RefusedError, Where, from_kept
from habeas.language import N_
from habeas.safeguards.audit import EVERY
from habeas.safeguards.rule import TAKES
from habeas.web.rows import Row
from habeas.web.visits.models import Finding, Visit

JURISDICTION = "jurisdiction"
ALONE = "alone"
SETS = {
    JURISDICTION: N_("of each record what its jurisdiction allows"),
    "CoE": N_("Council of Europe, with the United Nations and the register itself"),
    "EU": N_("European Union, with the Council of Europe"),
    "GB-EAW": N_("England and Wales, with the Council of Europe"),
    "UN": N_("United Nations alone"),
    "register": N_("the register itself alone"),
    EVERY: N_("every rule, whatever the jurisdiction of a record"),
    ALONE: N_("none but rules of one's own"),
}
"""The sets of rules that can be asked, and what each says."""
if set(SETS) != {JURISDICTION, EVERY, ALONE, *TAKES}:
    raise ValueError("a set of rules has no words")


class Register(Row):
    """A register that was brought as files. Of a visit, it belongs to those who take part in that visit."""

    name = models.CharField(_("what it is called"), max_length=200)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    brought_at = models.DateTimeField()
    """When the files that are audited now came; a newer delivery takes the place of the one before."""
    sha256 = models.CharField(max_length=64)
    """Of all its files together."""
    withdrawn_at = models.DateTimeField(null=True)
    """When it was destroyed with all that audits found in it; that it was here stays."""
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-brought_at", "-pk"]

    def __str__(self) -> str:
        """What it is called."""
        return self.name

    @property
    def party_public_id(self) -> str:
        """The Party of its visit, for the journal."""
        return "" if self.visit is None else self.visit.party.public_id


class Audit(Row):
    """One audit. Without ``register`` it is of the register that this installation keeps."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="audits", null=True)
    rule_set = models.CharField(max_length=20, choices=list(SETS.items()), default=JURISDICTION)
    own_rules = models.JSONField(default=list)
    """The names of rules of one's own that are asked beside those of the set; their files lie beside it."""
    as_of = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    with_report = models.BooleanField(default=False)
    """Whether the report is made too."""
    language = models.CharField(max_length=8, default="en")
    """That of the report: the one in which it was asked for."""
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    """When somebody asked that it stop; it stops between two rules."""
    done = models.PositiveSmallIntegerField(default=0)
    """Hundredths of it, as far as it has come."""
    refusal = models.JSONField(null=True)
    """Why nothing came of it: code, message, place and advice of the error."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of ``summary.json``, which names the SHA-256 of the other files."""
    rules_sha256 = models.CharField(max_length=64, blank=True)
    """Of the rules with their limits as they were asked."""
    source_sha256 = models.CharField(max_length=64, blank=True)
    """Of the files that were audited."""
    list_sha256 = models.CharField(max_length=64, blank=True)
    """Of the lists that the register was held against, with what says what each is; empty without any."""
    records = models.PositiveIntegerField(null=True)
    events = models.PositiveBigIntegerField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(begun_at__isnull=False) | Q(cancelled_at__isnull=False),
                name="audits_ends_once_begun",
            ),
            models.CheckConstraint(condition=Q(done__lte=100), name="audits_done_in_hundredths"),
        ]

    def __str__(self) -> str:
        """Its id: what it is of may be confidential."""
        return self.public_id

    @property
    def party_public_id(self) -> str:
        """The Party of the visit that it belongs to, for the journal."""
        return "" if self.register is None else self.register.party_public_id

    @property
    def state(self) -> str:
        """``waiting``, ``running``, ``cancelled``, ``refused`` or ``done``."""
        if self.refusal is not None:
            return "refused"
        if self.sha256:
            return "done"
        if self.cancelled_at is not None:
            return "cancelled"
        return "waiting" if self.begun_at is None else "running"

    @property
    def goes_on(self) -> bool:
        """Whether there is anything to wait for."""
        return self.state in ("waiting", "running")

    @property
    def took(self) -> timedelta | None:
        """How long it ran."""
        return None if self.begun_at is None or self.ended_at is None else self.ended_at - self.begun_at

    @property
    def error(self) -> HabeasError | None:
        """Why nothing came of it."""
        if self.refusal is None:
            return None
        place = self.refusal.get("file")
        where = Where(place, self.refusal.get("line")) if place else None
        message, advice = (from_kept(self.refusal.get(each)) for each in ("message", "advice"))
        return RefusedError(self.refusal["code"], message, where=where, advice=advice)


class TakenOver(Row):
    """A safeguard of an audit taken over into a visit as a finding: what the audit said of it."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="taken_over")
    rule = models.CharField(max_length=80)
    finding = models.OneToOneField(Finding, models.PROTECT, related_name="+")
    proposed = models.TextField()
    """The words that the audit proposed; what the person made of them is the finding's."""
    figures = models.JSONField()
    """The figures with their whole, source, limit, instant and hashes, as they were."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        """Its id."""
        return self.public_id

    @property
    def party_public_id(self) -> str:
        """The Party of the visit, for the journal."""
        return self.finding.visit.party.public_id
