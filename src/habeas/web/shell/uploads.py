"""Pages that take a file: a request that says that it is too large is refused before it is read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from habeas.web.shell.failures import too_large

View = Callable[..., HttpResponse]


def held_to(most: int) -> Callable[[View], View]:
    """Refuse a request of more than ``most`` bytes in words; of any other the token is asked for then."""

    def hold(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            length = request.META.get("CONTENT_LENGTH") or "0"
            if not length.isdecimal() or int(length) > most:
                return too_large().page(request)
            return protected(request, *args, **kwargs)

        return held

    return hold
