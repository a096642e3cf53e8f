"""The desktop is asked over a real bus, whatever stands behind it."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from sync.network.desktop import lookup
from sync.network.proxies import NoWay, Proxy, System

pytestmark = pytest.mark.long


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    command = ["dbus-daemon", "--session", "--nofork", "--print-address", "--nopidfile",
               f"--address=unix:path={tmp_path}/bus"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.terminate()


def portal(ways: tuple[str, ...] | None) -> threading.Thread:
    """Answer one question as the desktop's portal does; None: with an error."""
    ready = threading.Event()

    def serve() -> None:
        with open_dbus_connection(bus="SESSION") as connection:
            name = "org.freedesktop.portal.Desktop"
            connection.send_and_get_reply(message_bus.RequestName(name))
            ready.set()
            while True:
                message = connection.receive(timeout=5)
                if message.header.message_type is MessageType.method_call:
                    break
            assert message.header.fields[HeaderFields.member] == "Lookup"
            assert message.body == ("https://registry.example",)
            if ways is None:
                connection.send(new_error(message, "org.example.No"))
            else:
                connection.send(new_method_return(message, "as", (list(ways),)))

    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(5)
    return thread


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("http://proxy.example:3128", "direct://"), (Proxy("proxy.example", 3128), None)),
        (("direct://",), (None,)),
        (None, (None,)),
        ((), (None,)),
    ],
)
def test_the_desktop_says_the_way(
    bus: str, said: tuple[str, ...] | None, found: tuple[Proxy | None, ...]
) -> None:
    assert bus
    answering = portal(said)
    assert System(desktop=lookup).ways("https://registry.example") == found
    answering.join(5)


def test_a_kind_that_is_not_spoken(bus: str) -> None:
    assert bus
    answering = portal(("socks://proxy.example:1080",))
    with pytest.raises(NoWay):
        System(desktop=lookup).ways("https://registry.example")
    answering.join(5)


def test_without_a_desktop_the_way_is_straight(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bus
    begun = time.monotonic()
    assert lookup("https://registry.example") == ()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert lookup("https://registry.example") == ()
    assert time.monotonic() - begun < 2
