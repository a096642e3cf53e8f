"""A virtual smart card for tests: PIV (NIST SP 800-73-4), with one RSA key, put in and pulled out.

It connects to the virtual reader of vsmartcard (vpcd), which is in pcscd, and answers frames of a
2-byte length: one byte is a control, more is a command.
"""

from __future__ import annotations

import contextlib
import ctypes
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

PIN = b"246810"
_ATR = bytes.fromhex("3b80800101")
_NETWORK = 0x40000000
_AID = bytes.fromhex("a000000308000010000100")
_OK, _NOT_FOUND, _UNKNOWN, _LOCKED = b"\x90\x00", b"\x6a\x82", b"\x6d\x00", b"\x69\x83"
_NOT_ALLOWED = b"\x69\x82"


def tlv(tag: str, *parts: bytes) -> bytes:
    """BER, with the shortest length."""
    value = b"".join(parts)
    size = len(value)
    length = bytes([size]) if size < 0x80 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes.fromhex(tag) + length + value


def _connected(port: int, network: Path) -> socket.socket:
    """Connect inside another network namespace (setns(2)); the thread that went there ends."""
    lines: list[socket.socket] = []

    def inside() -> None:
        with network.open("rb") as place:
            if ctypes.CDLL(None, use_errno=True).setns(place.fileno(), _NETWORK):
                raise OSError(ctypes.get_errno(), "setns")
        lines.append(socket.create_connection(("127.0.0.1", port), 5))

    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    return lines[0]


class PivCard:
    """One card; it keeps its PIN attempts while it is out, as a real one does."""

    def __init__(self, name: str = "Hokim") -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.certificate = _self_signed(self.key, name)
        self.attempts = 3
        self.verified = False
        self.pins_seen = 0
        self._rest = self._chained = b""
        self._line: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def insert(self, port: int, network: Path) -> None:
        """Put the card into the reader that listens on ``port`` in a network of its own."""
        self.pull()
        self._line = _connected(port, network)
        self._line.settimeout(None)
        self._thread = threading.Thread(target=self._serve, args=(self._line,), daemon=True)
        self._thread.start()

    def pull(self) -> None:
        """Take the card out, whatever it is doing."""
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
        if self._thread is not None:
            self._thread.join(5)
        self._line = self._thread = None

    def _serve(self, line: socket.socket) -> None:
        self.verified = False
        with line, contextlib.suppress(OSError, EOFError):
            self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        while True:
            size = int.from_bytes(_exactly(line, 2), "big")
            message = _exactly(line, size)
            if size > 1:
                answer = self.command(message)
            else:
                # Power off, power on, reset, or the question for the ATR.
                self.verified = self.verified and message == b"\x04"
                if message != b"\x04":
                    continue
                answer = _ATR
            line.sendall(len(answer).to_bytes(2, "big") + answer)

    def command(self, apdu: bytes) -> bytes:
        """Answer one APDU (ISO 7816-4)."""
        kind, first, second = apdu[1], apdu[2], apdu[3]
        data = self._chained + (apdu[5 : 5 + apdu[4]] if len(apdu) > 5 else b"")
        more_follows = bool(apdu[0] & 0x10)
        self._chained = data if more_follows else b""
        if more_follows:
            return _OK
        if kind == 0xA4:
            self.verified = False
            application = tlv("61", tlv("4f", _AID[5:]), tlv("79", tlv("4f", _AID[:5])))
            return application + _OK if data[:5] == _AID[:5] else _NOT_FOUND
        if kind == 0xCB:
            return self._in_parts(self._object(data[2:].hex()))
        if kind == 0xC0:
            return self._in_parts(self._rest)
        if kind == 0x20 and second == 0x80:
            return self._verify(data)
        if kind == 0x87 and (first, second) == (0x07, 0x9A):
            return self._sign(data)
        return _UNKNOWN

    def _object(self, tag: str) -> bytes | None:
        chuid = tlv("53", tlv("30", bytes(25)), tlv("34", bytes(range(16))))
        chuid = tlv("53", chuid[2:], tlv("35", b"20500101"), tlv("3e"), tlv("fe"))
        der = self.certificate.public_bytes(Encoding.DER)
        return {
            "7e": tlv("7e", tlv("4f", _AID), tlv("5f2f", b"\x40\x00")),
            "5fc102": chuid,
            "5fc105": tlv("53", tlv("70", der), tlv("71", b"\0"), tlv("fe")),
        }.get(tag)

    def _in_parts(self, content: bytes | None) -> bytes:
        if content is None:
            return _NOT_FOUND
        part, self._rest = content[:256], content[256:]
        more = bytes([0x61, min(len(self._rest), 256) & 0xFF])
        return part + (more if self._rest else _OK)

    def _verify(self, pin: bytes) -> bytes:
        if not self.attempts:
            return _LOCKED
        if pin:
            self.pins_seen += 1
            self.verified = pin == PIN.ljust(8, b"\xff")
            self.attempts = 3 if self.verified else self.attempts - 1
        return _OK if self.verified else bytes([0x63, 0xC0 + self.attempts])

    def _sign(self, data: bytes) -> bytes:
        if not self.verified:
            return _NOT_ALLOWED
        # 7C { 82 (empty), 81 the padded block }
        numbers = self.key.private_numbers()
        block = int.from_bytes(data[-256:], "big")
        value = pow(block, numbers.d, numbers.public_numbers.n).to_bytes(256, "big")
        return self._in_parts(tlv("7c", tlv("82", value)))


def _exactly(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        part = line.recv(size - len(got))
        if not part:
            raise EOFError
        got += part
    return got


def _self_signed(key: rsa.RSAPrivateKey, name: str) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime.now(UTC) - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
