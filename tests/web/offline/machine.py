"""A browser that queues, as the server sees it: seals by the library, signs as WebCrypto does."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.web.custodydesk.conftest import PINS
from tests.web.custodydesk.walk import at

from habeas import canonical
from habeas.custody import new_event_id
from habeas.custody.events import written
from habeas.web.offline.sealing import SUITE, about, public_key
from habeas.web.rows import new_public_id


def server_key() -> ec.EllipticCurvePublicKey:
    """What a browser seals to."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(public_key()))


class Machine:
    """One queue: a key, and what is numbered and chained."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.device, self.last, self.next = "", "", 1
        self.slow = timedelta()
        """By how much its clock is behind."""

    @property
    def public_key(self) -> str:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex()

    def sign(self, body: str) -> dict[str, str]:
        r, s = utils.decode_dss_signature(self.key.sign(body.encode(), ec.ECDSA(SHA256())))
        return {"body": body, "signature": (r.to_bytes(32) + s.to_bytes(32)).hex()}

    def queue(
        self, filled: dict[str, Any], *, ago: timedelta = timedelta(), event_id: str = ""
    ) -> dict[str, str]:
        """One entry more, made some time ago."""
        when = datetime.now(UTC) - ago - self.slow
        event_id = event_id or new_event_id(when)
        sealed = SUITE.encrypt(json.dumps(filled).encode(), server_key(), about(self.device, event_id))
        body = {
            "at": written(when),
            "device": self.device,
            "id": event_id,
            "n": self.next,
            "previous": self.last,
            "sealed": base64.b64encode(sealed).decode(),
            "v": 1,
        }
        text = canonical.encode(body).decode()
        self.last, self.next = hashlib.sha256(text.encode()).hexdigest(), self.next + 1
        return self.sign(text)

    def line(
        self, record: str, kind: str, *, ago: timedelta = timedelta(), pin: str = PINS["clara"], **given: str
    ) -> dict[str, str]:
        """A line of the page without network."""
        fields = {
            "kind": kind,
            "at": at("Asia/Baku", seconds=ago.total_seconds()),
            "what": "",
            "signature": "",
            "who": "clara",
            "pin_code": pin,
            **given,
        }
        return self.queue({"form": "line", "record": record, "fields": list(fields.items())}, ago=ago)

    def opening(
        self, *, ago: timedelta = timedelta(), pin: str = PINS["clara"], record: str = "", **given: str
    ) -> tuple[str, dict[str, str]]:
        """A record opened on that page; its id, and the entry."""
        record = record or new_public_id()
        fields = {
            "name": "Tomas Brink",
            "basis": "criminal",
            "arrived": at("Asia/Baku", seconds=ago.total_seconds()),
            "who": "clara",
            "pin_code": pin,
            **given,
        }
        filled = {"form": "open", "record": record, "fields": list(fields.items())}
        return record, self.queue(filled, ago=ago)


def deliver(
    client: Any, *items: dict[str, str], station: str = "north", slow: timedelta = timedelta(), **more: Any
) -> Any:
    """Send what waits."""
    said = {"items": list(items), "sent_at": written(datetime.now(UTC) - slow), **more}
    return client.post(
        f"/custody/without-network/{station}/deliver/", json.dumps(said), content_type="application/json"
    )


def states(answer: Any) -> list[tuple[int, str, str]]:
    """What became of each."""
    assert answer.status_code == 200, answer.content
    return [(one["n"], one["state"], one["why"]) for one in answer.json()["answers"]]
