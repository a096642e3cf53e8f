"""OpenSSL's GOST engine (Debian libengine-gost-openssl): an independent judge."""

from __future__ import annotations

import os
import subprocess
from base64 import b64encode
from pathlib import Path

from cryptography import x509
from cryptography.hazmat import asn1

from signing.cms_asn1 import tlv
from signing.national.parameters import Standard

_CONFIGURATION = """\
openssl_conf = init
[init]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
"""
# The engine's names of the parameter sets.
SETS = {"A": "A", "B": "B", "C": "C", "XchA": "XA", "XchB": "XB"}
_NUMBERS = {"A": 1, "B": 2, "C": 3, "D": 4, "XchA": 5, "XchB": 6}


class Engine:
    """Runs ``openssl`` with the engine; keeps its files below one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        configuration = directory / "gost.cnf"
        configuration.write_text(_CONFIGURATION)
        self._environment = {**os.environ, "OPENSSL_CONF": str(configuration)}

    def run(
        self, *arguments: str | Path, check: bool = True
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one command; the engine's absence fails the test, it is a required tool."""
        command = ["openssl", *map(str, arguments)]
        return subprocess.run(
            command, env=self._environment, capture_output=True, timeout=60, check=check
        )

    def digests(self, messages: list[bytes]) -> list[bytes]:
        """Hash many messages in one run."""
        paths = []
        for number, message in enumerate(messages):
            paths.append(self.directory / f"message-{number}")
            paths[-1].write_bytes(message)
        lines = self.run("dgst", "-md_gost94", "-r", *paths).stdout.decode().splitlines()
        return [bytes.fromhex(line.split()[0]) for line in lines]

    def make_key(self, parameter_set: str) -> Path:
        """Make a private key."""
        path = self.directory / f"key-{parameter_set}.pem"
        option = f"paramset:{SETS[parameter_set]}"
        self.run("genpkey", "-algorithm", "gost2001", "-pkeyopt", option, "-out", path)
        return path

    def point(self, key: Path) -> bytes:
        """Return the 64 bytes of a key's public point."""
        return self.run("pkey", "-in", key, "-pubout", "-outform", "DER").stdout[-64:]

    def sign(self, key: Path, digest: bytes) -> bytes:
        """Sign a digest."""
        path = self.directory / "digest"
        path.write_bytes(digest)
        return self.run("pkeyutl", "-sign", "-inkey", key, "-in", path).stdout

    def public_key(self, point: bytes) -> Path:
        """Write a point as the engine knows it: GOST R 34.10-2001, set CryptoPro-A (RFC 4491)."""
        names = ("1.2.643.2.2.35.1", "1.2.643.2.2.30.1")
        sets = [asn1.encode_der(x509.ObjectIdentifier(name)) for name in names]
        russian = x509.ObjectIdentifier("1.2.643.2.2.19")
        der = key_info(russian, b"".join(sets), tlv(0x04, point))
        path = self.directory / "public.pem"
        body = b64encode(der).decode()
        path.write_text(f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
        return path

    def accepts(self, key: Path, digest: bytes, value: bytes, *, public: bool = False) -> bool:
        """Check a signature over a digest, with a private key's other half or a public key."""
        digest_file, value_file = self.directory / "digest", self.directory / "value"
        digest_file.write_bytes(digest)
        value_file.write_bytes(value)
        kind = ["-pubin"] if public else []
        files = ("-inkey", key, "-in", digest_file, "-sigfile", value_file)
        return self.run("pkeyutl", "-verify", *kind, *files, check=False).returncode == 0


def public_key_info(
    point: bytes, parameter_set: str = "A", standard: Standard = Standard.OZDST_2009
) -> bytes:
    """Write a point as the national SubjectPublicKeyInfo."""
    number = _NUMBERS[parameter_set]
    return key_info(standard.key, asn1.encode_der(below(standard.key, number)), tlv(0x04, point))


def key_info(key: x509.ObjectIdentifier, parameters: bytes, content: bytes) -> bytes:
    """Write a SubjectPublicKeyInfo of any content."""
    algorithm = tlv(0x30, asn1.encode_der(key) + tlv(0x30, parameters))
    return tlv(0x30, algorithm + tlv(0x03, b"\0" + content))


def below(oid: x509.ObjectIdentifier, number: int) -> x509.ObjectIdentifier:
    """Return an identifier below another."""
    return x509.ObjectIdentifier(f"{oid.dotted_string}.{number}")
