"""An insider with the file of the register, every key on the machine and an evening: 26 attacks.

Each is noticed by somebody named, or is written down as what nobody can notice, and why
(``docs/insider.md``, which is held to this). Those who may notice:

- *reader*: who opens the record's page;
- *check*: the register held against itself and its log on the machine (``habeas register guard``);
- *guard*: the ledger as it starts;
- *verifier*: an outsider with the published log and the head that was seen last week;
- *witness*: it cosigned last week, and is asked to cosign today;
- *receipt*: the detained person's lawyer, whose receipt no longer fits the log.
"""

import base64
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from tests.web.custody.conftest import NOON, as_insider, one

from habeas import canonical
from habeas.custody import Keeping, RecordKey
from habeas.errors import HabeasError
from habeas.tlog import witness
from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.keys import Kind, Signer
from habeas.tlog.note import Note, parse_note
from habeas.tlog.policy import Policy
from habeas.tlog.proof import Proof
from habeas.tlog.reading import LogReader
from habeas.tlog.tiles import CHECKPOINT, log_files
from habeas.tlog.tree import consistency_proof, leaf_hash
from habeas.tlog.verifying import verified_head, walk
from habeas.web.custody import projection
from habeas.web.custody.access import read
from habeas.web.custody.checking import faults
from habeas.web.custody.guard import open_ledger
from habeas.web.custody.ledger import Ledger
from habeas.web.custody.models import Entry, Record
from habeas.web.custody.publishing import PublishedLog
from habeas.web.custody.store import sealed_text
from habeas.web.keyring.access import keys_of
from habeas.web.keyring.models import WrappedKey
from habeas.web.keyring.wrapping import secret

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])

DOC = Path(__file__).parents[3] / "docs" / "insider.md"
WITNESS = Signer("watch.example", Kind.ED25519_COSIGNATURE, bytes(range(32)))
SEEN, SIZE, VICTIM = 280, 300, 16
NOBODY = frozenset[str]()


