"""Every answer and every silence has its name."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync import wire
from sync.client import RegistryClient
from sync.errors import (
    BadAnswer,
    OutcomeUnknown,
    Refused,
    RegistryError,
    SessionExpired,
    Unreachable,
)
from sync.http import Call, Http, Limits, Network
from sync.network.tls import Trust
from tests.sync.conftest import QUICK
from tests.sync.desk import Desk, serving
from tests.sync.makers import agreement, draft, summary

HTML = b"<html><body>Please sign in to the network</body></html>"
JSON = {"Content-Type": "application/json"}
PROBLEM = {"Content-Type": "application/problem+json"}
KEY = "8b0f7e5a-0000-4000-8000-000000000001"


def raised(action: Callable[[], object]) -> RegistryError:
    with pytest.raises(RegistryError) as caught:
        action()
    return caught.value


def read(client: RegistryClient) -> RegistryError:
    return raised(lambda: client.changes(None))


def change(client: RegistryClient) -> RegistryError:
    return raised(lambda: client.agree(KEY, "d-1", agreement(summary())))


READ = ("GET", "/v1/changes")
CHANGE = ("POST", "/v1/drafts/d-1/trail")


@pytest.mark.parametrize(
    ("status", "headers", "body", "path"),
    [
        (200, {"Content-Type": "text/html"}, HTML, "content type text/html"),
        (200, JSON, HTML, "not JSON"),
        (200, JSON, b'{"changes": [], "cursor": "1"', "not JSON"),
        (200, JSON, b"\xff\xfe", "not JSON"),
        (200, JSON, b'{"changes": [], "cursor": "1"}', "$.more"),
        (200, JSON, b'{"changes": [{"id": 7, "draft": null}], "cursor": "", "more": false}',
         "$.changes[0].id"),
        (200, JSON, b'{"changes": [{"id": "x", "draft": {}}], "cursor": "", "more": false}',
         "$.changes[0].draft.id"),
        (200, JSON, b"[" + b" " * 2_100_000 + b"]", "too large"),
        (200, JSON | {wire.CONTRACT_HEADER: "2.0"}, b"{}", "Contract-Version: 2.0"),
        (200, JSON | {wire.CONTRACT_HEADER: ""}, b"{}", "Contract-Version: missing"),
        (200, JSON | {"Content-Encoding": "gzip"}, b"{}", "encoding"),
        (302, {"Location": "https://elsewhere.example/"}, b"", "status 302"),
        (307, {"Location": "/v1/changes"}, b"", "status 307"),
        (404, {"Content-Type": "text/html"}, HTML, "status 404"),
        (400, PROBLEM, b"{}", "problem $.status"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_with_its_place(
    desk: Desk,
    client: RegistryClient,
    status: int,
    headers: dict[str, str],
    body: bytes,
    path: str,
) -> None:
    desk.fault(*READ, "answer", status=status, headers=headers, body=body)
    error = read(client)
    assert isinstance(error, BadAnswer)
    assert (error.call, error.path) == ("GET /v1/changes", path)


def test_an_unknown_field_is_ignored(desk: Desk, client: RegistryClient) -> None:
    body = b'{"changes": [], "cursor": "5", "more": false, "weather": "fine"}'
    desk.fault(*READ, "answer", headers=JSON, body=body)
    assert client.changes(None).cursor == "5"


def test_a_refusal_carries_its_code_and_its_wait(desk: Desk, client: RegistryClient) -> None:
    body = b'{"status": 429, "code": "rate_limited", "title": "t", "detail": "later"}'
    desk.fault(*READ, "answer", status=429, headers=PROBLEM | {"Retry-After": "17"}, body=body)
    error = read(client)
    assert isinstance(error, Refused)
    assert (error.code, error.detail, error.retry_after) == ("rate_limited", "later", 17.0)


def test_maintenance_is_a_refusal_and_not_a_riddle(desk: Desk, client: RegistryClient) -> None:
    body = b'{"status": 503, "code": "maintenance"}'
    desk.fault(*CHANGE, "answer", status=503, headers=PROBLEM, body=body)
    error = change(client)
    assert isinstance(error, Refused)
    assert error.code == "maintenance"


@pytest.mark.parametrize("kind", ["cut_before", "cut_after", "cut_half"])
def test_a_broken_read_had_no_effect(desk: Desk, client: RegistryClient, kind: str) -> None:
    desk.fault(*READ, kind)  # type: ignore[arg-type]  # a Kind
    error = read(client)
    assert isinstance(error, Unreachable)
    assert error.reason == "broken"
    assert not error.concerns_all


@pytest.mark.parametrize("kind", ["cut_before", "cut_after", "cut_half"])
def test_a_broken_change_leaves_its_outcome_open(
    desk: Desk, client: RegistryClient, kind: str
) -> None:
    desk.publish(draft(summary(), b"text"), b"text")
    desk.fault(*CHANGE, kind)  # type: ignore[arg-type]  # a Kind
    error = change(client)
    assert isinstance(error, OutcomeUnknown)
    assert error.key == KEY


def test_silence_is_bounded(desk: Desk) -> None:
    desk.publish(draft(summary(), b"text"), b"text")
    impatient = RegistryClient(Http(desk.address, limits=Limits(connect=5.0, read=0.3)))
    # Beginning a session is not what must be quick.
    impatient._session.keep(desk.session())
    desk.fault(*READ, "wait", seconds=0.8)
    desk.fault(*CHANGE, "wait", seconds=0.8)
    error = read(impatient)
    assert isinstance(error, Unreachable)
    assert error.reason == "silent"
    assert isinstance(change(impatient), OutcomeUnknown)
    impatient.close()


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_gateway_says_nothing_about_the_request(
    desk: Desk, client: RegistryClient, status: int
) -> None:
    page = {"Content-Type": "text/html"}
    desk.fault(*READ, "answer", status=status, headers=page, body=HTML)
    desk.fault(*CHANGE, "answer", status=status, headers=page, body=HTML)
    error = read(client)
    assert isinstance(error, Unreachable)
    assert error.reason == f"http {status}"
    assert isinstance(change(client), OutcomeUnknown)


def test_a_registry_that_failed_leaves_the_outcome_open(
    desk: Desk, client: RegistryClient
) -> None:
    body = b'{"status": 500, "code": "internal"}'
    desk.fault(*CHANGE, "answer", status=500, headers=PROBLEM, body=body)
    assert isinstance(change(client), OutcomeUnknown)


def test_nobody_listening_is_unreachable_even_for_a_change() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{held.getsockname()[1]}"
        http = Http(address, limits=QUICK)
        error = raised(lambda: http.send(Call("POST", "/v1/drafts/d/trail", key=KEY, body=b"{}")))
    assert isinstance(error, Unreachable)
    assert error.reason == "refused"
    assert error.concerns_all


def test_a_name_that_does_not_exist_is_unreachable() -> None:
    http = Http("https://registry.invalid", limits=QUICK)
    error = raised(lambda: http.send(Call("GET", "/v1/me")))
    assert isinstance(error, Unreachable)
    assert error.reason == "name"


@pytest.mark.parametrize(
    "address",
    ["http://registry.example", "http://192.0.2.7:8000", "ftp://localhost", "localhost:80", "",
     "https://name:word@registry.example", "http://localhost.example"],
)  # fmt: skip
def test_only_https_leaves_this_computer(address: str) -> None:
    with pytest.raises(Unreachable) as caught:
        Http(address)
    assert caught.value.reason == "insecure"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost"])
def test_plain_http_stays_on_this_computer(address: str) -> None:
    assert Http(address).address == address


def test_the_clock_is_compared(desk: Desk, client: RegistryClient) -> None:
    client.changes(None)
    assert client.http.clock_skew == pytest.approx(0, abs=2)
    desk.clock = dt.timedelta(minutes=-7)
    client.changes(None)
    assert client.http.clock_skew == pytest.approx(-420, abs=2)


def test_answers_travel_packed_and_without_cookies(desk: Desk, client: RegistryClient) -> None:
    for number in range(40):
        desk.publish(draft(summary(number), b"text"), b"text")
    assert len(client.changes(None).changes) == 40
    body = b'{"changes": [], "cursor": "5", "more": false}'
    desk.fault(*READ, "answer", headers=JSON | {"Set-Cookie": "a=b; Path=/"}, body=body)
    client.changes(None)
    client.changes(None)
    assert desk.seen[-1].headers["Accept-Encoding"] == "gzip"
    assert "Cookie" not in desk.seen[-1].headers
    assert desk.seen[-1].headers["User-Agent"].startswith("eqaror-desktop")


def test_the_environment_gives_no_passwords_and_no_proxy_here(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    http = Http(desk.address, limits=QUICK)
    http.send(Call("GET", "/v1/trust"))
    assert "Authorization" not in desk.seen[-1].headers
    http.close()


def test_a_proxy_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    http = Http("https://registry.example", limits=QUICK)
    error = raised(lambda: http.send(Call("POST", "/v1/drafts/d/trail", key=KEY)))
    assert isinstance(error, Unreachable)
    assert error.reason == "proxy"


def test_a_token_the_registry_forgot_ends_the_session(desk: Desk, client: RegistryClient) -> None:
    desk.tokens.clear()
    desk.refresh.clear()
    assert isinstance(read(client), SessionExpired)
    assert not client.signed_in


def test_nothing_secret_is_in_a_repr(client: RegistryClient) -> None:
    call = Call("GET", "/v1/me", token="geheim", body=b"geheim")
    session = wire.Session("geheim", dt.datetime.now(dt.UTC), "geheim", dt.datetime.now(dt.UTC))
    assert "geheim" not in repr((call, session, client, wire.PasswordRequest("1", "geheim")))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that no operating system trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    place = tmp_path_factory.mktemp("tls")
    pem, secret = place / "cert.pem", place / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, secret


def test_a_strange_certificate_is_refused_before_anything_is_sent(
    certificate: tuple[Path, Path],
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serving(Desk(), context) as desk:
        http = Http(desk.address, limits=QUICK)
        error = raised(lambda: http.send(Call("POST", "/v1/drafts/d/trail", key=KEY)))
        assert isinstance(error, Unreachable)
        assert error.reason == "certificate"
        assert desk.seen == []

        trusting = Http(desk.address, network=Network(Trust(certificate[0])), limits=QUICK)
        assert trusting.send(Call("GET", "/v1/trust")).head.status == 200
        trusting.close()


def test_an_unreadable_ca_file_is_named(tmp_path: Path) -> None:
    http = Http("https://localhost:1", network=Network(Trust(tmp_path / "none.pem")), limits=QUICK)
    error = raised(lambda: http.send(Call("GET", "/v1/trust")))
    assert isinstance(error, Unreachable)
    assert error.reason == "ca-file"
