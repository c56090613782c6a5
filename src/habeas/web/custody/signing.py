"""The log's own signature, by a signer that remembers what it signed and never contradicts it.

What it remembers lies apart from the register and from the published log, so that neither of the two put
back to an earlier state makes it sign a second head of one size (C2SP tlog-checkpoint).
"""

import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from habeas.durable import put
from habeas.errors import RefusedError
from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.keys import Kind, Signer, Verifier, opened
from habeas.tlog.note import Note, parse_note
from habeas.web.custody.models import Log
from habeas.web.keyring.wrapping import FOLDER, secret


class LogSigner:
    """Signs the heads of one log."""

    def __init__(self, log: Log) -> None:
        self._origin = log.origin
        self._state = Path(settings.DATA) / FOLDER / f"{file_name(log)}.signed"
        self._signer = Signer(log.origin, Kind.ED25519, secret(f"{file_name(log)}.key"))

    @property
    def verifier(self) -> Verifier:
        """The public key: as text, the ``vkey`` that outsiders are given."""
        return self._signer.verifier

    def last(self) -> Note | None:
        """The last head that it signed. Raises ``NotRightError`` where that was changed."""
        if not self._state.exists():
            return None
        note = parse_note(self._state.read_bytes())
        opened(note, [self.verifier])
        return note

    def sign(self, checkpoint: Checkpoint, root_at: Callable[[int], bytes]) -> Note:
        """Sign a head; ``root_at`` gives the root that its tree had at an earlier size.

        Raises ``RefusedError`` (``log-would-fork``) where it does not go on from the last one.
        """
        before = self.last()
        if before is not None:
            last = parse_checkpoint(before.text)
            if checkpoint.size < last.size or root_at(last.size) != last.root:
                raise RefusedError(
                    "log-would-fork",
                    f"the log was signed with {last.size} entries, and this is not how it goes on",
                    advice="habeas register guard says what to do. Nothing was signed.",
                )
            if checkpoint == last:
                return before
        note = Note(str(checkpoint), (self._signer.sign(str(checkpoint)),))
        put(self._state, bytes(note))
        return note


def file_name(log: Log) -> str:
    """A log's name as a file may have it; its number keeps two apart."""
    return f"log-{log.pk}-{re.sub(r'[^A-Za-z0-9.-]+', '-', log.origin)[:80]}"
