"""What goes wrong in any register and breaks no rule: a late entry that says why, a slip corrected, a gap."""

from habeas.custody.synthetic.plan import MINUTE
from habeas.custody.synthetic.planted import Planted
from habeas.custody.synthetic.stay import Entry, Stay, said

SMALL = ("meal_offered", "drink_offered", "property_recorded", "rights_leaflet_given")
SECOND = 1_000_000
REASONS = ("another arrival at the same time", "the computer had to be started anew", "written at handover")


def frail(stay: Stay) -> None:
    """Now and then: a late entry, a correction, an entry twice and one of them annulled."""
    chance = stay.chance
    if chance.yes(0.08) and (late := _small(stay)) and late.at is not None:
        late.recorded = (late.at + chance.between(17, 52) * MINUTE) * SECOND + chance.bits(19)
        late.says(late_reason=chance.one(REASONS))
    if chance.yes(0.04) and (wrong := _small(stay)) and wrong.at is not None:
        right = stay.put(wrong.kind, wrong.at - 5 * MINUTE, wrong.data, by=wrong.by)
        right.says(why="wrong time", late_reason=None)
        _after(stay, right, wrong)
    if chance.yes(0.01) and (once := stay.first("meal_offered")) and once.at is not None:
        twice = stay.put("meal_offered", once.at + MINUTE, by=once.by)
        annulled = stay.put("annulled", once.at + MINUTE, said(why="entered twice"), by=once.by)
        _after(stay, annulled, twice)


def _small(stay: Stay) -> Entry | None:
    found = [each for each in stay.of(*SMALL) if each.recorded is None]
    return stay.chance.one(found) if found else None


def _after(stay: Stay, correction: Entry, corrected: Entry) -> None:
    """A correction is written within three hours, and after what it corrects."""
    correction.corrects = corrected
    at = (corrected.at or 0) + stay.chance.between(60, 180) * MINUTE
    correction.recorded = at * SECOND + stay.chance.bits(19)
    if correction.kind == "annulled":
        correction.at = at


GAPS = (
    ("rights_acknowledged", "rights.acknowledged"),
    ("doctor_waived", "rights.choices-recorded"),
    ("apprehended", "record.apprehension-timed"),
)
"""What was not written, and the rule that cannot be shown to be kept then.

Nothing else breaks these rules: they ask whether an entry is there, and that one is missing is no breach.
"""


def gap(stay: Stay) -> Planted | None:
    """In some, something was not written: a finding about the register, and no breach."""
    chance = stay.chance
    if not chance.yes(0.05):
        return None
    kind, rule = chance.one(GAPS)
    entry, opening = stay.first(kind), stay.first("record_opened")
    if entry is None or entry.at is None or opening is None or len(stay.of(kind)) > 1:
        return None
    if stay.first("apprehended") is None or stay.first("doctor_requested", "rights_acknowledgement_refused"):
        return None
    if kind == "apprehended":
        entry.recorded, entry.at = entry.at * SECOND + chance.bits(21), None
        return Planted(rule, "not_recorded", "the time of the apprehension was not written", [entry])
    stay.entries.remove(entry)
    return Planted(rule, "not_recorded", f"no entry {kind} was written", [opening])
