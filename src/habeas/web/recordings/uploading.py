"""A file on its way from a browser to the disk, in pieces, and to nowhere else."""

import errno
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from habeas.errors import HabeasError, RefusedError
from habeas.language import N_
from habeas.web.custody.kept import Arriving, room

BESIDE = 1_000_000
"""Bytes of a request beside its file, at most."""
LOOK_EVERY = 64 * 2**20
"""Bytes after which it is looked again how much is free."""
LEFT_FREE = 2**30
"""Bytes that a recording leaves free: a full disk stops every entry of the register."""


def hold_size(request: HttpRequest) -> None:
    """Refuse a request by the length that it declares, before a byte of it is read.

    Raises ``RefusedError`` (``recording-too-large``, ``recording-no-room``).
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > settings.LARGEST_RECORDING + BESIDE:
        raise RefusedError(
            "recording-too-large",
            N_("The file is larger than this register takes. Nothing was kept."),
            advice=N_("Keep it elsewhere, and say where."),
        )
    if int(length) + LEFT_FREE > room():
        raise _no_room()


class RecordingHandler(FileUploadHandler):
    """Seals the one file of a form as it comes. Whoever makes it calls ``drop`` in the end.

    The name and the type that the browser gives are not looked at.
    """

    def __init__(self, request: HttpRequest, record_id: str) -> None:
        super().__init__(request)
        self._record_id, self._looked = record_id, 0
        self.arriving: Arriving | None = None
        self.refused: HabeasError | None = None

    def new_file(self, field_name: str, *_args: Any, **_kwargs: Any) -> None:
        """Begin; a second file is passed over."""
        if field_name != "file" or self.arriving is not None:
            raise SkipFile
        try:
            self.arriving = Arriving(self._record_id)
        except HabeasError as refused:
            self._stop(refused)
        except OSError as fault:
            self._stop(_fault_of(fault))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next piece, and keep nothing of it in memory; others may be filling the disk meanwhile."""
        if start >= self._looked + LOOK_EVERY:
            self._looked = start
            if room() < LEFT_FREE:
                self._stop(_no_room())
        try:
            if self.arriving is not None:
                self.arriving.take(raw_data)
        except OSError as fault:
            self._stop(_fault_of(fault))

    def file_complete(self, file_size: int) -> None:
        """Give no file to the form: it is on the disk."""

    def drop(self) -> None:
        """Leave nothing of what was not kept."""
        if self.arriving is not None:
            self.arriving.drop()

    def _stop(self, refused: HabeasError) -> None:
        self.refused = refused
        raise StopUpload(connection_reset=True) from refused


def _fault_of(fault: OSError) -> RefusedError:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return _no_room()
    return RefusedError("recording-not-written", N_("The disk did not take the file. Nothing was kept."))


def _no_room() -> RefusedError:
    return RefusedError(
        "recording-no-room",
        N_("There is too little room on the disk for this file. Nothing was kept."),
        advice=N_("Keep it elsewhere and say where, or tell who runs this machine."),
    )
