"""Servers that answer whatever a test wants: raw bytes, TLS of any certificate, a proxy."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync import wire

Work = Callable[[socket.socket, bytes], None]
CONTRACT = f"{wire.CONTRACT_HEADER}: {wire.CONTRACT_VERSION}\r\n"
JSON = "Content-Type: application/json\r\n"


def head(status: str, *lines: str) -> bytes:
    """The head of an answer; ``lines`` end with CR LF."""
    return f"HTTP/1.1 {status}\r\n{''.join(lines)}\r\n".encode()


@contextmanager
def listening(work: Work, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Give every request, read whole, to ``work``; yields the port."""
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    threads: list[threading.Thread] = []

    def serve(raw: socket.socket) -> None:
        with contextlib.suppress(OSError), raw:
            raw.settimeout(5)
            sock = raw if tls is None else tls.wrap_socket(raw, server_side=True)
            with sock:
                while request := _request(sock):
                    work(sock, request)

    def accept() -> None:
        while not over.is_set():
            with contextlib.suppress(OSError):
                thread = threading.Thread(target=serve, args=(server.accept()[0],), daemon=True)
                thread.start()
                threads.append(thread)

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield server.getsockname()[1]
    finally:
        over.set()
        # Closing alone does not wake a thread that waits in accept().
        with contextlib.suppress(OSError):
            socket.create_connection(server.getsockname(), 1).close()
        accepting.join(2)
        server.close()


def _request(sock: socket.socket) -> bytes:
    found = b""
    while b"\r\n\r\n" not in found:
        piece = sock.recv(65536)
        if not piece:
            return b""
        found += piece
    top, _, body = found.partition(b"\r\n\r\n")
    length = next(
        (
            int(line[15:])
            for line in top.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        body += sock.recv(65536)
    return top + b"\r\n\r\n" + body


@dataclass
class Proxy:
    """A proxy for CONNECT with Basic authentication, or one that refuses everybody."""

    user: str = ""
    password: str = ""
    refuse: int = 0
    asked: list[bytes] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    """Hosts it knows, and the port on loopback where they are."""

    def work(self, sock: socket.socket, request: bytes) -> None:
        self.asked.append(request)
        target = request.split(b" ")[1].decode()
        word = base64.b64encode(f"{self.user}:{self.password}".encode())
        if self.user and b"Proxy-Authorization: Basic " + word not in request:
            wants = 'Proxy-Authenticate: Basic realm="office"\r\n'
            sock.sendall(head("407 Proxy Authentication Required", wants, "Content-Length: 0\r\n"))
            return
        if self.refuse:
            sock.sendall(head(f"{self.refuse} No", "Content-Length: 0\r\n"))
            return
        port = self.names[target.rpartition(":")[0]]
        with socket.create_connection(("127.0.0.1", port)) as there:
            sock.sendall(head("200 Connection established"))
            _pump(sock, there)
        sock.close()


def _pump(here: socket.socket, there: socket.socket) -> None:
    while True:
        ready, _, _ = select.select([here, there], [], [], 5)
        if not ready:
            return
        for one in ready:
            piece = one.recv(65536)
            if not piece:
                return
            (there if one is here else here).sendall(piece)


@dataclass(frozen=True)
class Authority:
    """An authority that no operating system trusts, and servers' certificates under it."""

    place: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def make(cls, place: Path) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Namuna office CA")])
        made = (
            _builder(name, name, key.public_key(), (-1, 30))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        (place / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        return cls(place, key, made)

    @property
    def ca_file(self) -> Path:
        return self.place / "ca.pem"

    def server(self, host: str, days: tuple[int, int] = (-1, 1)) -> tuple[ssl.SSLContext, bytes]:
        """What a server of this name speaks TLS with, and its certificate in DER."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        made = (
            _builder(name, self.certificate.subject, key.public_key(), days)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        both = self.place / f"{host}{days}.pem"
        both.write_bytes(
            made.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        return context, made.public_bytes(serialization.Encoding.DER)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: tuple[int, int]
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + dt.timedelta(days=days[0]))
        .not_valid_after(now + dt.timedelta(days=days[1]))
    )
