"""How long the dossier of a Party takes to open, with fifty dossiers and 5,764 recommendations in the store.

    python benchmarks/dossier_page.py [--seconds N] [--out FILE.json]

A new store is made in a temporary folder: the demo, its dossier of Azerbaijan under fifty names, and
the recommendations of UPR Info from ``../shared/data`` (where the file is not there: made-up rows, and
the table says so). It is served as ``habeas demo`` serves: gunicorn, one process, eight threads, SQLite.

The peers are on the same server, in the same run: a page of help (the same middleware, shell and
templates, and no facts) and a static file (no Django view at all). So the difference between them and
the dossier is what the dossier itself costs, and a slow machine slows all three.

Clients that ask without a pause keep their connection; those that read open a new one for each page,
since the server closes what is idle for five seconds. A request that fails ends the benchmark.

"One" asks again as soon as it is answered. "20 reading" open a page every five seconds each, as people
do. "20 at once" ask without a pause: there the time is mostly the queue. Signed in, the clients are
five people of the demo. A dossier is kept for each until something is written; so in "20 and a writer"
somebody signs in every two seconds, which the journal notes, and nothing kept before is shown again.
That load is printed with the others, and is not held to the aim: nobody writes all day to a dossier
that twenty others open without a pause.
"""

import argparse
import hashlib
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "data" / "upr_info_detention_torture_2008_2014.csv"
DEMO = ROOT / "src/habeas/web/dossier/demo/azerbaijan.toml"
DOSSIERS, ROWS = 50, 5764
PAUSE = 5.0
"""Seconds between two pages of somebody who reads."""
WRITING = 2.0
"""Seconds between two entries in the journal, where somebody writes."""
PEOPLE = ("desk", "head", "leader", "member", "publication")
"""Who signs in: the demo's people who read what is confidential."""
WITH_A_WRITER = "20 and a writer"
AIM = 200
"""Milliseconds at the median: issue 2."""


def fill(data: Path, rows: Path) -> None:
    """Make the store; called in a process of its own, because Django is set up once."""
    from habeas.clock import Edtf
    from habeas.dossier.facts import Klass
    from habeas.dossier.facts import Source as Named
    from habeas.web import entry
    from habeas.web.running.orders import Order

    entry.make_demo(str(data))
    text = DEMO.read_text("utf-8")
    for number in range(1, DOSSIERS + 1):
        copy = data.parent / f"party-{number:02}.toml"
        named = text.replace('name = "Azerbaijan"', f'name = "Measured {number:02}"', 1)
        copy.write_text(re.sub(r'^iso = "AZ"$', f'iso = "X{number:02}"', named, count=1, flags=re.M), "utf-8")
        entry.bring_in(Order(file=copy, form="habeas"), lambda _rows: None)
    source = Named(name="list of UPR Info", address="https://upr-info.org/", date=Edtf.parse("2014"))
    order = Order(file=rows, form="upr-info", klass=Klass.PUBLIC, source=source, make_parties=True)
    entry.bring_in(order, lambda _rows: None)


def made_up(folder: Path) -> Path:
    """A list of the same form and length, where the real one is not here."""
    from habeas.documents.lists.upr_info import HEADINGS

    path = folder / "made-up.csv"
    lines = [",".join(HEADINGS)]
    for number in range(ROWS):
        row = dict.fromkeys(HEADINGS, "")
        row |= {"State Under Review": "Azerbaijan", "Recommendation": f"Made-up recommendation {number}"}
        lines.append(",".join(row.values()))
    path.write_text("\r\n".join(lines), "utf-8")
    return path


@dataclass
class Figure:
    """What one load gave: milliseconds of each answer, and how long it went on."""

    load: str
    page: str
    times: list[float]
    seconds: float

    def row(self) -> dict[str, object]:
        """The figures, times in milliseconds."""
        ordered = sorted(self.times)
        return {
            "load": self.load,
            "page": self.page,
            "answers": len(ordered),
            "median": round(statistics.median(ordered), 1),
            "p95": round(ordered[int(len(ordered) * 0.95)], 1),
            "longest": round(ordered[-1], 1),
            "a second": round(len(ordered) / self.seconds, 1),
        }


class Client:
    """One keep-alive connection, signed in or not."""

    def __init__(self, host: str, port: int, cookies: str) -> None:
        self.connection = http.client.HTTPConnection(host, port, timeout=60)
        self.headers = {"Cookie": cookies, "Accept-Encoding": "identity"}

    def ask(self, path: str) -> float:
        """Return milliseconds from the request to the last byte."""
        begun = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        taken = (time.perf_counter() - begun) * 1000
        if answer.status != 200 or not body:
            raise SystemExit(f"{path} answered {answer.status}")
        return taken


