"""The OpenAPI document against the answers, by a judge that others wrote (schemathesis)."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.web.custody.test_machines import EVENTS, Machine, said

from habeas.web.custody.http import pace
from habeas.web.stations import actions
from habeas.web.stations.models import Station

pytestmark = [
    pytest.mark.django_db(databases=["default", "register", "keys"]),
    pytest.mark.usefixtures("on_its_surface"),
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def machine(monkeypatch) -> Machine:
    monkeypatch.setattr(pace, "BACKLOG", 10**9)
    return Machine(actions.add_station(None, Station(code="north-1", name="North (invented)")))


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("operation_id", ["append_events", "read_record", "read_proof", "read_leaf"])
def test_answers_fit_the_document_whatever_is_sent(machine, operation_id, mode):
    machine.send(said("record_opened"))
    for each in (request_started, request_finished):
        each.disconnect(close_old_connections)  # the test is one transaction: no request may close it
    document = schemathesis.openapi.from_wsgi("/api/v1/register/openapi.json", WSGIHandler())
    operation = next(
        one.ok()
        for one in document.get_all_operations()
        if one.ok().definition.raw["operationId"] == operation_id
    )
    examples = max(15 if operation_id == "append_events" else 10, settings.default.max_examples // 5)

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    def judged(case):
        case.validate_response(case.call(headers=machine.headers), checks=CHECKS)

    try:
        judged()
    finally:
        for each in (request_started, request_finished):
            each.connect(close_old_connections)


def test_the_document_is_served_beside_the_operations(client):
    document = client.get("/api/v1/register/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert EVENTS in document["paths"]
