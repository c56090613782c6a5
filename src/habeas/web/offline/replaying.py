"""A queue holds forms as they were filled in: each is read by its form of the desk, and written as there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from habeas.custody.exchange.strict_json import object_of
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.custody.access import events_standing
from habeas.web.custodydesk import actions as desk
from habeas.web.custodydesk.actions import Signed
from habeas.web.custodydesk.entering import open_spans
from habeas.web.custodydesk.forms import SEALED, EntryForm, OpenForm, SignedForm
from habeas.web.custodydesk.injury import InjuryForm
from habeas.web.custodydesk.kinds import FIELDS_OF_HEALTH, fields_for, may_write
from habeas.web.offline.forms import RECORD_ID, SECRET, LineForm
from habeas.web.outages.access import Held
from habeas.web.outages.spans import with_spans
from habeas.web.people.access import Reader, may, reader_of
from habeas.web.people.roles import Capability
from habeas.web.shell.marks import own_words
from habeas.web.stations.models import Hand, Station

LINE, OPEN, ENTER = "line", "open", "enter"
"""The forms that are queued: a line, a record opened, and an entry whose page was open when it was sent."""
OF_A_LINE = ("record_id", "kind", "event_id", "occurred_at", "span_id", "data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it was filled in on the machine."""

    form: str
    record_id: str
    kind: str
    fields: QueryDict


def filled_from(opened: bytes, event_id: str) -> Filled:
    """Read what was under the seal. Raises ``RefusedError`` (``queue-content-broken``)."""
    try:
        said = object_of(opened.decode())
        fields = QueryDict(mutable=True)
        for name, value in said["fields"]:
            fields.appendlist(str(name), str(value))
        record_id, kind = str(said.get("record", "")), str(said.get("kind", ""))
    except (ValueError, KeyError, TypeError):
        raise _broken() from None
    fields["event_id"] = event_id
    if said["form"] == OPEN and RECORD_ID.fullmatch(record_id):
        fields["record_id"], kind = record_id, ""
    elif said["form"] == LINE:
        fields["record"], kind = record_id, fields.get("kind", "")
    elif said["form"] != ENTER:
        raise _broken()
    return Filled(form=said["form"], record_id=record_id, kind=kind, fields=fields)


def without_pin(opened: bytes) -> bytes:
    """The same without what was typed to sign it: a PIN that was wrong is nearly one that is right."""
    said = object_of(opened.decode())
    said["fields"] = [pair for pair in said["fields"] if pair[0] not in SECRET]
    return json.dumps(said).encode()


def signer_of(filled: Filled, hands: Iterable[Hand]) -> str:
    """The pseudonym of who is named as signing, by sign-in name or as the form of the desk names them."""
    name = filled.fields.get("who", "").strip().lower()
    if name:
        return next((one.actor_id for one in hands if one.user.username == name), "")
    return filled.fields.get("signer", "")


def bound(
    filled: Filled,
    *,
    station: Station,
    hands: list[Hand],
    reader: Reader,
    at: datetime,
    held: Mapping[str, Held],
) -> SignedForm:
    """The form with what was filled in. ``at`` is when it was, by the clock of the machine."""
    said: dict[str, Any] = {"station": station, "hands": hands, "own": None, "now": at}
    if filled.form == OPEN:
        return OpenForm(filled.fields, **said)
    if filled.form == LINE:
        return LineForm(filled.fields, **said)
    signer = next((one for one in hands if one.actor_id == signer_of(filled, hands)), None)
    writer = reader if signer is None else reader_of(signer.user)
    if not may_write(writer, filled.kind):
        raise _no_signer()
    standing = held[filled.record_id].standing if filled.record_id in held else ()
    spans = open_spans(standing, filled.kind, station.zone)
    make = InjuryForm if filled.kind == "injury_recorded" else EntryForm
    form = make(filled.fields, kind=filled.kind, names=fields_for(writer, filled.kind), spans=spans, **said)
    of_health = (f"{SEALED}{name}" for kind, name in FIELDS_OF_HEALTH if kind == filled.kind)
    if any(filled.fields.get(name) and name not in form.fields for name in of_health):
        raise _no_signer()  # who does not read the findings does not write the entry without them
    return form


def hold(form: SignedForm) -> None:
    """Hold what was filled in, who signs it aside. Raises ``RefusedError`` (``queue-content-refused``)."""
    wrong = [name for name in form.errors if name not in SECRET]
    if wrong:
        raise RefusedError("queue-content-refused", N_("As the form was filled in, it cannot be written."))


def write(filled: Filled, form: SignedForm, signed: Signed, held: Mapping[str, Held]) -> None:
    """Write it as the desk does; what stands already, because it was sent before, is not written twice.

    Raises ``RefusedError`` (``signer-unknown``, ``record-missing``, or what desk and register refuse).
    """
    if isinstance(form, OpenForm):
        if not may(reader_of(signed.hand.user), Capability.KEEP_REGISTER):
            raise _no_signer()
        if not _stands(filled, "record_opened", form):
            desk.open_record(signed, form.cleaned_data, form.particulars())
        return
    if filled.record_id not in held:
        raise RefusedError("record-missing", N_("Its record is not open, or the person left long ago."))
    if not _stands(filled, filled.kind, form):
        desk.enter(signed, filled.record_id, _columns(filled, form, held))


def _columns(filled: Filled, form: SignedForm, held: Mapping[str, Held]) -> Mapping[str, Any]:
    if isinstance(form, EntryForm):
        return form.columns()
    given = form.cleaned_data
    signature = {"signature": given["signature"]} if given["signature"] else {}
    line = {
        "line": 1,
        "when": given["at"],
        "record_id": filled.record_id,
        "kind": given["kind"],
        "event_id": str(given["event_id"]),
        "occurred_at": given["at"].isoformat(),
        "data": {**given["said"], **signature},
    }
    [spanned] = with_spans([line], held)
    return {name: spanned[name] for name in OF_A_LINE}


def _stands(filled: Filled, kind: str, form: SignedForm) -> bool:
    found = events_standing(filled.record_id, [str(form.cleaned_data["event_id"])])
    at = form.cleaned_data.get("at")
    return any(one.kind == kind and (at is None or one.occurred_at == at) for one in found)


def shown(form: SignedForm) -> list[tuple[str, str]]:
    """What was filled in, for who is to sign it: label and words, without the PIN."""
    found = []
    for bound_field in form.visible_fields():
        value = bound_field.value()
        if bound_field.name in (*SECRET, "record") or value in (None, "", []):
            continue
        if bound_field.name.startswith(SEALED):  # what the station does not read, it does not read here
            found.append((str(bound_field.label), _("sealed")))
            continue
        choices = dict(getattr(bound_field.field, "choices", ()))
        values = value if isinstance(value, list) else [value]
        words = own_words().listed(str(choices.get(one, one)) for one in values)
        if isinstance(bound_field.field, forms.DateTimeField):
            words = words.replace("T", " ")
        found.append((str(bound_field.label), words))
    return found


def _no_signer() -> RefusedError:
    return RefusedError("signer-unknown", N_("Only who is posted here and may make this entry signs it."))


def _broken() -> RefusedError:
    return RefusedError("queue-content-broken", N_("What is in it cannot be read."))
