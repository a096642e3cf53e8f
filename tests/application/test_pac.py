"""Proxy scripts: run in a process of their own, bounded, believed nothing but a proxy's name."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eqaror_desktop.network import run_script
from sync.network.pac import Pac
from sync.network.proxies import NoWay, Proxy
from tests.sync.wild import head, listening

SCRIPT = """
// The office's script.
function FindProxyForURL(url, host) {
    if (isPlainHostName(host) || dnsDomainIs(host, ".local.example")) return "DIRECT";
    if (shExpMatch(host, "*.registry.example") && dnsDomainLevels(host) == 2 &&
        url == "https://" + host + "/" &&
        isInNet(dnsResolve("localhost"), "127.0.0.0", "255.0.0.0") &&
        !isResolvable("nowhere.invalid") && isInNet("10.1.2.3", "10.1.0.0", "255.255.0.0") &&
        weekdayRange("SUN", "SAT") && dateRange(1, 31) && timeRange(0, 24) &&
        dateRange("JAN", "DEC") && myIpAddress().split(".").length == 4)
        return "SOCKS5 s:1; PROXY proxy.example:3128; HTTPS p:1; DIRECT";
    return "PROXY other.example:1";
}
"""


def answered(script: str, host: str = "a.registry.example") -> tuple[Proxy | None, ...]:
    with listening(lambda sock, _: _serve(sock, script)) as port:
        return Pac(f"http://127.0.0.1:{port}/proxy.pac", run_script).ways(
            f"https://{host}/v1/me?x"
        )


def _serve(sock: socket.socket, script: str) -> None:
    body = script.encode()
    sock.sendall(head("200 OK", f"Content-Length: {len(body)}\r\n") + body)


def test_a_script_names_the_way() -> None:
    """What this program cannot use is left out; of the address only the host is told."""
    assert answered(SCRIPT) == (Proxy("proxy.example", 3128), None)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("function FindProxyForURL(u, h) { return new XMLHttpRequest(); }", "XMLHttpRequest"),
        ("function FindProxyForURL(u, h) { return require('fs'); }", "require"),
        ("function FindProxyForURL(", "SyntaxError"),
        ("function other() {}", "FindProxyForURL"),
        ("function FindProxyForURL(u, h) { return 7; }", "7"),
        pytest.param(
            "function FindProxyForURL(u, h) { while (true) dnsResolve(Math.random()); }",
            "",
            marks=pytest.mark.long,
        ),
    ],
    ids=["network", "files", "syntax", "absent", "number", "endless"],
)
def test_a_script_that_fails_names_no_way(script: str, said: str) -> None:
    begun = time.monotonic()
    with pytest.raises(OSError, match=said or "proxy script"):
        run_script(script, "https://registry.example/", "registry.example", seconds=3.0)
    assert time.monotonic() - begun < 6


@pytest.mark.parametrize("answer", ["SOCKS s:1080", "HTTPS p:443", "", "NONSENSE"])
def test_an_answer_of_no_use(answer: str) -> None:
    with pytest.raises(NoWay):
        Pac(__file__, lambda *_: answer).ways("https://registry.example")


def test_what_cannot_be_fetched(tmp_path: Path) -> None:
    (tmp_path / "big.pac").write_bytes(b"x" * 1_100_000)
    os.mkfifo(tmp_path / "pipe.pac")
    files = (str(tmp_path / name) for name in ("absent", "big.pac", "pipe.pac"))
    for place in ("http://127.0.0.1:9/x", *files):
        with pytest.raises(NoWay) as caught:
            Pac(place, lambda *_: "DIRECT").ways("https://registry.example")
        assert caught.value.reason == "pac"


def test_the_script_is_fetched_once_in_a_while() -> None:
    asked: list[bytes] = []

    def work(sock: socket.socket, request: bytes) -> None:
        asked.append(request)
        _serve(sock, SCRIPT)

    with listening(work) as port:
        pac = Pac(f"http://127.0.0.1:{port}/", lambda *_: "DIRECT")
        assert [pac.ways("https://registry.example") for _ in range(3)] == [(None,)] * 3
    assert len(asked) == 1


LIMITED = """
import json, resource
from eqaror_desktop import pac_child
pac_child._limit()
limits = {name: getattr(resource, "RLIMIT_" + name) for name in ("AS", "CPU", "FSIZE", "CORE")}
print(json.dumps({name: resource.getrlimit(number) for name, number in limits.items()}))
try:
    bytearray(1 << 30)
except MemoryError:
    print("no more")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
def test_the_process_of_a_script_has_its_limits() -> None:
    """As the process itself sees them, and not more memory than that comes to it."""
    ran = subprocess.run(
        [sys.executable, "-I", "-c", LIMITED], capture_output=True, text=True, check=True
    )
    limits, refused = ran.stdout.splitlines()
    assert json.loads(limits) == {
        "AS": [1 << 30, 1 << 30],
        "CPU": [5, 5],
        "FSIZE": [0, 0],
        "CORE": [0, 0],
    }
    assert refused == "no more"
