"""One web process with threads, and two job workers that end with it: for short jobs, and for long ones."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import socket
from typing import Any

from django.conf import settings
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections, reset_queries
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from habeas.errors import RefusedError
from habeas.web.running import register
from habeas.web.running.housekeeping import housekeeping
from habeas.web.running.ports import LOOPBACK
from habeas.web.running.reminding import reminding
from habeas.web.running.staying import Staying
from habeas.web.search import jobs
from habeas.web.shell.log_lines import Plain
from habeas.web.shell.planning import QUEUES, plan
from habeas.web.threads.jobs import read_sense

PATIENCE = 10
"""Seconds that the job workers have to finish what they are at."""


def address_of(listeners: Sequence[socket]) -> str:
    """The address to open; by the name ``localhost`` on the own machine, as passkeys need it."""
    host, port = listeners[0].getsockname()[:2]
    scheme = "https" if settings.SECURE else "http"
    name = "localhost" if host in (LOOPBACK, "::1") else f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}:{port}/"


def serve(listeners: Sequence[socket], *, ready: Callable[[str], None]) -> None:
    """Serve until told to end (Ctrl-C, SIGTERM); the job workers are started with it and ended with it.

    ``ready`` is told the address once it answers.
    """
    address = address_of(listeners)
    settings.STATIC_ROOT.mkdir(mode=0o700, exist_ok=True)  # what serves static files misses it otherwise
    application = get_wsgi_application()  # first: what is wrong in it is said before anything starts
    # Every address is known by now, and what answers it is loaded: else the first who ask wait for it.
    get_resolver().url_patterns  # noqa: B018 (reading it loads them)
    _look_after_connections_once()
    plan(housekeeping)
    plan(reminding)
    jobs.wake()
    if settings.SENSE:
        plan(read_sense)
    connections.close_all()  # no process uses a connection that another opened
    workers = _start_workers()
    _leave_out_what_stays()
    try:
        _Server(application, listeners, lambda: ready(address)).run()
    except SystemExit as end:
        if end.code:
            raise RefusedError(
                "server-stopped", "the web server stopped by itself", advice="Its own lines stand above."
            ) from None
    finally:
        _end(workers)


def _look_after_connections_once() -> None:
    """Leave the end of a request to look after connections: Django does it at the beginning too.

    What it finds at the beginning it left at the end of the one before, in the same thread, and whether a
    connection still answers is asked where it is used. The queries that it forgets are kept nowhere here.
    Both together took a tenth of what the application takes to answer a machine.
    """
    request_started.disconnect(close_old_connections)
    request_started.disconnect(reset_queries)


def _leave_out_what_stays() -> None:
    """Look for cycles in what requests make, and no more in what was loaded for good.

    To go through all of that holds up every thread for 0.1 to 0.3 seconds, every few thousand requests: those
    were the slowest answers to machines, all at the same moment.
    """
    gc.collect()
    gc.freeze()


class QuietLogger(Logger):
    """The server's own lines: what went wrong and where, never what was asked for."""

    def setup(self, cfg: Any) -> None:
        """Write every line by our formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Plain(self.error_fmt, self.datefmt))

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Leave the arguments out: they are method and address of the request."""
        self.error_log.exception(msg if isinstance(msg, str) and not args else "It failed.", **kwargs)


class _Server(BaseApplication):
    """gunicorn, given sockets that are open already."""

    def __init__(self, application: Any, listeners: Sequence[socket], when_ready: Callable[[], None]) -> None:
        self._application = application
        self._options = {
            "bind": [f"fd://{listener.detach()}" for listener in listeners],
            "worker_class": Staying,
            "workers": 1,  # group commit and the writer's lock live in one process
            "threads": 32,  # each waits for its commit, which takes in all that wait
            "timeout": 120,
            "graceful_timeout": PATIENCE,
            "keepalive": 5,
            "loglevel": "error",  # its warnings quote what was sent, and from which address
            "accesslog": None,  # addresses and what was read are nobody's business
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            "when_ready": lambda _server: when_ready(),
            "post_worker_init": lambda _worker: register.open_register(),
            "worker_exit": lambda _server, _worker: register.close_register(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Set the options; nothing is read from the environment or a file."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made before the process divided."""
        return self._application


def _start_workers() -> "subprocess.Popen[bytes]":
    """Start the first, from which the others divide; all are of one group."""
    # Never from the folder that we were called in (-P). In a session of their own: Ctrl-C reaches us
    # alone, and we end them. Their standard input ends when we do, however that comes about.
    return subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-P", "-m", "habeas.web.running.worker", *QUEUES],
        stdin=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "HABEAS_DATA": str(settings.DATA)},
    )


def _end(workers: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(workers.pid, signal.SIGTERM)  # once: a second would break off the job that one is at
    try:
        workers.wait(PATIENCE)  # the first waits for the others
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(workers.pid, signal.SIGKILL)
        workers.wait()
    if workers.stdin is not None:
        workers.stdin.close()
