"""Why an entry of a queue was not written at once, in words."""

from django.utils.translation import gettext as _

from habeas.language import N_

_WHY = {
    "pin-wrong": N_("The PIN was wrong."),
    "pin-locked": N_("Too many wrong PINs had been given."),
    "pin-unset": N_("This person has no PIN yet."),
    "signer-unknown": N_("Nobody who may make this entry here has this sign-in name or badge."),
    "record-missing": N_("Its record is not open, or the person left long ago."),
    "record-erased": N_("Its record was erased."),
    "queue-machine-withdrawn": N_("The machine was withdrawn before this came from it."),
    "queue-chain-broken": N_("It does not follow on the entry before it: somebody changed the queue."),
    "queue-content-refused": N_("As the form was filled in, it cannot be written."),
    "queue-content-broken": N_("What is in it cannot be read."),
    "event-before-it-happened": N_("By the clock of the register it has not happened yet."),
}
"""By code; another is told by itself."""


def why_waiting(code: str) -> str:
    """The words for a code."""
    return _(_WHY[code]) if code in _WHY else code
