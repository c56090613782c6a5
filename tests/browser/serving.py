"""Serve the demo as ``habeas demo`` does, and say in each answer who answers and of which templates.

    python -m tests.browser.serving DATA TOKEN

Prints the address once it answers. The product knows nothing of this: what is added is added here.
"""

import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.template.base import Template

from habeas.web import entry
from habeas.web.running.ports import LOOPBACK, open_sockets

TOKEN_HEADER, TEMPLATES_HEADER = "X-Test-Server", "X-Test-Templates"

_rendered = threading.local()


def _note(template: Template, context: Any) -> Any:
    if template.name and hasattr(_rendered, "names"):
        _rendered.names.append(template.name)
    return template.nodelist.render(context)


def noted(application: Callable[..., Iterable[bytes]], token: str) -> Callable[..., Iterable[bytes]]:
    """The application, with two headers more: the token, and the templates in the order they were begun."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        _rendered.names = []

        def begin(status: str, headers: list[tuple[str, str]], fault: Any = None) -> Any:
            names = ",".join(dict.fromkeys(_rendered.names))
            return start(status, [*headers, (TOKEN_HEADER, token), (TEMPLATES_HEADER, names)], fault)

        return application(environ, begin)

    return answer


def main(data: str, token: str) -> None:
    """Make the demo in ``data`` and serve it on any free port until told to end."""
    listeners = open_sockets(LOOPBACK, 0)
    entry.make_demo(data)
    from habeas.web.custody import publisher
    from habeas.web.running import serving

    publisher.LONGEST = 1.0  # a test does not wait a minute for the log to be signed
    made = serving.get_wsgi_application
    serving.get_wsgi_application = lambda: noted(made(), token)  # type: ignore[assignment,return-value]
    Template._render = _note  # type: ignore[method-assign]
    entry.serve(listeners, ready=lambda address: print(address, flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
