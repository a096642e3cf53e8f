"""Ways out through a real proxy: which one is taken, what it is told, and what it may say."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from sync.calls import Call, Limits
from sync.errors import OutcomeUnknown, ProxyFault, ServerUntrusted, Unreachable
from sync.http import Http, Network
from sync.network import proxies as ways
from sync.network.proxies import Manual, NoWay, Proxies, Straight, System
from sync.network.tls import Trust
from tests.sync.wild import CONTRACT, JSON, Authority, Proxy, head, listening

LIMITS = Limits(connect=3, read=3, whole=5)
CHANGE = Call("POST", "/v1/drafts/d-1/trail", body=b"secret", key="key-1", token="token")
HOST = "registry.example"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def registry(authority: Authority) -> Iterator[tuple[int, list[bytes]]]:
    """A registry that only a proxy knows how to find."""
    seen: list[bytes] = []

    def work(sock: socket.socket, request: bytes) -> None:
        seen.append(request)
        sock.sendall(head("200 OK", CONTRACT, JSON, "Content-Length: 2\r\n") + b"{}")

    context, _ = authority.server(HOST)
    with listening(work, context) as port:
        yield port, seen


def http(authority: Authority, proxies: Proxies) -> Http:
    return Http(
        f"https://{HOST}", network=Network(Trust(authority.ca_file), proxies), limits=LIMITS
    )


def fault(authority: Authority, proxies: Proxies) -> ProxyFault:
    asking = http(authority, proxies)
    with pytest.raises(ProxyFault) as caught:
        asking.send(CHANGE)
    asking.close()
    assert caught.value.concerns_all
    return caught.value


def test_through_a_proxy_with_a_password(
    authority: Authority, registry: tuple[int, list[bytes]]
) -> None:
    port, seen = registry
    proxy = Proxy("nazira", "parol:1 ʻ", names={HOST: port})
    with listening(proxy.work) as at:
        asking = http(
            authority, Manual(f"http://127.0.0.1:{at}", login=lambda: ("nazira", "parol:1 ʻ"))
        )
        assert asking.send(CHANGE).body == b"{}"
        assert asking.send(CHANGE).body == b"{}"
        assert asking.proxy is not None
        assert "parol" not in repr((asking.proxy, asking.__dict__))
        asking.close()
    # One connection for both; the registry hears nothing of the proxy's password.
    assert len(proxy.asked) == 1
    assert proxy.asked[0].startswith(b"CONNECT registry.example:443 ")
    assert len(seen) == 2
    assert not any(b"Proxy-Authorization" in request for request in seen)
    assert b"Bearer token" not in proxy.asked[0]


@pytest.mark.parametrize("login", [("", ""), ("nazira", "other")])
def test_a_proxy_that_wants_another_password_is_told_so(
    authority: Authority, registry: tuple[int, list[bytes]], login: tuple[str, str]
) -> None:
    port, seen = registry
    proxy = Proxy("nazira", "parol", names={HOST: port})
    with listening(proxy.work) as at:
        error = fault(authority, Manual(f"http://127.0.0.1:{at}", login=lambda: login))
        assert (error.reason, error.proxy) == ("proxy-login", f"127.0.0.1:{at}")
    assert seen == []
    # A wrong password is not tried again by itself: proxies lock accounts, too.
    assert len(proxy.asked) == 1


def test_a_proxy_that_refuses_or_is_away(
    authority: Authority, registry: tuple[int, list[bytes]]
) -> None:
    with listening(Proxy(refuse=403).work) as at:
        address = f"http://127.0.0.1:{at}"
        assert fault(authority, Manual(address)).reason == "proxy-refused 403"
    assert fault(authority, Manual(address)).reason == "proxy"
    with listening(lambda sock, _: sock.close()) as at:
        assert fault(authority, Manual(f"http://127.0.0.1:{at}")).reason == "proxy"
    assert registry[1] == []


def test_the_next_way_is_tried_when_a_proxy_is_away(
    authority: Authority, registry: tuple[int, list[bytes]]
) -> None:
    port, seen = registry
    proxy = Proxy(names={HOST: port})
    with socket.socket() as held, listening(proxy.work) as at:
        held.bind(("127.0.0.1", 0))
        away = f"PROXY 127.0.0.1:{held.getsockname()[1]}"
        found = (away.replace("PROXY ", "http://"), f"http://127.0.0.1:{at}", "direct://")
        asking = http(authority, System(desktop=lambda _: found))
        asking.send(CHANGE)
        assert asking.proxy == ways.Proxy("127.0.0.1", at)
        asking.close()
    assert len(seen) == 1


def test_a_proxy_sees_only_tls_of_the_registry_itself(authority: Authority) -> None:
    """One that answers in the registry's place is found out by its certificate."""
    context, _ = authority.server("proxy.example")
    with listening(lambda *_: None, context) as elsewhere:
        proxy = Proxy(names={HOST: elsewhere})
        with listening(proxy.work) as at:
            asking = http(authority, Manual(f"http://127.0.0.1:{at}"))
            with pytest.raises(ServerUntrusted) as caught:
                asking.send(CHANGE)
            asking.close()
    assert caught.value.reason == "name"


