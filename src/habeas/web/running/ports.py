"""The port of a server: taken before anything else happens, and refused in words. Knows no Django."""

import errno
import socket

from habeas.errors import RefusedError

LOOPBACK = "127.0.0.1"


def open_sockets(host: str, port: int) -> list[socket.socket]:
    """Take the port before anything else happens; refuse in words where it cannot be had.

    ``127.0.0.1`` takes the same port of IPv6's own machine too, so that ``localhost`` is we and
    nobody else. Port 0 takes any that is free.
    """
    first = _bound(host, port)
    if host != LOOPBACK or not socket.has_ipv6:
        return [first]
    try:
        return [first, _bound("::1", first.getsockname()[1])]
    except OSError:  # no IPv6 on this machine
        return [first]
    except RefusedError:
        first.close()
        raise


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(64)
    except OSError as fault:
        listener.close()
        if (refused := _refused(host, port, fault)) is not None:
            raise refused from None
        raise
    return listener


def _refused(host: str, port: int, fault: OSError) -> RefusedError | None:
    if fault.errno == errno.EADDRINUSE:
        return RefusedError(
            "port-taken",
            f"another program answers at port {port} already",
            advice="Stop it, or choose another port with --port (make run: PORT=8123 make run).",
        )
    if fault.errno == errno.EACCES:
        return RefusedError(
            "port-forbidden",
            f"this account may not open port {port}",
            advice="Choose a port of 1024 or more, and let a proxy answer at 443.",
        )
    if isinstance(fault, socket.gaierror):
        return RefusedError("host-unknown", f"no address of this machine is called “{host}”")
    if fault.errno == errno.EADDRNOTAVAIL and host not in (LOOPBACK, "::1"):
        return RefusedError("host-unknown", f"this machine has no address “{host}”")
    return None
