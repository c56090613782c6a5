"""The addresses for machines: outside any page, under ``api/`` and ``log/``."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from habeas.web.custody.http import log_files
from habeas.web.custody.http.api import api

_NUMBER = r"(?:x[0-9]{3}/){0,5}[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?"
_LOG = "(?P<log>[A-Za-z0-9.-]{1,200})"

_operations, _app, _namespace = api.urls
_machines = [
    one for one in _operations if isinstance(one, URLPattern) and one.name != "api-root"
]  # it would only say that it is none

app_name = "log"
urlpatterns: list[URLPattern | URLResolver] = [
    path("checkpoint", log_files.checkpoint, name="checkpoint"),
    re_path(rf"^tile/(?P<path>[0-9]/{_NUMBER})$", log_files.tile, name="tile"),
    re_path(rf"^tile/entries/(?P<path>{_NUMBER})$", log_files.entries, name="entries"),
    re_path(rf"^{_LOG}/checkpoint$", log_files.checkpoint, name="checkpoint_of"),
    re_path(rf"^{_LOG}/tile/(?P<path>[0-9]/{_NUMBER})$", log_files.tile, name="tile_of"),
    re_path(rf"^{_LOG}/tile/entries/(?P<path>{_NUMBER})$", log_files.entries, name="entries_of"),
]
machines = (
    [*_machines, path("openapi.json", log_files.openapi, name="openapi")],
    _namespace,
)
for_machines: list[URLPattern | URLResolver] = [
    path("api/v1/register/", include(machines)),
    path("log/", include((urlpatterns, app_name))),
]
