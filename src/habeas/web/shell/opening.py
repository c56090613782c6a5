"""The mark of a view that is open to everybody, signed in or not.

What is not marked is closed: ``people`` refuses it. The shell lies below ``people``, so it marks its
own pages by the attribute that is looked for there.
"""

from collections.abc import Callable
from typing import ParamSpec

from django.http import HttpResponse

P = ParamSpec("P")


def opened(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Mark a view as open."""
    view.door = "open"  # type: ignore[attr-defined]
    return view
