"""The one door for reading audits and the registers that were brought for them.

An audit of the register that is kept here is for those who oversee or read that register; who runs it reads
the figures, and opens no record. A register that was brought within a visit is for those who take part in
that visit, and for nobody else: what a delegation is given is confidential (ECPT Article 11).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.law import cite
from habeas.safeguards.figures import Figures, publicly, without
from habeas.web.audits.kept import SUMMARY, figures_kept, files_of, register_in
from habeas.web.audits.models import ALONE, Audit, Register, TakenOver
from habeas.web.custody.models import Record
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.safeguards.standing import Met
from habeas.web.stations.access import OVER_ALL, usual_zone
from habeas.web.visits import access as visits
from habeas.web.visits.models import Finding, Visit

cite("ECPT#11(1)", enforces="A register brought within a visit is audited by those who take part in it.")


def reads_register(reader: Reader) -> bool:
    """Whether somebody reads the register of the authority with its records."""
    return any(may(reader, each) for each in OVER_ALL)


def reads_own(reader: Reader) -> bool:
    """Whether somebody reads the figures of the register that is kept here."""
    if "register" not in settings.SURFACES:
        return False
    return reads_register(reader) or may(reader, Capability.RUN_REGISTER)


def visits_of(reader: Reader) -> list[Visit]:
    """The visits that the body conducts and in which the reader takes part."""
    if "monitoring" not in settings.SURFACES:
        return []
    today = timezone.localdate()
    conducted = visits.visits_for(reader).filter(conducted=True)
    return [each for each in conducted if visits.takes_part(reader, each, today)]


def _brought_for(reader: Reader) -> "QuerySet[Register, Any]":
    """Every register that was brought for whom the reader is one of, withdrawn since or not."""
    taken = Q(visit__in=[each.pk for each in visits_of(reader)])
    if reads_register(reader):
        taken |= Q(visit=None)
    return Register.objects.filter(taken).select_related("visit__party", "by", "withdrawn_by")


def registers_for(reader: Reader) -> "QuerySet[Register, Any]":
    """The registers that were brought and that the reader may have audited."""
    return _brought_for(reader).filter(withdrawn_at=None)


def withdrawn_for(reader: Reader) -> "QuerySet[Register, Any]":
    """Those that the reader could have had audited until they were withdrawn."""
    return _brought_for(reader).filter(withdrawn_at__isnull=False).order_by("-withdrawn_at")


def brought_before(reader: Reader, row: Register) -> Register | None:
    """The register that the reader may see of the same files, to the byte; one that is here before others."""
    same = _brought_for(reader).filter(sha256=row.sha256).exclude(pk=row.pk)
    found: Register | None = same.filter(withdrawn_at=None).first() or same.first()
    return found


def register_for(reader: Reader, public_id: str) -> Register:
    """One of them, or 404."""
    row: Register | None = registers_for(reader).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def keeps(reader: Reader, row: Register) -> bool:
    """Whether the reader may put a newer delivery in the place of a register, or withdraw it.

    Either destroys what was here. Who reads the authority's registers to audit them destroys none that
    another person brought.
    """
    if row.visit is not None or may(reader, Capability.OVERSEE_REGISTER):
        return True
    return row.by_id == reader.user_id


def kept_by(reader: Reader, public_id: str) -> Register:
    """One of the registers that were brought and that the reader may replace or withdraw, or 404."""
    row = register_for(reader, public_id)
    if not keeps(reader, row):
        raise Http404
    return row


def is_at_work(row: Register) -> bool:
    """Whether an audit of a register waits or runs."""
    return any(each.goes_on for each in row.audits.filter(ended_at=None))


def brings(reader: Reader) -> bool:
    """Whether somebody may bring a register as files."""
    return reads_register(reader) or bool(visits_of(reader))


def starts(reader: Reader) -> bool:
    """Whether there is a register that the reader may have audited."""
    return reads_own(reader) or registers_for(reader).exists()


def audits_for(reader: Reader) -> "QuerySet[Audit, Any]":
    """The audits whose figures the reader may see, the latest first."""
    seen = Q(register__in=registers_for(reader))
    if reads_own(reader):
        seen |= Q(register=None)
    return Audit.objects.filter(seen).select_related("register__visit__party", "by")


def audit_for(reader: Reader, public_id: str) -> Audit:
    """One of them, or 404."""
    row: Audit | None = audits_for(reader).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def opens_occasions(reader: Reader, row: Audit) -> bool:
    """Whether the reader sees which records the figures of an audit rest on."""
    return row.register is not None or reads_register(reader)


def stops(reader: Reader, row: Audit) -> bool:
    """Whether the reader may stop an audit.

    Who runs the register and opens no record of it is measured by an audit, and stops none but their own.
    """
    return row.by_id == reader.user_id or opens_occasions(reader, row)


def figures_for(reader: Reader, row: Audit) -> Figures | None:
    """What came of an audit, as the reader may see it; ``None`` where nothing did, or it is gone.

    Who opens no record reads nothing that would tell of one; nobody reads the name of one that was erased.
    """
    figures = figures_kept(row) if row.state == "done" else None
    if figures is None:
        return None
    if opens_occasions(reader, row):
        return without(figures, erased_of(row))
    return _without_later(publicly(figures))


def _without_later(figures: Figures) -> Figures:
    """The same without what was written after the instant: counted twice on a day, it tells of one person."""
    cannot, beside = figures.cannot_show, figures.cannot_show.not_counted
    if beside is None:
        return figures
    beside = replace(beside, records_after=0, entries_after=0)
    return replace(figures, cannot_show=replace(cannot, not_counted=beside))


def instant_of_figures() -> datetime:
    """At which instant the register kept here is audited for who opens no record of it.

    Of two instants a minute apart the figures differ by one person. This is the beginning of today in the
    zone of the body (``TIME_ZONE``): whoever asks twice on a day is told the same twice.
    """
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def opened_for(reader: Reader, public_id: str) -> Audit:
    """An audit of which something came and whose occasions the reader may open, or 404."""
    row = audit_for(reader, public_id)
    if row.state != "done" or not opens_occasions(reader, row):
        raise Http404
    return row


def erased_of(row: Audit) -> frozenset[str]:
    """The records of the register kept here that were erased since: nothing of them is shown."""
    if row.register is not None:
        return frozenset()
    return frozenset(Record.objects.filter(erased=True).values_list("record_id", flat=True))


def visits_to_take_over(reader: Reader, row: Audit) -> list[Visit]:
    """The visits into which the reader may take a safeguard of an audit over as a finding.

    What was given within a visit is a finding of that visit and of no other.
    """
    own = visits_of(reader)
    if row.register is None or row.register.visit is None:
        return own
    return [each for each in own if each.pk == row.register.visit_id]


def finding_in(visit: Visit) -> Finding:
    """A finding of a visit that is not written yet."""
    return Finding(visit=visit)


@visits.register_grounds
def grounds(reader: Reader, findings: Sequence[Finding]) -> Mapping[int, tuple[str, str]]:
    """By finding that was taken over from an audit: what that said, and its page where it may be read."""
    rows = list(TakenOver.objects.filter(finding__in=findings).select_related("audit"))
    own = audits_for(reader).filter(pk__in=[each.audit_id for each in rows])
    may_read = set(own.values_list("pk", flat=True))
    found = {}
    for row in rows:
        said = row.figures
        whole = said["met"] + said["breached"] + said["not_recorded"] + said["pending"]
        station = said.get("station")
        text = _("From an audit: %(rule)s, %(breached)s of %(of)s; SHA-256 of %(file)s %(sha256)s") % {
            "file": SUMMARY,
            "rule": f"{row.rule} ({station})" if station else row.rule,
            "breached": said["breached"],
            "of": whole,
            "sha256": said["sha256"][:12],
        }
        page = reverse("audits:rule", args=[row.audit.public_id, row.rule])
        found[row.finding_id] = (text, page if row.audit_id in may_read else "")
    return found


def before(row: Audit) -> Audit | None:
    """The audit before one: judged no later, of the same register and by the same set of rules.

    Of several the one judged last. Where none but rules of one's own were asked, by rules of the same names.
    """
    same = Audit.objects.filter(register=row.register, rule_set=row.rule_set).exclude(sha256="")
    if row.rule_set == ALONE:
        same = same.filter(own_rules=row.own_rules)
    earlier = same.filter(pk__lt=row.pk, as_of__lte=row.as_of)
    found: Audit | None = earlier.order_by("-as_of", "-pk").first()
    return found


def zone_of(register: Register | None) -> str:
    """The zone of times in a register, as its mapping names it; of the one kept here that of its stations."""
    if register is None:
        return usual_zone()
    _place, mapping = register_in(files_of(register))
    return "" if mapping is None else mapping.zone


def called(row: Audit) -> str:
    """Which register an audit is of, in words."""
    return _("The register kept here") if row.register is None else row.register.name


def last_of(reader: Reader, rule: str) -> Met | None:
    """What the last audit that the reader may see found of a rule."""
    row = audits_for(reader).exclude(sha256="").first() if reader.signed_in else None
    figures = None if row is None else figures_kept(row)
    if row is None or figures is None:
        return None
    found = next((each for each in figures.rules if each.rule == rule), None)
    if found is None:
        return None
    counts = found.counts
    return Met(
        what=called(row),
        as_of=row.as_of,
        met=counts.met,
        breached=counts.breached,
        not_recorded=counts.not_recorded,
        pending=counts.pending,
        address=f"{reverse('audits:audit', args=[row.public_id])}#{rule}",
    )


def ways_from(reader: Reader, fact: Any) -> Iterable[tuple[str, str, bool]]:
    """From the page of a visit to the audits of what was given within it."""
    if isinstance(fact, Visit) and any(each.pk == fact.pk for each in visits_of(reader)):
        yield _("Audits of registers"), reverse("audits:list"), False


# For the job ------------------------------------------------------------------------------------


def next_waiting() -> Audit | None:
    """The audit that waits longest."""
    waits = Audit.objects.filter(begun_at=None, cancelled_at=None, refusal__isnull=True)
    row: Audit | None = waits.select_related("register").order_by("pk").first()
    return row


def broken_off() -> "QuerySet[Audit, Any]":
    """Audits that were begun and not ended: where no job is at them, their job was broken off."""
    return Audit.objects.filter(begun_at__isnull=False, ended_at=None)


def is_cancelled(row: Audit) -> bool:
    """Whether somebody asked meanwhile that it stop."""
    return Audit.objects.filter(pk=row.pk).exclude(cancelled_at=None).exists()
