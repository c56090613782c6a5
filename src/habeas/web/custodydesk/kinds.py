"""Which kinds of entry the desk offers to whom, and what each has to say."""

from collections.abc import Mapping

from habeas.custody import Event
from habeas.custody.kinds import Keeping, kinds
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability

HEALTH = frozenset(
    {
        "examination_started",
        "examination_ended",
        "injury_recorded",
        "injury_reported_to_prosecutor",
        "risk_assessed",
        "self_harm",
        "complaint_made",
    }
)
"""What health staff write."""
HEALTH_ALONE = frozenset({"injury_recorded"})
"""What nobody else writes."""
FIELDS_OF_HEALTH = frozenset({("examination_ended", "findings")})
"""What nobody else writes of an entry that an officer may make after the doctor's word."""
NOT_ASKED = frozenset({("recording_stopped", "kept")})
"""What the forms of the desk leave as it stands: it is said with the file of a recording."""
MADE_OTHERWISE = frozenset(
    {"record_opened", "handover", "outage_started", "outage_ended", "annulled"}
    | {kind.name for kind in kinds().values() if kind.group in ("register", "paper")}
)
"""Kinds that have pages of their own, or none."""

REQUIRED: Mapping[str, frozenset[str]] = {
    "attended": frozenset({"told_free_to_leave"}),
    "rights_informed": frozenset({"language"}),
    "rights_leaflet_given": frozenset({"language"}),
    "notification_requested": frozenset({"whom"}),
    "third_party_notified": frozenset({"whom"}),
    "notification_delay_authorised": frozenset({"reason", "authorised_by", "until"}),
    "lawyer_delay_authorised": frozenset({"reason", "authorised_by", "until"}),
    "examination_ended": frozenset({"fit"}),
    "risk_assessed": frozenset({"observation"}),
    "searched": frozenset({"level", "reason"}),
    "force_used": frozenset({"means", "reason", "by"}),
    "restraint_applied": frozenset({"means", "reason", "by"}),
    "complaint_made": frozenset({"text"}),
    "property_recorded": frozenset({"items"}),
    "cell_entered": frozenset({"cell"}),
    "transferred_out": frozenset({"to"}),
    "interview_started": frozenset({"interviewers"}),
    "review_held": frozenset({"by"}),
    "review_postponed": frozenset({"reason", "until"}),
    "extension_authorised": frozenset({"until", "by"}),
    "injury_recorded": frozenset({"findings"}),
}
"""The fields without which an entry says nothing."""

SIGNED_BY_THE_PERSON = frozenset(
    {
        "rights_acknowledged",
        "lawyer_waived",
        "doctor_waived",
        "notification_waived",
        "consulate_waived",
        "property_recorded",
        "property_returned",
        "interview_ended",
        "complaint_made",
        "released",
    }
)
"""Where the person signs, or does not."""

OWN = frozenset({"written_by", "why", "late_reason", "note", "signature", "device_time"})
"""Fields of every kind; the forms ask for them in their own places."""


def may_write(reader: Reader, kind: str) -> bool:
    """Whether somebody may make entries of a kind; that the station is theirs is asked elsewhere."""
    if kind not in kinds() or kind in MADE_OTHERWISE:
        return False
    if kind in HEALTH and may(reader, Capability.WRITE_HEALTH):
        return True
    return kind not in HEALTH_ALONE and may(reader, Capability.KEEP_REGISTER)


def fields_for(reader: Reader, kind: str, corrected: Event | None = None) -> tuple[str, ...]:
    """The fields of its own that somebody fills in for a kind; those left out of a correction stay."""
    health = may(reader, Capability.WRITE_HEALTH)
    kept_here = corrected is not None and corrected.data.get("kept") == "here"
    left = {name for of, name in NOT_ASKED if of == kind} | ({"sha256"} if kept_here else set())
    names = (name for name in kinds()[kind].fields if name not in OWN | left)
    return tuple(name for name in names if health or (kind, name) not in FIELDS_OF_HEALTH)


def sealed_fields(kind: str) -> frozenset[str]:
    """The fields of a kind that the station does not read."""
    known = kinds().get(kind)
    fields = known.fields.values() if known else ()
    return frozenset(one.name for one in fields if one.keep is Keeping.SEALED)
