"""Fetch the vendored web assets again, after ``vendor.toml``, or check those that are here.

    python tools/vendor.py            fetch each package with npm and write its files
    python tools/vendor.py --check    compare the files that are here with their hashes

A package comes as npm packs it; its files are kept byte for byte. To move to another
version, change ``version`` in ``vendor.toml``, run this, and put the hashes that it
prints into the file: no hash is ever written unseen.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "src/habeas/web/shell/static/shell/vendor"


def manifest() -> list[dict[str, Any]]:
    """Return the packages: ``name``, ``version``, and ``files`` of ``name``, ``origin``, ``sha256``."""
    read: list[dict[str, Any]] = tomllib.loads((VENDOR / "vendor.toml").read_text("utf-8"))["package"]
    return read


def differing() -> list[str]:
    """Return a line for each file that is missing, changed, or not named in the manifest."""
    named = {file["name"]: file["sha256"] for package in manifest() for file in package["files"]}
    here = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir()}
    here.pop("vendor.toml")
    return [
        f"{name}: {here.get(name, 'missing')}, not {named.get(name, 'in the manifest')}"
        for name in sorted(named.keys() | here.keys())
        if named.get(name) != here.get(name)
    ]


def fetch(package: dict[str, Any]) -> None:
    """Pack one package with npm and write the files that the manifest names."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{package['name']}@{package['version']}"
        call = ["npm", "pack", "--silent", wanted]
        packed = subprocess.run(call, cwd=folder, check=True, capture_output=True, text=True)
        with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
            for file in package["files"]:
                member = archive.extractfile(f"package/{file['origin']}")
                if member is None:
                    raise SystemExit(f"{wanted} holds no file {file['origin']}")
                (VENDOR / file["name"]).write_bytes(member.read())


def main() -> int:
    """Do what the first lines of this file say; ``1`` where a file differs from its hash."""
    parser = argparse.ArgumentParser(description="Fetch or check the vendored web assets.")
    parser.add_argument("--check", action="store_true", help="only compare with the hashes")
    if not parser.parse_args().check:
        for package in manifest():
            fetch(package)
    wrong = differing()
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
