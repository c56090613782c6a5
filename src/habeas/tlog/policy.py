"""Whom to believe (C2SP tlog-policy): which logs, which witnesses, and how many of them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from habeas.errors import RefusedError, Where
from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.faults import UnprovenError
from habeas.tlog.keys import Kind, Verified, Verifier, opened, parse_verifier
from habeas.tlog.note import Note
from habeas.tlog.strict import decimal

LARGEST_POLICY = 256 * 1024
MOST_NAMES = 256
"""Of logs, witnesses and groups together; C2SP tlog-policy, Implementation limits, asks for 32 each."""

_NONE = b"none"
_LOG_KINDS = frozenset({Kind.ED25519, Kind.MLDSA44_COSIGNATURE})
_WITNESS_KINDS = frozenset({Kind.ED25519_COSIGNATURE, Kind.MLDSA44_COSIGNATURE})


@dataclass(frozen=True, slots=True)
class Group:
    """Members, of which ``needed`` must have seen a checkpoint. Names are octets, compared as such."""

    needed: int
    members: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A checkpoint that a policy accepts: who signed it for the log, and which witnesses."""

    checkpoint: Checkpoint
    by_log: tuple[Verified, ...]
    by_witnesses: Mapping[bytes, Verified]


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs, witnesses by name, groups by name, and the name that must have seen a checkpoint."""

    logs: tuple[Verifier, ...] = ()
    witnesses: Mapping[bytes, Verifier] = field(default_factory=dict)
    groups: Mapping[bytes, Group] = field(default_factory=dict)
    quorum: bytes | None = None
    addresses: Mapping[bytes, str] = field(default_factory=dict)
    """Where witnesses are asked, by their name, as far as the policy says it."""

    def of_logs(self, logs: Iterable[Verifier]) -> "Policy":
        """The same witnesses for other logs."""
        named = tuple(logs)
        for each in named:
            _hold_kind(each, _LOG_KINDS, "log")
        return replace(self, logs=named)

    def judge(self, note: Note) -> Judged:
        """Accept a signed checkpoint, or raise what it lacks."""
        checkpoint = parse_checkpoint(note.text)
        logs = [each for each in self.logs if each.name == checkpoint.origin]
        if not logs:
            raise UnprovenError(
                "log-unknown",
                f"the checkpoint is of the log “{checkpoint.origin}”, for which you named no key",
                advice="The name in the key has to be that of the log.",
            )
        held = opened(note, (*logs, *self.witnesses.values()))
        by_log = tuple(each for each in held if each.verifier in logs)
        if not by_log:
            raise UnprovenError("log-unsigned", "the log itself has not signed the checkpoint")
        by_key = {each.verifier: each for each in held}
        seen = {name: by_key[key] for name, key in self.witnesses.items() if key in by_key}
        if self.quorum is not None and not self._has_seen(self.quorum, seen):
            named = b", ".join(seen).decode("utf-8", "replace") or "none"
            raise UnprovenError(
                "log-quorum-missing",
                f"too few of the witnesses have signed the checkpoint: {named}",
                advice="Wait for the next checkpoint; if it stays so, ask the witnesses what they saw.",
            )
        return Judged(checkpoint, by_log, seen)

    def _has_seen(self, name: bytes, seen: Mapping[bytes, Verified]) -> bool:
        if name in self.witnesses:
            return name in seen
        group = self.groups[name]
        return sum(self._has_seen(each, seen) for each in group.members) >= group.needed


def parse_policy(data: bytes, file: str = "policy") -> Policy:
    """Read a policy file; ``RefusedError`` with the line where it is none."""
    if len(data) > LARGEST_POLICY:
        raise RefusedError("log-policy-refused", "the policy is too large", where=Where(file))
    reading = _Reading()
    for number, line in enumerate(data.split(b"\n"), 1):
        with _refused(Where(file, number)):
            reading.take(_words(line))
    with _refused(Where(file)):
        return reading.policy()


@contextmanager
def _refused(where: Where) -> Iterator[None]:
    try:
        yield
    except (ValueError, RefusedError) as fault:
        raise RefusedError("log-policy-refused", str(fault), where=where) from fault


def _words(line: bytes) -> list[bytes]:
    """C2SP tlog-policy, Character set and Structure; none for a comment."""
    if any((octet < 0x20 and octet != 0x09) or octet == 0x7F for octet in line):
        raise ValueError("the line has control characters")
    words = [word for word in line.replace(b"\t", b" ").split(b" ") if word]
    return [] if words and words[0].startswith(b"#") else words


class _Reading:
    """What the lines so far have said."""

    def __init__(self) -> None:
        self.logs: list[Verifier] = []
        self.witnesses: dict[bytes, Verifier] = {}
        self.groups: dict[bytes, Group] = {}
        self.addresses: dict[bytes, str] = {}
        self.used: set[bytes] = set()
        self.quorum: bytes | None = None

    def take(self, words: list[bytes]) -> None:
        match words:
            case []:
                return
            case [b"log", vkey] | [b"log", vkey, _]:
                self._log(_verifier(vkey, _LOG_KINDS, "log"))
            case [b"witness", name, vkey, *address] if len(address) < 2:
                self._witness(name, _verifier(vkey, _WITNESS_KINDS, "witness"))
                self.addresses.update((name, each.decode("utf-8")) for each in address)
            case [b"group", name, needed, *members] if members:
                self._group(name, needed, members)
            case [b"quorum", name]:
                self._quorum(name)
            case _:
                raise ValueError("this is no line of a policy")
        if len(self.logs) + len(self.witnesses) + len(self.groups) > MOST_NAMES:
            raise ValueError(f"more than {MOST_NAMES} logs, witnesses and groups")

    def policy(self) -> Policy:
        if self.quorum is None:
            raise ValueError("the policy names no quorum; “quorum none” asks for no witness")
        quorum = None if self.quorum == _NONE else self.quorum
        return Policy(tuple(self.logs), self.witnesses, self.groups, quorum, self.addresses)

    def _log(self, verifier: Verifier) -> None:
        if verifier.public in {each.public for each in self.logs}:
            raise ValueError("the same key stands for two logs")
        self.logs.append(verifier)

    def _witness(self, name: bytes, verifier: Verifier) -> None:
        self._hold_new(name)
        if verifier.public in {each.public for each in self.witnesses.values()}:
            raise ValueError("the same key stands for two witnesses")
        self.witnesses[name] = verifier

    def _group(self, name: bytes, needed: bytes, members: list[bytes]) -> None:
        self._hold_new(name)
        for each in members:
            self._hold_defined(each)
            if each in self.used:
                raise ValueError("a name is a member of two groups, or twice of one")
            self.used.add(each)
        counts = {b"any": 1, b"all": len(members)}
        count = counts.get(needed) or decimal(needed.decode("ascii", "replace"), "number of members needed")
        if not 1 <= count <= len(members):
            raise ValueError("a group needs at least one of its members, and no more than all")
        self.groups[name] = Group(count, tuple(members))

    def _quorum(self, name: bytes) -> None:
        if self.quorum is not None:
            raise ValueError("the policy names two quorums")
        if name != _NONE:
            self._hold_defined(name)
        self.quorum = name

    def _hold_new(self, name: bytes) -> None:
        if name == _NONE or name in self.witnesses or name in self.groups:
            raise ValueError("the name is taken")

    def _hold_defined(self, name: bytes) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise ValueError("the name is not defined before this line")


def _verifier(vkey: bytes, kinds: frozenset[Kind], what: str) -> Verifier:
    verifier = parse_verifier(vkey.decode("utf-8"))
    _hold_kind(verifier, kinds, what)
    return verifier


def _hold_kind(verifier: Verifier, kinds: frozenset[Kind], what: str) -> None:
    if verifier.kind not in kinds:
        raise RefusedError(
            "log-key-refused", f"the key of “{verifier.name}” is of no kind that a {what} signs with"
        )
