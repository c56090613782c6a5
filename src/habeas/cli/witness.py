"""``habeas witness``: a witness of other people's logs, run by whoever watches them (C2SP tlog-witness).

It signs that a log only grew since it last looked, and refuses one that was rewritten, even with the true
key. It learns sizes and hashes, and nothing of what is in a log. Needs no database and no Django.
"""

import argparse
import json
import secrets
import signal
import socket
from pathlib import Path
from typing import NoReturn

from habeas.cli.saying import note, say
from habeas.cli.serve import port
from habeas.cli.witness_server import CALL, Server, Witness
from habeas.cli.witness_state import State, new_keys, opened_state, own_keys
from habeas.errors import RefusedError, Where
from habeas.tlog.keys import Kind, Signer
from habeas.tlog.note import is_key_name
from habeas.tlog.policy import LARGEST_POLICY, Policy, parse_policy
from habeas.web.running.ports import LOOPBACK, open_sockets

HELP = "run a witness: cosign logs that only grow, and refuse one that was rewritten"
EXAMPLE = "habeas witness --state /srv/witness --policy north.policy --port 8400"
SCHEMA = "habeas/witness/1"
_LONGEST_NAME = 255


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "--state", metavar="DIR", required=True, help="the folder that holds the key and what was cosigned"
    )
    parser.add_argument("--policy", metavar="FILE", help="names the logs to be watched (C2SP tlog-policy)")
    parser.add_argument(
        "--new-key", metavar="NAME", help="make the key of a new witness, say its public part, and end"
    )
    parser.add_argument(
        "--ml-dsa-44",
        action="store_true",
        help="with --new-key: a second key, for the day of quantum computers",
    )
    parser.add_argument(
        "--port", type=port, default=8400, metavar="N", help="the port (8400; 0 takes any free one)"
    )
    parser.add_argument(
        "--host",
        default=LOOPBACK,
        help="the address to answer at (127.0.0.1: this machine only)",
    )


def run(args: argparse.Namespace) -> int:
    """Make a key, or answer until told to end."""
    folder = Path(args.state)
    if args.new_key is not None:
        return _new_key(folder, args)
    signers = own_keys(folder)
    policy = _policy(args.policy)
    with opened_state(folder, signers, policy.logs) as state:
        listeners = open_sockets(args.host, args.port)
        for extra in listeners[1:]:
            extra.close()
        _say_start(state, signers, listeners[0], as_json=args.json)
        _serve(Server(listeners[0], Witness(state, signers, note)))
    return 0


def _new_key(folder: Path, args: argparse.Namespace) -> int:
    name = args.new_key
    if not is_key_name(name) or len(name.encode()) > _LONGEST_NAME:
        raise RefusedError(
            "call-refused",
            "a key needs a name without spaces and plus signs, of 255 bytes at most",
            advice="Take one that is yours, as in mechanism.example/w1.",
        )
    kinds = [Kind.ED25519_COSIGNATURE, *([Kind.MLDSA44_COSIGNATURE] if args.ml_dsa_44 else [])]
    signers = [Signer(name, kind, secrets.token_bytes(32)) for kind in kinds]
    new_keys(folder, signers)
    vkeys = [str(signer.verifier) for signer in signers]
    print(json.dumps({"schema": SCHEMA, "vkeys": vkeys}) if args.json else "\n".join(vkeys))
    return 0


def _policy(name: str | None) -> Policy:
    if name is None:
        raise RefusedError(
            "call-refused", "no policy names the logs to be watched", advice="Add --policy FILE."
        )
    with Path(name).open("rb") as file:
        policy = parse_policy(file.read(LARGEST_POLICY + 1), name)
    if not policy.logs:
        raise RefusedError("log-policy-refused", "the policy names no log", where=Where(name))
    return policy


def _say_start(state: State, signers: tuple[Signer, ...], listener: socket.socket, *, as_json: bool) -> None:
    host, number = listener.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{number}/"
    heads = {origin: state.head(origin) for origin in state.logs}
    sizes = {origin: None if head is None else head.size for origin, head in heads.items()}
    vkeys = [str(signer.verifier) for signer in signers]
    if as_json:
        say(json.dumps({"schema": SCHEMA, "address": address, "vkeys": vkeys, "logs": sizes}))
        return
    for vkey in vkeys:
        print(vkey)
    for origin, size in sizes.items():
        print(f"{origin}: {'not seen yet' if size is None else f'{size} entries'}")
    say(f"answers at {address}{CALL} (Ctrl-C ends it)")


def _serve(server: Server) -> None:
    """Until told to end; what was asked before is answered, and what was cosigned is on the disk anyhow."""

    def end(*_what: object) -> NoReturn:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        note("ended")
    finally:
        server.server_close()
