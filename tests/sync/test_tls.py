"""Real TLS with certificates made here: who is believed, who is not, and what each is called."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path

import pytest

from sync.calls import Call, Limits
from sync.errors import CaptivePortal, ServerUntrusted, Unreachable
from sync.http import Http, Network
from sync.network.proxies import Straight
from sync.network.tls import Trust, is_pin, pin_of
from tests.sync.wild import CONTRACT, JSON, Authority, Work, head, listening

LIMITS = Limits(connect=3, read=3, whole=5)
OTHER = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
CHANGE = Call("POST", "/v1/drafts/d-1/trail", body=b"secret", key="key-1", token="token")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("authority"))


def answering(seen: list[bytes]) -> Work:
    def work(sock: object, request: bytes) -> None:
        assert isinstance(sock, ssl.SSLSocket)
        seen.append(request)
        sock.sendall(head("200 OK", CONTRACT, JSON, "Content-Length: 2\r\n") + b"{}")

    return work


def refused(port: int, trust: Trust) -> ServerUntrusted:
    http = Http(f"https://localhost:{port}", network=Network(trust, Straight()), limits=LIMITS)
    with pytest.raises(Unreachable) as caught:
        http.send(CHANGE)
    http.close()
    assert isinstance(caught.value, ServerUntrusted)
    assert caught.value.concerns_all
    return caught.value


def test_the_offices_own_authority_is_believed_and_tls_is_new(authority: Authority) -> None:
    seen: list[bytes] = []
    context, _ = authority.server("localhost")
    with listening(answering(seen), context) as port:
        network = Network(Trust(authority.ca_file), Straight())
        http = Http(f"https://localhost:{port}", network=network, limits=LIMITS)
        assert http.send(CHANGE).body == b"{}"
        assert http.send(CHANGE).body == b"{}"
        http.close()
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("host", "days", "trusted", "reason"),
    [
        ("localhost", (-1, 1), False, "certificate"),
        ("localhost", (-9, -1), True, "expired"),
        ("localhost", (2, 9), True, "not-yet"),
        ("registry.example", (-1, 1), True, "name"),
    ],
)
def test_a_server_that_is_not_proven_gets_nothing(
    authority: Authority, host: str, days: tuple[int, int], trusted: bool, reason: str
) -> None:
    seen: list[bytes] = []
    context, _ = authority.server(host, days)
    with listening(answering(seen), context) as port:
        error = refused(port, Trust(authority.ca_file if trusted else None))
    assert error.reason == reason
    assert seen == []


def test_pins_come_on_top_of_the_chain(authority: Authority) -> None:
    seen: list[bytes] = []
    context, certificate = authority.server("localhost")
    pin = pin_of(certificate)
    assert is_pin(pin)
    with listening(answering(seen), context) as port:
        assert refused(port, Trust(authority.ca_file, (OTHER, OTHER))).reason == "pin"
        assert refused(port, Trust(None, (pin, OTHER))).reason == "certificate"
        assert seen == []
        # The spare one counts as much as the first.
        network = Network(Trust(authority.ca_file, (OTHER, pin)), Straight())
        http = Http(f"https://localhost:{port}", network=network, limits=LIMITS)
        assert http.send(CHANGE).body == b"{}"
        http.close()


def test_old_tls_is_named(authority: Authority) -> None:
    context, _ = authority.server("localhost")
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with listening(answering([]), context) as port:
        assert refused(port, Trust(authority.ca_file)).reason == "old-tls"


def test_what_is_no_tls_is_named() -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def speak() -> None:
        sock, _ = server.accept()
        with sock:
            sock.recv(4096)
            sock.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        assert refused(server.getsockname()[1], Trust()).reason == "not-tls"
    finally:
        thread.join(5)
        server.close()


@pytest.mark.parametrize("text", ["", "c2hvcnQ=", OTHER[:-1], OTHER + "AA==", "not base64 at all"])
def test_what_is_no_pin(text: str) -> None:
    assert not is_pin(text)


def test_an_empty_file_of_authorities_is_named(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing\n")
    http = Http("https://localhost:1", network=Network(Trust(tmp_path / "ca.pem")), limits=LIMITS)
    with pytest.raises(Unreachable) as caught:
        http.send(CHANGE)
    assert caught.value.reason == "ca-file"


PLAIN = {
    "sign-in": (head("511 Network Authentication Required", "Content-Length: 0\r\n"), True),
    "elsewhere": (head("302 Found", "Location: http://login.example/?a\r\n"), True),
    "no address": (head("302 Found", "Location: http://[login\r\n"), True),
    "itself": (head("301 Moved", "Location: https://localhost/\r\n"), False),
    "itself, in short": (head("301 Moved", "Location: /start\r\n"), False),
    "a page": (head("200 OK", "Content-Type: text/html\r\n"), False),
    "no HTTP": (b"220 mail.example ESMTP\r\n", False),
}


@pytest.mark.parametrize("plain", PLAIN)
def test_a_sign_in_page_behind_a_strange_certificate_is_named(
    authority: Authority, plain: str
) -> None:
    answer, portal = PLAIN[plain]
    seen, told = list[bytes](), list[bytes]()

    def in_between(sock: socket.socket, request: bytes) -> None:
        told.append(request)
        sock.sendall(answer)
        sock.close()

    context, _ = authority.server("localhost")
    with listening(answering(seen), context) as port, listening(in_between) as open_port:
        network = Network(Trust(), Straight(), open_port)
        http = Http(f"https://localhost:{port}", network=network, limits=LIMITS)
        with pytest.raises(Unreachable) as caught:
            http.send(CHANGE)
        http.close()
    expected = (CaptivePortal, "behind-tls") if portal else (ServerUntrusted, "certificate")
    assert (type(caught.value), caught.value.reason) == expected
    assert seen == []
    # Nothing of the request is in it.
    (request,) = told
    assert request.startswith(b"GET / HTTP/1.1\r\n")
    assert not [word for word in (b"token", b"drafts", b"key-1") if word in request]
