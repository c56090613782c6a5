"""Two invented stations, who works there, and invented people who are or were held; times count from now."""

import io
import math
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from habeas.custody import new_event_id
from habeas.custody.sheets import issue_id, line_id, page_of, place_on
from habeas.web.custody import kept, writing
from habeas.web.custody.actions import read_strictly
from habeas.web.custody.ledger import Submission
from habeas.web.custodydesk.access import pseudonym
from habeas.web.custodydesk.body import with_region
from habeas.web.people.demo import PINS
from habeas.web.people.models import User
from habeas.web.rows import new_public_id
from habeas.web.stations.access import hand_of_user, is_demo_station_there
from habeas.web.stations.actions import add_mirror, add_station, post, set_pin
from habeas.web.stations.models import Station

OF_THE_EVENT = ("event_id", "page", "corrects", "span_id", "data")
SECOND_PART = "second-part"
ON_ARRIVAL = "written on arrival at the station"
INSPECTOR = "duty inspector 12"
LET_GO, HIS_DAY = "Emil Radovan", "1992-06-17"
"""Who was held at one station, and after his release at the other."""
_FORCE = {
    "means": "handcuffs",
    "reason": "resisted being put into the vehicle",
    "by": ["s-1377"],
    "injury": True,
    "late_reason": ON_ARRIVAL,
}
_ALONE = {"at_request": True, "police_hearing": False, "police_sight": False}
STATIONS = (
    ("orlen-central", "Orlen Central (invented)", "Europe/Paris", ("custody", "relief", "doctor")),
    ("veld-harbour", "Veld Harbour (invented)", "Asia/Baku", ("relief",)),
)


@dataclass
class _Stay:
    """One record in the making: events by minutes before now."""

    station: Station
    now: datetime
    hands: Mapping[str, str]
    record_id: str = field(default_factory=new_public_id)
    events: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: str, ago: float, *, by: str = "custody", late: float = 1, **data: Any) -> str:
        """Something that happened so many minutes ago and was written ``late`` minutes after."""
        at = self.now - timedelta(minutes=ago)
        recorded = min(at + timedelta(minutes=late), self.now)
        columns: dict[str, Any] = {name: data.pop(name) for name in OF_THE_EVENT if name in data}
        if place := place_on(columns.get("page")):
            columns["event_id"] = line_id(self.station.code, *place)
        self.events.append(
            {
                "record_id": self.record_id,
                "event_id": new_event_id(recorded),
                "kind": kind,
                "occurred_at": at.isoformat(),
                "recorded_at": recorded.isoformat(),
                "establishment_id": self.station.code,
                "actor_id": self.hands[by],
                "source": "paper" if "page" in columns else "doctor" if by == "doctor" else "desk",
                "data": data,
                **columns,
            }
        )
        return str(self.events[-1]["event_id"])

    def open(self, ago: float, *, basis: str = "criminal", by: str = "custody", **said: Any) -> None:
        """Open it; who the person is joins the records of one person."""
        station = self.station
        ref = pseudonym(name=said.get("name", ""), born=said.get("born", ""))
        self.add(
            "record_opened",
            ago,
            by=by,
            basis=basis,
            person_ref=ref,
            establishment_type=station.kind,
            jurisdiction=station.jurisdiction,
            zone=station.zone,
            **said,
        )


def fill(now: datetime) -> None:
    """Make the stations and their register, once; what somebody entered since stays."""
    if is_demo_station_there() or not User.objects.filter(username="custody", is_demo=True).exists():
        return
    people = {user.username: user for user in User.objects.filter(username__in=PINS, is_demo=True)}
    stations = []
    for code, name, zone, posted in STATIONS:
        station = add_station(None, Station(code=code, name=name, zone=zone, invented=True))
        for username in posted:
            post(None, station, people[username], since=now.date() - timedelta(days=30))
        stations.append(station)
    add_mirror(None, "National preventive mechanism (invented)")
    for username, pin in PINS.items():
        set_pin(None, people[username], pin)
    hands = {username: hand_of_user(user).actor_id for username, user in people.items()}
    central, harbour = stations
    makers = (_a_whole_day, _let_go, _a_lawyer_called, _a_child, _hurt)
    events = [one for make in makers for one in make(_Stay(central, now, hands)).events]
    others = (_a_witness(_Stay(central, now, hands)), _at_the_harbour(_Stay(harbour, now, hands)))
    events += [one for stay in (*others, _held_again(_Stay(harbour, now, hands))) for one in stay.events]
    book = _Stay(central, now, hands, record_id=f"book:{central.code}")
    book.add("handover", 410, by="relief", to=hands["custody"], note="Four persons held, nothing late.")
    _an_outage(book)
    said = list(_in_order([*events, *book.events]))
    writing.pen().append(Submission(read_strictly(said), as_recorded=True))
    _a_recording(said, hands["custody"], now)