def test_a_tunnel_that_breaks_leaves_the_outcome_open(authority: Authority) -> None:
    context, _ = authority.server(HOST)
    with listening(lambda sock, _: sock.close(), context) as port:
        proxy = Proxy(names={HOST: port})
        with listening(proxy.work) as at:
            asking = http(authority, Manual(f"http://127.0.0.1:{at}"))
            with pytest.raises(OutcomeUnknown):
                asking.send(CHANGE)
            asking.close()


def test_a_proxy_whose_word_never_ends_is_left_and_told(authority: Authority) -> None:
    sent = 0

    def work(sock: socket.socket, _request: bytes) -> None:
        nonlocal sent
        sock.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            sent += sock.send(b"X-Header: value\r\n" * 1000)

    with listening(work) as at:
        assert fault(authority, Manual(f"http://127.0.0.1:{at}")).reason == "proxy"
    assert sent < 16 << 20


def test_the_way_that_failed_is_told(authority: Authority) -> None:
    def work(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n<html>")
        sock.shutdown(socket.SHUT_RDWR)

    with listening(work) as at:
        asking = http(authority, Manual(f"http://127.0.0.1:{at}"))
        with pytest.raises(Unreachable):
            asking.send(CHANGE)
        assert asking.proxy == ways.Proxy("127.0.0.1", at)
        asking.close()


def test_this_computer_is_never_asked_of_a_proxy() -> None:
    def work(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(head("200 OK", CONTRACT, JSON, "Content-Length: 2\r\n") + b"{}")

    with listening(work) as port:
        for host in ("127.0.0.1", "localhost"):
            network = Network(proxies=Manual("http://127.0.0.1:9"))
            asking = Http(f"http://{host}:{port}", network=network, limits=LIMITS)
            assert asking.send(CHANGE).body == b"{}"
            asking.close()


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, (None,)),
        ({"https_proxy": "http://proxy.example:3128"}, (ways.Proxy("proxy.example", 3128),)),
        ({"all_proxy": "proxy.example"}, (ways.Proxy("proxy.example", 80),)),
        ({"https_proxy": "http://na%40me:w%3Ard@proxy.example:1"},
         (ways.Proxy("proxy.example", 1, "na@me", "w:rd"),)),
        ({"https_proxy": "http://p.example:1", "no_proxy": "other.example, registry.example"},
         (None,)),
        ({"https_proxy": "http://p.example:1", "no_proxy": ".example"}, (None,)),
        ({"https_proxy": "http://p.example:1", "no_proxy": "*"}, (None,)),
        ({"http_proxy": "http://p.example:1"}, (None,)),
    ],
)  # fmt: skip
def test_the_systems_proxy(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    found: tuple[ways.Proxy | None, ...],
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert System().ways(f"https://{HOST}") == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [("socks5://p:1080", "socks"), ("https://p:1", "proxy-address"), ("http://", "proxy-address"),
     ("http://p:99999", "proxy-address"), ("http://p:0", "proxy-address")],
)  # fmt: skip
def test_what_is_no_proxy_for_this_program(text: str, reason: str) -> None:
    with pytest.raises(NoWay) as caught:
        ways.parse(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("host", "expected"),
    [("registry.example", True), ("REGISTRY.example.", True), ("a.office.example", True),
     ("office.example", True), ("myoffice.example", False), ("10.1.2.3", True),
     ("10.2.2.3", False), ("other.example", False)],
)  # fmt: skip
def test_exceptions(host: str, expected: bool) -> None:
    direct = ("registry.example", "*.office.example", "10.1.0.0/16")
    assert ways.excepted(host, direct) is expected
    assert Manual("http://p:1", direct).ways(f"https://{host}") == (
        (None,) if expected else (ways.Proxy("p", 1),)
    )


def test_one_asterisk_excepts_everything() -> None:
    assert ways.excepted("registry.example", ("*",))
    assert not ways.excepted("registry.example", ("*.example.uz", ""))


def test_a_password_is_in_no_repr() -> None:
    proxy = ways.parse("http://name:geheim@proxy.example:1")
    assert "geheim" not in f"{proxy!r} {proxy.address} {proxy.place}"
    assert Straight().ways("https://a") == (None,)
