"""The contract three times – here, in the client, in OpenAPI – says the same."""

from __future__ import annotations

import dataclasses
import email.utils
import gzip
import time
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from openapi_spec_validator import validate

from registry import contract
from registry.problems import Code
from registry.server import routes
from registry.uploads import Uploads
from sync import wire
from tests.registry import small
from tests.registry.conftest import Running

DOCUMENT = Path(__file__).parents[2] / "docs" / "registry-api.yaml"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    return loaded


def test_the_document_is_openapi(document: dict[str, Any]) -> None:
    validate(document)
    assert document["info"]["version"] == contract.CONTRACT_VERSION


def test_every_address_is_described_and_served(document: dict[str, Any], running: Running) -> None:
    served = {
        (method, route.path)
        for route in routes(Uploads(running.core))
        for method in (route.methods or set())
        # HEAD comes along with every GET; only where it stands alone is it a call of its own.
        if method != "HEAD" or "GET" not in (route.methods or set())
    }
    methods = {"get", "post", "head", "patch", "delete", "put"}
    described = {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in methods.intersection(item)
    }
    assert described == served


def test_every_code_is_described(document: dict[str, Any]) -> None:
    codes = document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
    assert codes == [str(code) for code in Code]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, kind in vars(contract).items()
        if dataclasses.is_dataclass(kind) and kind.__module__.startswith(("registry", "signing"))
    ],
)
def test_schemas_have_the_contracts_fields(document: dict[str, Any], name: str) -> None:
    schema = document["components"]["schemas"][name]
    fields = dataclasses.fields(getattr(contract, name))
    assert set(schema["properties"]) == {field.name for field in fields}
    required = {field.name for field in fields if field.default is dataclasses.MISSING}
    assert set(schema["required"]) == required


_RENAMED = {"Answer": "Agreement", "Person": "Officer"}


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, kind in vars(wire).items()
        if isinstance(kind, type) and kind.__module__ == "sync.wire" and name != "ReceiptStatement"
    ],
)
def test_the_client_has_the_same_types(name: str) -> None:
    theirs = getattr(wire, name)
    ours = getattr(contract, _RENAMED.get(name, name))
    if issubclass(theirs, StrEnum):
        assert [str(item) for item in theirs] == [str(item) for item in ours]
        return
    assert [field.name for field in dataclasses.fields(theirs)] == [
        field.name for field in dataclasses.fields(ours)
    ]


def test_every_answer_carries_date_and_version(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    for answer in (
        hokim.call("GET", "/v1/me"),
        hokim.call("GET", "/v1/drafts/nothing"),
        hokim.call("GET", "/nowhere"),
        hokim.call("PUT", "/v1/me"),
        running.stranger.call("GET", "/v1/changes"),
    ):
        assert answer.headers[wire.CONTRACT_HEADER] == wire.CONTRACT_VERSION
        assert email.utils.parsedate_to_datetime(answer.headers["Date"]).tzinfo is not None
        assert "Server" not in answer.headers
        if not answer.ok:
            msgspec.json.decode(answer.content, type=wire.Problem)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "not JSON"),
        (b'{"version": 1}', "file"),
        (b'{"version":"1","file":null,"page":null,"quote":"","text":"x"}', "$.version"),
        (b"\xff\xfe", "not JSON"),
    ],
)
def test_a_request_that_is_not_the_contracts(running: Running, body: bytes, detail: str) -> None:
    hokim = running.station(small.HOKIM)
    answer = hokim.call("POST", "/v1/drafts/ready/remarks", data=body, key="k")
    problem = msgspec.json.decode(answer.content, type=wire.Problem)
    assert problem.code == "bad_request"
    assert detail in problem.detail


def test_a_request_without_a_key(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    request = wire.RemarkRequest(1, None, None, "", "x")
    for key in ("", "x" * 81):
        problem = hokim.refused("POST", "/v1/drafts/ready/remarks", body=request, key=key)
        assert (problem.code, problem.detail) == ("bad_request", "Idempotency-Key")


def test_a_body_that_is_too_large(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    large = b" " * (2 << 20)
    assert hokim.refused("POST", "/v1/auth/refresh", data=large).code == "too_large"
    bomb = gzip.compress(large)
    headers = {"Content-Encoding": "gzip"}
    problem = hokim.refused("POST", "/v1/auth/refresh", data=bomb, headers=headers)
    assert problem.code == "too_large"


def test_a_packed_request(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    body = gzip.compress(msgspec.json.encode(wire.RemarkRequest(1, None, None, "", "x")))
    headers = {"Content-Encoding": "gzip"}
    answer = hokim.call("POST", "/v1/drafts/ready/remarks", data=body, headers=headers, key="k")
    assert answer.ok, answer.text


def test_maintenance(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    (running.core.directory / "maintenance").touch()
    answer = hokim.call("GET", "/v1/me")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers[wire.CONTRACT_HEADER] == wire.CONTRACT_VERSION
    assert hokim.refused("GET", "/v1/me").code == "maintenance"
    (running.core.directory / "maintenance").unlink()
    hokim.get("/v1/me", wire.Me)


def test_answers_do_not_wait_for_acknowledgements(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    times = []
    for _ in range(50):
        begun = time.perf_counter()
        hokim.get("/v1/me", wire.Me)
        times.append(time.perf_counter() - begun)
    # With Nagle's delay each takes 40 ms and more, once the kernel's quick start is over.
    assert min(times[-20:]) < 0.035
