"""Which kinds of entry a signal is about."""

DONE_FOR_ALL = frozenset(
    {
        *("checked", "roused", "meal_offered", "drink_offered", "exercise_started", "exercise_ended"),
        *("rest_started", "rest_ended", "cell_entered", "cell_left", "handover"),
        *("transport_started", "transport_ended", "outage_started", "outage_ended"),
    }
)
"""What is done for many people at once, so that the same time in their records says nothing."""
ABOUT_RIGHTS = frozenset(
    {
        *("rights_informed", "rights_leaflet_given", "rights_acknowledged"),
        *("rights_acknowledgement_refused", "notification_requested", "notification_waived"),
        *("notification_tried", "third_party_notified", "consulate_requested", "consulate_waived"),
        *("consulate_notified", "guardian_notified", "lawyer_requested", "lawyer_waived"),
        *("lawyer_called", "doctor_requested", "doctor_waived"),
    }
)
ACCOUNTS_FOR = frozenset(
    {
        *("interview_started", "confrontation_started", "examination_started", "consultation_started"),
        *("hospital_left_for", "court_left_for", "transport_started"),
    }
)
"""What says why somebody was taken out of a cell."""
WHERE = (
    *("cell", "interview", "confrontation", "consultation", "examination", "rest", "exercise"),
    *("hospital", "court", "transport"),
)
"""The spans that say where a person was, or what with."""
NOT_OFFICERS = frozenset({"lawyer", "doctor", "person", "system"})
"""Sources of entries whose actor is no officer."""
NOT_TIMED_BY_HAND = frozenset({"device", "system"})
BESIDE_THE_POLICE = frozenset({"lawyer", "doctor", "device", "person"})
WITH_THE_POLICE = frozenset({"police_station", "holding_facility"})
PRISONS = frozenset({"remand", "prison"})
FREED = frozenset({"released", "bailed"})
ANSWERS = {
    "lawyer.waived": ("lawyer_requested", "lawyer_waived"),
    "doctor.waived": ("doctor_requested", "doctor_waived"),
    "notification.waived": ("notification_requested", "notification_waived"),
}
REQUESTS = {"lawyer.asked-for": "lawyer_requested", "doctor.asked-for": "doctor_requested"}