def sign_in(host: str, port: int, name: str) -> str:
    """Sign in as one of the demo's people; return the cookies."""
    connection = http.client.HTTPConnection(host, port, timeout=60)
    connection.request("GET", "/account/sign-in/")
    answer = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode()).group(1)
    jar = cookies_of(answer)
    form = {"csrfmiddlewaretoken": token, "login": name, "password": "you may have the body"}
    headers = {
        "Cookie": written(jar),
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://{host}:{port}/",
    }
    connection.request("POST", "/account/sign-in/", urllib.parse.urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise SystemExit(f"signing in answered {answer.status}")
    return written(jar | cookies_of(answer))


def cookies_of(answer: http.client.HTTPResponse) -> dict[str, str]:
    """The cookies that an answer sets."""
    set_by = (value.split(";")[0].split("=", 1) for value in answer.headers.get_all("Set-Cookie") or [])
    return dict(set_by)  # type: ignore[arg-type]


def written(jar: dict[str, str]) -> str:
    """Cookies as a request sends them."""
    return "; ".join(f"{name}={value}" for name, value in jar.items())


def loaded(
    clients: list[Client],
    path: str,
    *,
    load: str,
    page: str,
    pause: float,
    seconds: float,
    write: Callable[[], object] | None = None,
) -> Figure:
    """Let all clients ask until the time is over; ``write`` is called every two seconds meanwhile."""
    times: list[float] = []
    failed: list[BaseException] = []
    lock = threading.Lock()
    end = time.perf_counter() + seconds

    def go(client: Client, chance: random.Random) -> None:
        time.sleep(chance.uniform(0, pause))
        while time.perf_counter() < end and not failed:
            try:
                taken = client.ask(path)
            except (OSError, http.client.HTTPException, SystemExit) as fault:
                failed.append(fault)
                return
            with lock:
                times.append(taken)
            if pause:
                client.connection.close()  # the next request opens it again
                time.sleep(pause * chance.uniform(0.5, 1.5))

    threads = [
        threading.Thread(target=go, args=(client, random.Random(number)))  # noqa: S311 (pauses)
        for number, client in enumerate(clients)
    ]
    if write:
        threads.append(threading.Thread(target=keep_writing, args=(write, end)))
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(f"{page}, {load}: {failed[0]}")
    return Figure(load, page, times, time.perf_counter() - begun)


def keep_writing(write: Callable[[], object], end: float) -> None:
    """Call ``write`` every two seconds until the clock says ``end``."""
    while time.perf_counter() < end:
        write()
        time.sleep(WRITING)


def memory(pid: int) -> dict[int, int]:
    """Peak resident memory in MiB of a process and of those that it started."""
    found = {}
    for process in [pid, *children(pid)]:
        status = Path(f"/proc/{process}/status").read_text()
        found[process] = int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) // 1024
    return found


def children(pid: int) -> list[int]:
    """Processes that ``pid`` started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def measure(address: str, seconds: float) -> list[dict[str, object]]:
    """Every load on every page."""
    parts = urllib.parse.urlsplit(address)
    host, port = parts.hostname or "localhost", parts.port or 80
    signed_in = [sign_in(host, port, name) for name in PEOPLE]
    pages = {
        "dossier, signed in": ("/dossier/azerbaijan/", signed_in),
        "dossier, public": ("/dossier/azerbaijan/", [""]),
        "peer: page of help": ("/help/what/", signed_in),
        "peer: static file": ("/static/shell/page.css", [""]),
    }
    loads = (("one", 1, 0.0), ("20 reading", 20, PAUSE), ("20 at once", 20, 0.0), (WITH_A_WRITER, 20, 0.0))
    rows = []
    for page, (path, who) in pages.items():
        for load, number, pause in loads:
            if load == WITH_A_WRITER and not page.startswith("dossier"):
                continue
            write = partial(sign_in, host, port, PEOPLE[0]) if load == WITH_A_WRITER else None
            clients = [Client(host, port, who[each % len(who)]) for each in range(number)]
            for client in clients[:5]:
                client.ask(path)
            figure = loaded(clients, path, load=load, page=page, pause=pause, seconds=seconds, write=write)
            rows.append(figure.row())
            print(
                "{load:<15} {page:<20} {answers:>6} {median:>9} {p95:>9} {longest:>9} {a second:>9}".format(
                    **rows[-1]
                )
            )
    return rows


def main() -> int:
    """Make, serve, measure, tell; status 1 where the dossier is over its aim."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=15.0, help="of each load (15)")
    parser.add_argument("--out", metavar="FILE", help="write the figures as JSON too")
    parser.add_argument("--fill", nargs=2, metavar=("DATA", "ROWS"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.fill:
        fill(Path(args.fill[0]), Path(args.fill[1]))
        return 0
    with tempfile.TemporaryDirectory(prefix="habeas-bench-") as folder:
        return told(Path(folder), args.seconds, args.out)


def told(folder: Path, seconds: float, out: str | None) -> int:
    """Measure in ``folder`` and print."""
    data = folder / "demo"
    environment = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    rows = REAL if REAL.exists() else made_up(folder)
    begun = time.perf_counter()
    subprocess.run([sys.executable, __file__, "--fill", str(data), str(rows)], env=environment, check=True)
    kind, size = "real" if rows == REAL else "MADE-UP", (data / "habeas.sqlite3").stat().st_size // 2**20
    taken = time.perf_counter() - begun
    print(f"store: {DOSSIERS} dossiers and {ROWS} {kind} recommendations, {size} MiB, made in {taken:.0f} s")
    command = [sys.executable, "-m", "habeas", "demo", "--data", str(data), "--port", "0", "--json"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        address = json.loads(server.stdout.readline())["address"]
        print("load            page                 answers    median       p95   longest  a second   (ms)")
        figures = measure(address, seconds)
        used = memory(server.pid)
    finally:
        server.terminate()
        server.wait(30)
    print(f"peak memory, MiB: {', '.join(map(str, used.values()))} (server, then what it started)")
    if out:
        made = {"schema": "habeas/figures/1", "rows": hashlib.sha256(rows.read_bytes()).hexdigest()}
        Path(out).write_text(
            json.dumps({**made, "figures": figures, "memory": list(used.values())}, indent=2)
        )
    slow = [
        row
        for row in figures
        if str(row["page"]).startswith("dossier")
        and row["load"] != WITH_A_WRITER
        and float(str(row["median"])) > AIM
    ]
    for row in slow:
        print(f"over the aim of {AIM} ms: {row['page']}, {row['load']}: {row['median']} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
