"""Time-stamp servers of strangers, over real HTTP on loopback."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.memory_key import MemorySigner
from signing.timestamp import Question, TimeStampReq
from tests.signing.pki import Authority2
from tests.signing.test_timestamp import SERVER, stamp

REPLY = "application/timestamp-reply"
Answer = tuple[int, str, bytes]


@dataclass
class Tsa:
    """One server; ``asked`` are the requests it got, ``work`` makes its answers."""

    work: Callable[[bytes], Answer]
    asked: list[bytes] = field(default_factory=list)
    address: str = ""

    @contextmanager
    def serving(self) -> Iterator[Tsa]:
        tsa = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                tsa.asked.append(query)
                status, kind, body = tsa.work(query)
                # Whoever asked may have gone meanwhile.
                with suppress(OSError):
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Tests are silent."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        self.address = f"http://127.0.0.1:{server.server_port}/tsa"
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def good(server: MemorySigner, now: Callable[[], datetime]) -> Tsa:
    """A server that answers as it should."""

    def work(query: bytes) -> Answer:
        return 200, REPLY, stamp(server, _question(query), now())

    return Tsa(work)


def adding(
    server: MemorySigner, now: Callable[[], datetime], change: Callable[[bytes], bytes]
) -> Tsa:
    """A server, or somebody on its line, that changes its time-stamps."""

    def work(query: bytes) -> Answer:
        answer = ber.read_all(stamp(server, _question(query), now()))
        status, token = answer.children
        return 200, REPLY, tlv(0x30, status.raw + change(token.raw))

    return Tsa(work)


def wrong_nonce(server: MemorySigner, now: Callable[[], datetime]) -> Tsa:
    """A server that answers with a time-stamp for another question."""

    def work(query: bytes) -> Answer:
        request = asn1.decode_der(TimeStampReq, query)
        other = TimeStampReq(
            version=1,
            imprint=request.imprint,
            policy=None,
            nonce=7,
            certificate_wanted=True,
        )
        return 200, REPLY, stamp(server, _question(asn1.encode_der(other)), now())

    return Tsa(work)


def says(status: int, kind: str, body: bytes) -> Tsa:
    """A server that always says the same."""
    return Tsa(lambda _: (status, kind, body))


def silent(seconds: float) -> Tsa:
    """A server that says nothing for a while."""

    def work(_query: bytes) -> Answer:
        time.sleep(seconds)
        return 500, "text/plain", b""

    return Tsa(work)


def openssl(directory: Path, authority: Authority2, begins: datetime) -> Tsa:
    """A foreign server: ``openssl ts -reply`` behind HTTP."""
    issued = authority.issue(SERVER, time_stamping=True, begins=begins - timedelta(days=1))
    key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (directory / "key.pem").write_bytes(key)
    (directory / "tsa.pem").write_bytes(issued.certificate.public_bytes(Encoding.PEM))
    chain = authority.issuing.certificate.public_bytes(Encoding.PEM)
    (directory / "chain.pem").write_bytes(chain)
    (directory / "serial").write_text("01\n")
    (directory / "ts.cnf").write_text(
        "[tsa]\ndefault_tsa = t\n[t]\nserial = serial\ncrypto_device = builtin\n"
        "signer_cert = tsa.pem\ncerts = chain.pem\nsigner_key = key.pem\n"
        "signer_digest = sha256\ndefault_policy = 1.2.860.3.2.11.1\ndigests = sha256\n"
        "other_policies = 1.2.860.3.2.11.2\n"
        "accuracy = secs:1\nordering = no\ntsa_name = yes\ness_cert_id_chain = no\n"
        "ess_cert_id_alg = sha256\n"
    )

    def work(query: bytes) -> Answer:
        (directory / "q.tsq").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", "ts.cnf", "-section", "t"]
        command += ["-queryfile", "q.tsq", "-out", "a.tsr"]
        ran = subprocess.run(command, cwd=directory, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return 200, REPLY, (directory / "a.tsr").read_bytes()

    return Tsa(work)


def _question(query: bytes) -> Question:
    return Question(query, b"", 0)
