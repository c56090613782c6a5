"""What is on a disk after the power was cut, from a trace of what a program asked of it.

The trace is made by strace. What was written and not yet synced may be there, be lost, or be there in part,
in sectors of 512 bytes; a new name may be there or not until its folder is synced. Nothing else is assumed
of the file system, so that what holds here holds on worse ones.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SECTOR = 512
CALLS = (
    "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2,link,linkat"
)
_LINE = re.compile(r"^(?P<pid>\d+) +(?:<\.\.\. \w+ resumed>(?P<rest>.*)|(?P<call>\w+)\((?P<args>.*))$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FD = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")


def strace() -> str:
    """The program; without it the test is left out, and with ``CI=true`` it fails."""
    found = shutil.which("strace")
    if found is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("strace is not installed: apt-get install strace")
    return str(found)


def traced(program: list[str], trace: Path, *, env: dict[str, str]) -> str:
    """Run a program to its end under strace; what it said."""
    command = [strace(), "-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}", "-o", str(trace)]
    done = subprocess.run(
        [*command, sys.executable, *program], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the program under strace failed: {done.stdout[-500:]}{done.stderr[-2000:]}")
    return done.stdout


@dataclass(frozen=True, slots=True)
class Call:
    """One call that the system answered without a fault: its name, its paths, what it wrote and where."""

    name: str
    path: str
    other: str = ""
    data: bytes = b""
    offset: int = 0
    said: str = ""
    """What the program said on its standard output."""


def calls(trace: Path, below: Path) -> Iterator[Call]:
    """The calls in the order in which they were answered; what was said, in the order in which it began."""
    begun: dict[str, tuple[str, str]] = {}
    for line in trace.read_text("ascii").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        if found["call"]:
            name, args = found["call"], found["args"]
            if name == "write" and args.startswith("1<"):
                yield Call("say", "", said=_text(args).decode())
                continue
            if "<unfinished" in args:
                begun[found["pid"]] = (name, args.partition(" <unfinished")[0])
                continue
        else:
            name, args = begun.pop(found["pid"], ("", ""))
            args += found["rest"] or ""
        if name and not re.search(r"= -1 [A-Z]", args):
            yield from _call(name, args, str(below))


def _call(name: str, args: str, below: str) -> Iterator[Call]:
    texts = [bytes.fromhex(each.replace("\\x", "")) for each in _TEXT.findall(args)]
    at = _FD.match(args)
    path = bytes.fromhex(at[2].replace("\\x", "")).decode() if at else texts[0].decode() if texts else ""
    if not path.startswith(below):
        return
    match name:
        case "pwrite64":
            yield Call("write", path, data=texts[0], offset=int(re.findall(r", (\d+)\) += ", args)[0]))
        case "write":
            yield Call("append", path, data=texts[0])
        case "fsync" | "fdatasync":
            yield Call("sync", path)
        case "ftruncate":
            yield Call("cut", path, offset=int(re.findall(r", (\d+)\) += ", args)[0]))
        case "openat" if "O_CREAT" in args or "O_TRUNC" in args:
            yield Call("create" if "O_TRUNC" not in args else "empty", path)
        case "mkdir":
            yield Call("mkdir", path)
        case "unlink" | "unlinkat":
            yield Call("unlink", path)
        case "rename" | "renameat" | "renameat2" | "link" | "linkat":
            yield Call(name.removesuffix("at").removesuffix("at2"), path, other=texts[1].decode())


def _text(args: str) -> bytes:
    found = _TEXT.search(args)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""


@dataclass(slots=True)
class File:
    """What of a file is sure to be on the disk, and what was asked since."""

    synced: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Offset and bytes; no bytes cut it off there."""
    length: int = 0
    """Where the next ``append`` goes."""

    def sync(self) -> None:
        for offset, data in self.since:
            _apply(self.synced, offset, data)
        self.since.clear()

    def after(self, chance: random.Random) -> bytes:
        """What may be found after a cut."""
        found = bytearray(self.synced)
        for offset, data in self.since:
            fate = chance.random()
            if data is None or fate < 0.4:
                if fate < 0.7:
                    _apply(found, offset, data)
            elif fate < 0.7:
                for place in range(0, len(data), SECTOR):
                    if chance.random() < 0.5:
                        _apply(found, offset + place, data[place : place + SECTOR])
        return bytes(found)


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


class Disk:
    """The files below a folder, as they are asked for and as they are sure."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now: dict[str, File] = {}
        for path in folder.rglob("*"):
            if path.is_file():
                content = bytearray(path.read_bytes())
                self.now[str(path)] = File(content, length=len(content))
        self.sure = dict(self.now)
        self.since: list[tuple[str, str, File | None]] = []
        """Names changed and not yet synced: folder, path, and the file (none: taken away)."""

    def take(self, call: Call) -> None:
        """Do what was asked."""
        if call.name in ("create", "empty", "write", "append", "cut"):
            self._write(call)
        elif call.name in ("unlink", "rename", "link"):
            self._rename(call)
        elif call.name == "sync":
            self._sync(call.path)

    def _write(self, call: Call) -> None:
        file = self.now.get(call.path)
        if file is None:
            file = File()
            self._name(call.path, file)
        match call.name:
            case "write" | "append":
                offset = file.length if call.name == "append" else call.offset
                file.since.append((offset, call.data))
                file.length = max(file.length, offset + len(call.data))
            case "cut" | "empty":
                file.since.append((call.offset, None))
                file.length = call.offset

    def _rename(self, call: Call) -> None:
        file = self.now.get(call.path)
        if file is None:
            return
        if call.name != "unlink":
            self._name(call.other, file)
        if call.name != "link":
            self._name(call.path, None)

    def _sync(self, path: str) -> None:
        if path in self.now:
            self.now[path].sync()
            return
        for folder, name, file in self.since:
            if folder == path:
                _rename(self.sure, name, file)
        self.since = [each for each in self.since if each[0] != path]

    def after(self, chance: random.Random) -> dict[str, bytes]:
        """By name what may be found after a cut now."""
        names = dict(self.sure)
        for _folder, path, file in self.since:
            if chance.random() < 0.5:
                _rename(names, path, file)
        return {str(Path(path).relative_to(self.folder)): file.after(chance) for path, file in names.items()}

    def _name(self, path: str, file: File | None) -> None:
        _rename(self.now, path, file)
        self.since.append((str(Path(path).parent), path, file))


def _rename(names: dict[str, File], path: str, file: File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file