@dataclass
class Scene:
    """A register with 300 entries, and what outsiders hold of it since last week."""

    ledger: Ledger
    published: PublishedLog
    seen: Note
    receipt: Proof
    leaf: bytes
    make: Callable[..., object]
    extra: dict[str, bytes] = field(default_factory=dict)

    @property
    def signer(self) -> Signer:
        return Signer(self.ledger.log.origin, Kind.ED25519, secret(f"{self.published.folder.name}.key"))

    # What the insider can do ----------------------------------------------------------------

    def sql(self, statement: str, *values: object) -> None:
        """Change the file: the triggers and the wall are taken down and put back."""
        as_insider(statement, *values)

    def leaves(self) -> list[bytes]:
        return [bytes(row.leaf) for row in Entry.objects.order_by("number")]

    def rewrite(self, number: int, **changes: object) -> None:
        """Change a leaf as if it had been so from the start, with every leaf of its record after it."""
        row = Entry.objects.get(number=number)
        said = json.loads(bytes(row.leaf)) | changes
        before = self._store(row, said)
        for later in Entry.objects.filter(record_id=row.record_id, seq__gt=row.seq).order_by("seq"):
            before = self._store(later, json.loads(bytes(later.leaf)) | {"prev": before.hex()})

    def _store(self, row: Entry, said: dict[str, object]) -> bytes:
        leaf = canonical.encode(said)  # type: ignore[arg-type]
        self.sql(
            "UPDATE custody_entry SET leaf = %s, leaf_hash = %s, kind = %s, logged_at = %s WHERE number = %s",
            *(leaf, leaf_hash(leaf), said["type"], str(said["logged"]).replace("T", " ").rstrip("Z")),
            row.number,
        )
        return leaf_hash(leaf)

    def drop(self, where: str) -> None:
        """Take entries out, and close the gap."""
        self.sql(f"DELETE FROM custody_entry WHERE {where}")  # noqa: S608 (ours)
        for place, number in enumerate(Entry.objects.order_by("number").values_list("number", flat=True)):
            if place != number:
                self.sql("UPDATE custody_entry SET number = %s WHERE number = %s", place, number)
        projection.rebuild()

    def republish(self, leaves: list[bytes] | None = None) -> None:
        """Write the whole log again from the entries, sign it with the true key, and forget the old head."""
        held = self.leaves() if leaves is None else leaves
        shutil.rmtree(self.published.folder)
        for path, data in log_files(held):
            target = self.published.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        text = str(head_of(held, self.ledger.log.origin))
        signed = bytes(Note(text, (self.signer.sign(text),)))
        (self.published.folder / CHECKPOINT).write_bytes(signed)
        state = self.published.folder.parents[1] / "register-keys" / f"{self.published.folder.name}.signed"
        state.write_bytes(signed)

    # Who notices ------------------------------------------------------------------------------

    def noticed(self) -> frozenset[str]:
        who = {
            "reader": self._reads,
            "check": lambda: [fault.code for fault in faults()],
            "guard": lambda: self._refused(open_ledger),
            "verifier": self._verifies,
            "witness": self._cosigns,
            "receipt": self._still_fits,
        }
        return frozenset(name for name, look in who.items() if look())

    def _refused(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except HabeasError:
            return True
        return False

    def _reads(self) -> bool:
        return any(self._refused(lambda record=record: read(record)) for record in Record.objects.all())

    def _verifies(self) -> bool:
        policy = Policy().of_logs([self.published.signer.verifier])

        def verify() -> None:
            head = verified_head(self.published.fetch, policy, {"last week": self.seen})
            assert sum(walk(head.reader)) == head.judged.checkpoint.size

        return self._refused(verify)

    def _cosigns(self) -> bool:
        """Whether the witness, which knows the head of last week, refuses today's."""
        known = parse_checkpoint(self.seen.text)
        log = witness.WitnessedLog((self.published.signer.verifier,), known)
        note = parse_note(self.published.fetch(CHECKPOINT))
        now = parse_checkpoint(note.text)
        proof: tuple[bytes, ...] = ()
        try:
            if now.size >= known.size:
                reader = LogReader(self.published.fetch, now)
                proof = tuple(consistency_proof(known.size, now.size, reader.subtree))
        except HabeasError:
            return True  # the insider's own files do not hold together
        asked = bytes(witness.Request(known.size, proof, note))
        return witness.answer(asked, {known.origin: log}, [WITNESS], 1).status != 200

    def _still_fits(self) -> bool:
        """Whether the receipt of last week is no longer of this log."""

        def hold() -> None:
            self.receipt.check(leaf_hash(self.leaf), Policy().of_logs([self.published.signer.verifier]))
            reader = self.published.reader()
            assert reader is not None
            held = reader.bundle(self.receipt.index // 256)[self.receipt.index % 256]
            if held != self.leaf:
                raise HabeasError("receipt", "the log has something else in this place")

        return self._refused(hold)


def head_of(leaves: list[bytes], origin: str) -> Checkpoint:
    """The head of a log with these leaves."""
    from habeas.tlog.growing import Growing

    growing = Growing()
    for leaf in leaves:
        for _tile in growing.append(leaf_hash(leaf)):
            pass
    return growing.checkpoint(origin)


@pytest.fixture
def scene(data_folder, event) -> Scene:
    ledger = open_ledger()
    published = PublishedLog(ledger.log)

    def write(first: int, last: int) -> None:
        events = [
            event(
                "record_opened" if number < 10 else "examination_ended" if number % 7 == 3 else "checked",
                record=f"r{number % 10}",
                minutes=number,
                data={"name": f"Invented {number}", "zone": "UTC", "person_ref": f"p{number}"}
                if number < 10
                else {"fit": "fit", "findings": f"none {number}"}
                if number % 7 == 3
                else {"note": f"asleep {number}"},
            )
            for number in range(first, last)
        ]
        for start in range(0, len(events), 10):
            ledger.append([one(*events[start : start + 10])], NOON + timedelta(minutes=first + start + 10))
        published.publish()

    write(0, SEEN)
    seen = published.head()
    receipt = published.proof(VICTIM)
    write(SEEN, SIZE)
    assert seen is not None
    assert receipt is not None
    return Scene(ledger, published, seen, receipt, bytes(Entry.objects.get(number=VICTIM).leaf), event)


def test_while_nobody_attacks_nobody_notices_anything(scene):
    assert scene.noticed() == NOBODY


ATTACKS: dict[str, tuple[Callable[[Scene], None], frozenset[str]]] = {}


def attack(name: str, *noticed: str):
    """Name an attack and who notices it; nobody is said plainly."""

    def keep(act: Callable[[Scene], None]) -> Callable[[Scene], None]:
        ATTACKS[name] = (act, frozenset(noticed))
        return act

    return keep


OUTSIDE = ("verifier", "witness", "receipt")


@attack("Change the kind in the row, and leave the leaf", "check")
def _column(scene):
    scene.sql("UPDATE custody_entry SET kind = 'released' WHERE number = %s", VICTIM)


@attack("Change the leaf, and leave its hash", "check", "reader")
def _leaf_alone(scene):
    leaf = scene.leaf.replace(b'"checked"', b'"released" ')
    scene.sql("UPDATE custody_entry SET leaf = %s WHERE number = %s", leaf, VICTIM)


@attack("Change a leaf and its hash in the file alone", "check", "guard")
def _leaf_and_hash(scene):
    scene.rewrite(VICTIM, by="another-01")


@attack("The same for one of the last entries", "check", "guard")
def _one_of_the_last(scene):
    scene.rewrite(SIZE - 2, by="another-01")


@attack("Rewrite an entry and the whole log, and sign it with the true key", *OUTSIDE)
def _rewrite(scene):
    scene.rewrite(VICTIM, by="another-01")
    scene.republish()


@attack("Move the time at which an entry was logged, and sign it with the true key", "check", *OUTSIDE)
def _backdate(scene):
    scene.rewrite(VICTIM, logged="2026-05-04T11:00:00.000000Z")
    scene.republish()


@attack("Take the last entries out, and sign a shorter log", "verifier", "witness")
def _shorten(scene):
    scene.drop(f"number >= {SEEN - 20}")
    scene.republish()


@attack("Take one entry out of the middle and close the gap", "check", *OUTSIDE)
def _remove_one(scene):
    scene.drop(f"number = {VICTIM}")
    scene.republish()


@attack("Take a whole record out, and sign it with the true key", *OUTSIDE)
def _remove_record(scene):
    scene.drop(f"record_id = 'r{VICTIM % 10}'")
    scene.republish()


@attack("Exchange two entries of a record, and sign it with the true key", "check", *OUTSIDE)
def _exchange(scene):
    other = VICTIM + 10  # of the same record
    for before, after in ((VICTIM, 10_000), (other, VICTIM), (10_000, other)):
        scene.sql("UPDATE custody_entry SET number = %s WHERE number = %s", after, before)
    scene.republish()


@attack("Put an invented entry between two, and sign it with the true key", "check", "guard", *OUTSIDE)
def _insert(scene):
    leaves = scene.leaves()
    leaves.insert(VICTIM, leaves[5].replace(b'"s":1', b'"s":3'))
    scene.republish(leaves)


@attack(
    "Show one log to the witness and another to a reader who remembers",
    "check",
    "verifier",
    "receipt",
    "witness",
)
def _two_faces(scene):
    leaves = scene.leaves()
    leaves[VICTIM] = leaves[VICTIM].replace(b"k4tm-x7qd", b"another01")
    scene.republish(leaves)


@attack("Put back last month's backup of the file", "check", "guard")
def _restore(scene):
    scene.sql("DELETE FROM custody_entry WHERE number >= %s", SEEN - 100)


@attack("Put back last month's backup of everything on the machine", "verifier", "witness")
def _restore_all(scene):
    scene.drop(f"number >= {SEEN - 100}")
    scene.republish()


@attack("Go on from the backup and sign what is longer", *OUTSIDE[:2])
def _restore_and_go_on(scene):
    scene.drop(f"number >= {SEEN - 100}")
    ledger = Ledger(scene.ledger.log)
    for number in range(SEEN - 100, SIZE + 5):
        said = scene.make("checked", record=f"r{number % 10}", minutes=number)
        ledger.append([one(said)], NOON + timedelta(minutes=number + 1))
    scene.republish()


@attack("Show the head of last month again", "verifier", "witness")
def _replay(scene):
    leaves = scene.leaves()[: SEEN - 100]
    text = str(head_of(leaves, scene.ledger.log.origin))
    note = Note(text, (scene.signer.sign(text),))
    for path, data in log_files(leaves):
        (scene.published.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (scene.published.folder / path).write_bytes(data)
    (scene.published.folder / CHECKPOINT).write_bytes(bytes(note))


@attack("Exchange the sealed values of two entries", "check", "reader")
def _exchange_values(scene):
    notes = Entry.objects.filter(kind="checked").order_by("number")
    first, second = notes[0], notes[1]
    for row, other in ((first, second), (second, first)):
        scene.sql("UPDATE custody_entry SET sealed = %s WHERE number = %s", other.sealed, row.number)


@attack("Seal another value with the record's own key", "check", "reader")
def _seal_another(scene):
    row = Entry.objects.filter(kind="checked").first()
    key: RecordKey = keys_of([row.record_id])[row.record_id][Keeping.COMMITTED]
    forged = sealed_text({"note": key.seal(row.event_id, "note", "was never touched")})
    scene.sql("UPDATE custody_entry SET sealed = %s WHERE number = %s", forged, row.number)


@attack("Take a value away", "check")
def _take_value(scene):
    row = Entry.objects.filter(kind="checked").first()
    assert base64.b64decode(json.loads(row.sealed)["note"])
    scene.sql("UPDATE custody_entry SET sealed = '{}' WHERE number = %s", row.number)


@attack("Destroy a record's key without an entry that says so", "check")
def _destroy_key(scene):
    WrappedKey.objects.filter(record_id=f"r{VICTIM % 10}").delete()


@attack("Let the board show a person as released", "check")
def _board(scene):
    Record.objects.filter(record_id="r3").update(ended_by="released", ended_at=NOON)


@attack("Sign with a key of the insider's own", "check", "guard", "verifier", "witness", "receipt")
def _own_key(scene):
    note = parse_note(scene.published.fetch(CHECKPOINT))
    own = Signer(scene.ledger.log.origin, Kind.ED25519, bytes(32))
    (scene.published.folder / CHECKPOINT).write_bytes(bytes(Note(note.text, (own.sign(note.text),))))


@attack("Change a tile that is published", "verifier", "receipt")
def _tile(scene):
    path = scene.published.folder / "tile/entries/000"
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(bytes(data))


@attack("Enter today, with its own late reason, what did not happen")
def _invent(scene):
    said = scene.make("rights_informed", record="r1", minutes=5, data={"late_reason": "forgotten"})
    scene.ledger.append([one(said)], NOON + timedelta(hours=6))
    scene.published.publish()


@attack("Rewrite an entry that no outsider has yet seen a head over")
def _unseen(scene):
    said = scene.make("checked", record="r1", minutes=301)
    scene.ledger.append([one(said)], NOON + timedelta(minutes=302))
    scene.rewrite(SIZE, by="another-01")
    scene.published.publish()


@attack("Never enter it at all")
def _never(scene):
    del scene


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_noticed_by_those_who_are_said_to(scene, name):
    act, expected = ATTACKS[name]
    act(scene)
    noticed = scene.noticed()
    assert noticed == expected


def test_there_are_25_and_the_manual_tells_of_each_who_notices_it():
    assert len(ATTACKS) >= 25
    rows = re.findall(r"^\| ([^|]+?) +\| ([^|]+?) +\| ([^|]*?) +\|$", DOC.read_text("utf-8"), re.MULTILINE)
    told = {name: (who, why) for name, who, why in rows if name != "attack"}
    assert {name: who for name, (who, _why) in told.items()} == {
        name: ", ".join(sorted(noticed)) or "nobody" for name, (_act, noticed) in ATTACKS.items()
    }
    assert all(why for who, why in told.values() if who == "nobody")
