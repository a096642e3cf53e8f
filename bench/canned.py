"""A server whose answers are ready, recorded from a registry: it costs as little as one can.

``python -m bench.canned DIRECTORY`` serves until it is ended and prints its address.
"""

from __future__ import annotations

import gzip
import sys
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import requests

from sync.client import RegistryClient
from sync.engine import PAGE
from sync.http import Http
from sync.wire import CONTRACT_HEADER, CONTRACT_VERSION, Session


def record(directory: Path, address: str, person: str, password: str) -> None:
    """Keep a session and all pages of changes as they come, packed."""
    directory.mkdir()
    sessions: list[Session | None] = []
    with closing(Http(address)) as http:
        RegistryClient(http, sessions.append).sign_in_with_password(person, password)
    given = sessions[-1]
    assert given is not None
    (directory / "session").write_bytes(
        requests.post(
            f"{address}/v1/auth/password",
            json={"login": person, "password": password},
            headers={CONTRACT_HEADER: CONTRACT_VERSION},
            timeout=30,
        ).content
    )
    parameters, more = {"limit": str(PAGE)}, True
    while more:
        with requests.get(
            f"{address}/v1/changes",
            params=parameters,
            headers={"Authorization": f"Bearer {given.access_token}", "Accept-Encoding": "gzip"},
            timeout=30,
            stream=True,
        ) as answer:
            packed = answer.raw.read()
        page = msgspec.json.decode(gzip.decompress(packed))
        (directory / f"after-{parameters.get('after', '')}").write_bytes(packed)
        parameters["after"], more = page["cursor"], page["more"]


class Ready(BaseHTTPRequestHandler):
    """Answers with the file that belongs to the request."""

    protocol_version = "HTTP/1.1"
    files: dict[str, bytes]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""

    def do_POST(self) -> None:
        """Give the recorded session."""
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._give(self.files["session"], packed=False)

    def do_GET(self) -> None:
        """Give the page after the cursor."""
        _, _, query = self.path.partition("?")
        parameters = dict(part.partition("=")[::2] for part in query.split("&"))
        page = self.files.get(f"after-{parameters.get('after', '')}")
        self._give(page or b"{}", packed=page is not None)

    def _give(self, body: bytes, *, packed: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header(CONTRACT_HEADER, CONTRACT_VERSION)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(arguments: list[str]) -> int:
    """Serve what was recorded in a directory."""
    Ready.files = {path.name: path.read_bytes() for path in Path(arguments[0]).iterdir()}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Ready)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