def _a_recording(said: list[dict[str, Any]], actor_id: str, now: datetime) -> None:
    """A file for one of the recordings: two seconds of a tone. It is there before the entry that names it."""
    stopped = next(one for one in said if one["kind"] == kept.STOPPED and one.get("span_id") == SECOND_PART)
    arriving = kept.Arriving(str(stopped["record_id"]))
    arriving.take(_tone())
    arrived = arriving.keep()
    why = "the file was ready only afterwards"
    correction = {
        **stopped,
        "event_id": new_event_id(now),
        "recorded_at": now.isoformat(),
        "actor_id": actor_id,
        "corrects": stopped["event_id"],
        "data": {"sha256": arrived.sha256, "kept": "here", "why": why, "late_reason": why},
    }
    writing.pen().append(Submission(read_strictly([correction]), as_recorded=True))


def _tone() -> bytes:
    """Two seconds of 440 Hz as WAVE."""
    stream, rate = io.BytesIO(), 8_000
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        turns = (440 * 2 * math.pi * step / rate for step in range(2 * rate))
        sound.writeframes(bytes(128 + round(60 * math.sin(each)) for each in turns))
    return stream.getvalue()


def _an_outage(book: _Stay) -> None:
    """Sheets issued beforehand, and an hour and a half without network in which one was used."""
    code = book.station.code
    book.add("sheets_issued", 2_000, event_id=issue_id(code, 1), first_sheet=1, last_sheet=6)
    why = {"note": "no network", "late_reason": "the register could not be reached"}
    book.add("outage_started", 400, by="relief", late=95, span_id="an-outage", data=why)
    book.add("outage_ended", 310, by="relief", late=5, span_id="an-outage")


