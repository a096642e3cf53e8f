"""The way to the registry as the doctor tells it, and the password for a proxy."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.doctor.finding import Finding
from eqaror_desktop.doctor.network import network_findings
from eqaror_desktop.messages import Messages
from eqaror_desktop.network import ProxyLogin
from eqaror_desktop.settings import NetworkPolicy, Settings, write_settings
from sync import wire
from sync.network.tls import pin_of
from tests.sync.wild import CONTRACT, JSON, Authority, Proxy, head, listening
from tests.warm import Warm

HOST = "registry.example"
SPARE = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
MESSAGES = Messages.load("en")


class Way:
    """A registry behind a proxy, and a profile that is to find it."""

    def __init__(self, place: Path, stack: ExitStack) -> None:
        self.place = place
        authority = Authority.make(place)
        context, certificate = authority.server(HOST, (-1, 90))
        self.pin = pin_of(certificate)
        self.ca_file = str(authority.ca_file)
        port = stack.enter_context(listening(_trust, context))
        self.proxy = Proxy("nazira", "parol", names={HOST: port})
        self.proxy_port = stack.enter_context(listening(self.proxy.work))

    def found(self, login: tuple[str, str] | None = None, **policy: Any) -> dict[str, Finding]:
        wanted = {"ca_file": self.ca_file, "proxy": f"http://127.0.0.1:{self.proxy_port}"}
        profile = self.place / "profile"
        profile.mkdir(exist_ok=True)
        network = msgspec.convert(wanted | policy, NetworkPolicy)
        settings = Settings(registry=f"https://{HOST}", secrets="file", network=network)
        write_settings(profile / "settings.toml", settings)
        with Application.open(profile) as application:
            if login is not None:
                ProxyLogin(application.secrets).keep(*login)
            return {item.topic: item for item in network_findings(application, MESSAGES)}


def _trust(sock: socket.socket, _request: bytes) -> None:
    body = msgspec.json.encode(wire.Trust("{}", b"\x30\x80"))
    sock.sendall(head("200 OK", CONTRACT, JSON, f"Content-Length: {len(body)}\r\n") + body)


@pytest.fixture
def way(tmp_path: Path) -> Iterator[Way]:
    with ExitStack() as stack:
        yield Way(tmp_path, stack)


def test_the_doctor_tells_the_whole_way(way: Way) -> None:
    found = way.found(("nazira", "parol"), pins=(way.pin, SPARE))
    assert found["registry"] == Finding("registry", ok=True, text=f"https://{HOST}")
    assert f"127.0.0.1:{way.proxy_port}" in found["way"].text
    tls = found["tls"]
    assert (tls.ok, tls.warns) == (True, False)
    assert tls.text.startswith("TLSv1.3, certificate of Namuna office CA")
    assert way.pin in tls.text
    assert "pinned" in tls.text
    # Nobody is signed in, so it was not tried, and that is said.
    assert (found["hints"].ok, found["hints"].warns) == (True, True)
    assert "parol" not in repr(found)


@pytest.mark.parametrize(
    ("policy", "topic", "cure"),
    [
        ({}, "way", "eqaror proxy login"),
        ({"proxy": "http://127.0.0.1:9"}, "way", "right network"),
        ({"pac": "/nowhere/proxy.pac"}, "way", "check pac"),
    ],
)
def test_a_part_that_fails_says_what_to_do(
    way: Way, policy: dict[str, Any], topic: str, cure: str
) -> None:
    found = way.found(**policy)
    assert not found["registry"].ok
    assert not found[topic].ok
    assert cure in found[topic].text
    assert "hints" not in found


def test_a_key_that_is_not_pinned_is_a_failure_of_tls(way: Way) -> None:
    found = way.found(("nazira", "parol"), pins=(SPARE, SPARE.replace("47", "48")))
    assert not found["tls"].ok
    assert "Do not work around this" in found["tls"].text


def test_the_proxys_password_is_among_the_secrets_only(tmp_path: Path, warm: Warm) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    write_settings(profile / "settings.toml", Settings(secrets="file"))
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}

    def run(*arguments: str, given: bytes = b"") -> int:
        whole = ("--profile", str(profile), "proxy", *arguments)
        return warm.run("eqaror_desktop", whole, environment, given).code

    assert run("login", "nazira", "--password-stdin", given="gʻalati:1\n".encode()) == 0
    kept = json.loads((profile / "keyring.json").read_text())
    assert json.loads(kept["proxy"]) == ["nazira", "gʻalati:1"]
    assert "nazira" not in (profile / "settings.toml").read_text()
    with Application.open(profile) as application:
        assert ProxyLogin(application.secrets)() == ("nazira", "gʻalati:1")
    assert run("login", "na:zira", "--password-stdin", given=b"x\n") == 1
    assert run("logout") == 0
    assert "proxy" not in json.loads((profile / "keyring.json").read_text())
