"""Events and records as hypothesis draws them."""

import string
from datetime import UTC, datetime

from hypothesis import strategies as st

from habeas.custody import Event, Record, kinds
from habeas.custody.events import SOURCES

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.text(LETTERS, min_size=1, max_size=20).filter(str.strip)
NAMES = st.builds(
    str.__add__,
    st.sampled_from(string.ascii_letters + string.digits),
    st.text(string.ascii_letters + string.digits + "._:-", max_size=12),
)
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
IDS = st.uuids().map(str)
BOOLS = st.none() | st.booleans()
NFC = TEXTS.map(lambda text: text.encode("ascii", "ignore").decode() or "é")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | NFC,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NFC, inner, max_size=3),
    max_leaves=6,
)

EVENTS = st.builds(
    Event,
    record_id=NAMES,
    event_id=IDS,
    kind=st.sampled_from([each for each in kinds() if each != "annulled"]) | st.just("x_tea"),
    occurred_at=st.none() | INSTANTS,
    recorded_at=INSTANTS,
    seq=st.none() | st.integers(1, 2**53),
    logged_at=st.none() | INSTANTS,
    source=st.none() | st.sampled_from(sorted(SOURCES)),
    page=st.none() | TEXTS | st.sampled_from(["=1+1", "'=1", "''@x", "-3", "\t7", "“é”, \r\nnext", '"']),
    establishment_id=st.none() | NAMES,
    actor_id=st.none() | NAMES,
    device_id=st.none() | NAMES,
    span_id=st.none() | NAMES,
    corrects=st.none() | IDS,
    data=st.dictionaries(NFC.map(lambda name: f"of a site {name}"), JSON, max_size=3),
)
RECORDS = st.builds(
    Record,
    record_id=TEXTS,
    person_ref=st.none() | TEXTS,
    establishment_id=st.none() | TEXTS,
    establishment_type=st.none() | st.sampled_from(["police_station", "prison"]),
    jurisdiction=st.none() | TEXTS,
    zone=st.sampled_from([None, "UTC", "Asia/Baku"]),
    basis=st.none() | st.sampled_from(["criminal", "attendance"]),
    juvenile=BOOLS,
    foreign_national=BOOLS,
    vulnerable=BOOLS,
    needs_interpreter=BOOLS,
    sex=st.none() | TEXTS,
)