def _in_order(events: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield from sorted(events, key=lambda one: str(one["recorded_at"]))


def _told(stay: _Stay, ago: float, language: str = "English") -> None:
    stay.add("rights_informed", ago, language=language, in_writing=True)
    stay.add("rights_leaflet_given", ago - 1, language=language)
    stay.add("rights_acknowledged", ago - 3, signature="signed")


def _a_whole_day(stay: _Stay) -> _Stay:
    """Everything from the apprehension to the release, a correction and a late entry among it."""
    start = 1_320.0
    stay.add("apprehended", start, late=36, late_reason=ON_ARRIVAL)
    stay.add("arrived", start - 32)
    stay.open(start - 35, name="Oskar Lindholm", born="1988-02-11", reason="suspected of theft")
    _told(stay, start - 38)
    stay.add("detention_authorised", start - 45, reason="to secure evidence", authorised_by=INSPECTOR)
    stay.add("searched", start - 50, level="pat_down", reason="safety", same_sex=True)
    stay.add("property_recorded", start - 55, items="wallet, telephone, belt", signature="refused")
    stay.add("risk_assessed", start - 58, level="low", observation="general")
    stay.add("notification_requested", start - 60, whom="sister")
    stay.add("lawyer_requested", start - 60)
    stay.add("lawyer_called", start - 66)
    stay.add("third_party_notified", start - 70, whom="sister")
    wrong = stay.add("cell_entered", start - 75, cell="2", with_adults=True)
    right = {"cell": "3", "with_adults": False, "why": "wrong cell noted"}
    stay.add("cell_entered", start - 75, late=45, data=right, corrects=wrong)
    stay.add("meal_offered", start - 90)
    stay.add("checked", start - 130)
    stay.add("lawyer_arrived", start - 150)
    stay.add("cell_left", start - 151, purpose="consultation")
    stay.add("consultation_started", start - 152, private=True)
    stay.add("consultation_ended", start - 190)
    stay.add("interview_started", start - 200, interviewers=["s-1204", "s-1377"], present=["lawyer"])
    stay.add("recording_started", start - 206, medium="audio", span_id="first-part")
    stay.add("recording_stopped", start - 260, where="recording shelf, disc 41", span_id="first-part")
    stay.add("interview_break_started", start - 260)
    stay.add("interview_break_ended", start - 275)
    stay.add("recording_started", start - 275, medium="audio", span_id=SECOND_PART)
    stay.add("recording_stopped", start - 310, span_id=SECOND_PART)
    stay.add("interview_ended", start - 310, signature="signed")
    stay.add("lawyer_left", start - 318)
    stay.add("review_held", start - 400, data={"by": INSPECTOR})
    stay.add("cell_entered", start - 405, by="relief", cell="3", with_adults=False)
    stay.add("rest_started", start - 480, by="relief")
    for hour in range(7):
        stay.add("checked", start - 500 - 58 * hour, by="relief")
    stay.add("rest_ended", start - 970, by="relief")
    stay.add("drink_offered", start - 975, by="relief", page=page_of(1, 1), late=40)
    stay.add("exercise_started", start - 1_040)
    stay.add("exercise_ended", start - 1_100)
    stay.add("meal_offered", start - 1_110)
    stay.add("property_returned", start - 1_180, signature="signed")
    stay.add("cell_left", start - 1_182, purpose="release")
    stay.add("released", start - 1_190, signature="signed")
    return stay


def _a_lawyer_called(stay: _Stay) -> _Stay:
    stay.add("apprehended", 205, late=30, late_reason=ON_ARRIVAL)
    stay.add("arrived", 178)
    stay.open(175, name="Mila Aranyos", born="1994-07-30", reason="suspected of fraud")
    _told(stay, 172)
    stay.add("detention_authorised", 168, reason="to be heard", authorised_by=INSPECTOR)
    stay.add("notification_waived", 166, signature="signed")
    stay.add("lawyer_requested", 165, whom="of her own choice")
    stay.add("lawyer_called", 150)
    stay.add("doctor_requested", 148)
    stay.add("risk_assessed", 147, level="medium", observation="intermittent")
    stay.add("cell_entered", 140, cell="1", with_adults=False)
    struck = stay.add("meal_offered", 118)
    stay.add("annulled", 110, corrects=struck, why="offered to somebody else")
    stay.add("checked", 112)
    stay.add("drink_offered", 80)
    stay.add("checked", 78)
    return stay


def _a_child(stay: _Stay) -> _Stay:
    stay.add("apprehended", 52, late=22, late_reason=ON_ARRIVAL)
    stay.add("arrived", 33)
    child: dict[str, Any] = {"name": "Jonas Ferro", "born": "2010-04-02", "juvenile": True}
    stay.open(30, reason="suspected of damage to property", **child)
    _told(stay, 28)
    stay.add("lawyer_requested", 24)
    return stay


def _hurt(stay: _Stay) -> _Stay:
    """Somebody hurt, who complains: the station reads fit and instructions, the inspector the complaint."""
    stay.add("apprehended", 330, late=40, late_reason=ON_ARRIVAL)
    stay.add("force_used", 331, late=44, data=_FORCE)
    stay.add("arrived", 294)
    stay.open(
        288,
        name="Samir Haddad",
        born="1990-11-05",
        reason="suspected of assault",
        foreign_national=True,
        needs_interpreter=True,
    )
    stay.add("interpreter_requested", 286)
    stay.add("interpreter_arrived", 240)
    _told(stay, 236, "العربية")
    stay.add("detention_authorised", 232, reason="to be heard", authorised_by=INSPECTOR)
    stay.add("consulate_waived", 228, signature="signed")
    stay.add("doctor_requested", 226)
    stay.add("notification_requested", 225, whom="brother")
    stay.add("lawyer_waived", 224, signature="signed")
    stay.add("examination_started", 190, by="doctor", data=_ALONE)
    stay.add(
        "injury_recorded",
        182,
        by="doctor",
        statements="Says that he was struck with a stick in the vehicle.",
        findings=with_region(9, "Tramline bruise, 6 by 2 cm, red-blue."),
        observations="Agrees with what he says.",
        consistency="highly",
        indicative=True,
    )
    stay.add(
        "examination_ended",
        170,
        by="doctor",
        fit="fit with conditions",
        instructions="Check every 30 minutes. Painkiller at 20:00.",
        findings="Bruises; no fracture. No other complaint.",
    )
    stay.add("complaint_made", 160, by="doctor", text="He complains of having been struck in the vehicle.")
    stay.add("cell_entered", 158, cell="4", with_adults=False)
    stay.add("checked", 20)
    stay.add("meal_offered", 60)
    return stay


def _a_witness(stay: _Stay) -> _Stay:
    stay.add("attended", 26, told_free_to_leave=True)
    stay.open(24, basis="attendance", name="Ines Corvo", born="1979-09-19", reason="heard as a witness")
    return stay


def _let_go(stay: _Stay) -> _Stay:
    """Held for half a day, and released; he is held again at the other station since."""
    stay.add("apprehended", 800, late=25, late_reason=ON_ARRIVAL)
    stay.add("arrived", 778)
    stay.open(775, name=LET_GO, born=HIS_DAY, reason="suspected of theft")
    _told(stay, 772)
    stay.add("detention_authorised", 768, reason="to be heard", authorised_by=INSPECTOR)
    stay.add("notification_waived", 765, signature="signed")
    stay.add("lawyer_waived", 764, signature="signed")
    stay.add("interview_started", 700, interviewers=["s-1204"], present=[])
    stay.add("interview_ended", 655, signature="signed")
    stay.add("released", 118, signature="signed")
    return stay


def _held_again(stay: _Stay) -> _Stay:
    """Who was let go at the other station less than two hours ago."""
    stay.add("apprehended", 40, by="relief", late=15, late_reason=ON_ARRIVAL)
    stay.add("arrived", 28, by="relief")
    stay.open(25, name=LET_GO, born=HIS_DAY, reason="suspected of theft", by="relief")
    stay.add("rights_informed", 24, by="relief", language="English", in_writing=True)
    return stay


def _at_the_harbour(stay: _Stay) -> _Stay:
    stay.add("apprehended", 95, by="relief", late=25, late_reason=ON_ARRIVAL)
    stay.add("arrived", 75, by="relief")
    stay.open(72, name="Petra Halvorsen", born="1969-01-22", reason="suspected of smuggling", by="relief")
    stay.add("rights_informed", 70, by="relief", language="English", in_writing=True)
    return stay
