"""Somebody at the desk: fills in the forms as they come, and signs."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from selectolax.lexbor import LexborHTMLParser
from tests.web.custodydesk.conftest import PINS

from habeas.web.custodydesk.times import TYPED, local


def filled(client: Any, path: str) -> dict[str, str]:
    """What the form at a path proposes, as a browser would send it."""
    page = LexborHTMLParser(client.get(path).content.decode())
    said: dict[str, str] = {}
    form = next(form for form in page.css("main form") if form.css_first("input[name=csrfmiddlewaretoken]"))
    for one in form.css("input[name]"):
        if one.attributes.get("type") not in ("radio", "checkbox") or "checked" in one.attributes:
            said[one.attributes["name"] or ""] = one.attributes.get("value") or ""
    for one in form.css("textarea[name]"):
        said[one.attributes["name"] or ""] = one.text().strip()
    for one in form.css("select[name]"):
        chosen = one.css_first("option[selected]") or one.css_first("option")
        said[one.attributes["name"] or ""] = (chosen.attributes.get("value") or "") if chosen else ""
    return said


def send(client: Any, path: str, *, pin: str = PINS["clara"], **given: Any) -> Any:
    """Send the form at a path with these values and a PIN."""
    return client.post(path, filled(client, path) | {"pin_code": pin} | given)


def opened(client: Any, station: str = "north", **given: Any) -> str:
    """Open a record; the address of its page."""
    said = {"name": "Tomas Brink", "born": "1991-03-04", "reason": "theft", **given}
    answer = send(client, f"/custody/at/{station}/open/", **said)
    assert answer.status_code == 302, problems(answer)
    return str(answer["Location"])


def enter(client: Any, record: str, kind: str, **given: Any) -> str:
    """Make an entry; the page of the record after it."""
    answer = send(client, f"{record}enter/{kind}/", **given)
    assert answer.status_code == 302, problems(answer)
    return str(client.get(record).content.decode())


def problems(answer: Any) -> str:
    """What an answer says is wrong."""
    summary = LexborHTMLParser(answer.content.decode()).css_first(".error-summary")
    return re.sub(r"\s+", " ", summary.text()) if summary else f"{answer.status_code}"


def at(zone: str, **ago: float) -> str:
    """A time ago as somebody types it off the station's clock."""
    return local(datetime.now(UTC) - timedelta(**ago), zone).strftime(TYPED)
