"""Signatures as other programs make them: OpenSSL and pyHanko, with the tests' own authority."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from signing.trust import TrustAnchors
from tests.signing.pki import HOKIM, OFFICER, Authority2, Issued, small_pdf

MATTER = b"Qaror matni\r\n" * 3
SERVER = ("Vaqt serveri", "33333333333333", "200000009")
_RSA = rsa.generate_private_key(65537, 2048)
"""For two people: making one takes long, and that it is one key is nobody's concern here."""


@dataclass
class Makers:
    """An authority, two people, a time-stamp server, and programs that sign for them."""

    place: Path
    now: datetime

    def __post_init__(self) -> None:
        self.authority = Authority2("Boshqa")
        begins = self.now - timedelta(days=3)
        self.people = {
            "first": self.authority.issue(HOKIM, begins=begins),
            "second": self.authority.issue(OFFICER, begins=begins, key=_RSA),
            "server": self.authority.issue(SERVER, begins=begins, time_stamping=True, key=_RSA),
        }
        for name, issued in self.people.items():
            self.put(name, issued)
        self.write("matter", MATTER)
        self.write("between.pem", self.authority.issuing.certificate.public_bytes(Encoding.PEM))
        lists = [item.public_bytes(Encoding.PEM) for item in self.authority.crls(self.now)]
        root = self.authority.root.certificate.public_bytes(Encoding.PEM)
        self.trust = self.write("trust.pem", b"".join((root, *lists)))

    @classmethod
    def at(cls, place: Path) -> Makers:
        return cls(place, datetime.now(UTC).replace(microsecond=0))

    @property
    def anchors(self) -> TrustAnchors:
        root = self.authority.root.certificate
        return TrustAnchors((root,), (), self.authority.crls(self.now))

    @property
    def root_alone(self) -> TrustAnchors:
        return TrustAnchors((self.authority.root.certificate,))

    # Files.

    def write(self, name: str, data: bytes) -> Path:
        path = self.place / name
        path.write_bytes(data)
        return path

    def put(self, name: str, issued: Issued) -> None:
        self.write(f"{name}.pem", issued.certificate.public_bytes(Encoding.PEM))
        key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.write(f"{name}.key", key)

    # OpenSSL.

    def openssl(self, *arguments: str) -> bytes:
        ran = subprocess.run(
            ["openssl", *arguments], cwd=self.place, capture_output=True, timeout=60, check=True
        )
        return ran.stdout

    def cms(
        self,
        *options: str,
        by: tuple[str, ...] = ("first",),
        data: bytes = MATTER,
        cades: bool = True,
        chain: bool = True,
    ) -> bytes:
        """Sign with ``openssl cms``; ``options`` behind the signers, e.g. ``-keyopt``."""
        self.write("input", data)
        signers = [
            part for name in by for part in ("-signer", f"{name}.pem", "-inkey", f"{name}.key")
        ]
        return self.openssl(
            *("cms", "-sign", "-binary", "-in", "input", "-outform", "DER"),
            *(("-cades",) if cades else ()),
            *(("-certfile", "between.pem") if chain else ()),
            *signers,
            *options,
        )

    def token(self, data: bytes, *options: str) -> bytes:
        """Time-stamp with ``openssl ts``; returns the token."""
        self.write(
            "ts.cnf",
            b"[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ndefault_policy=1.2.3.4\n"
            b"digests=sha1,sha256,sha512\nsigner_digest=sha256\ness_cert_id_alg=sha256\n",
        )
        self.write("stamped", data)
        hashed = options or ("-sha256",)
        self.openssl("ts", "-query", "-data", "stamped", *hashed, "-cert", "-out", "q.tsq")
        return self.openssl(
            *("ts", "-reply", "-config", "ts.cnf", "-section", "t", "-queryfile", "q.tsq"),
            *("-signer", "server.pem", "-inkey", "server.key", "-chain", "between.pem"),
            *("-token_out",),
        )

    # pyHanko.

    @cached_property
    def _store(self) -> Any:
        from asn1crypto import x509
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # it has no types
        der = self.authority.issuing.certificate.public_bytes(Encoding.DER)
        store.register(x509.Certificate.load(der))
        return store

    def _pair(self, name: str) -> tuple[Any, Any]:
        from asn1crypto import keys, x509

        issued = self.people[name]
        key = issued.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        der = issued.certificate.public_bytes(Encoding.DER)
        return x509.Certificate.load(der), keys.PrivateKeyInfo.load(key)

    @property
    def stamper(self) -> Any:
        from pyhanko.sign import timestamps

        return timestamps.DummyTimeStamper(*self._pair("server"), self._store)

    def sign_pdf(
        self,
        pdf: bytes | None = None,
        *,
        by: str = "first",
        stamp: bool = False,
        box: tuple[int, int, int, int] | None = None,
        field: dict[str, Any] | None = None,
        **how: Any,
    ) -> bytes:
        """Sign with pyHanko; ``how`` are fields of its ``PdfSignatureMetadata``.

        ``field`` are those of its ``SigFieldSpec``, for a new field that shows something or locks.
        """
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers

        certificate, key = self._pair(by)
        signer = signers.SimpleSigner(certificate, key, self._store)
        server = None
        if stamp:
            server = self.stamper
        settings = {"field_name": "Imzo1", "subfilter": fields.SigSeedSubFilter.PADES, **how}
        out = signers.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(small_pdf() if pdf is None else pdf)),
            signers.PdfSignatureMetadata(**settings),
            signer=signer,
            timestamper=server,
            new_field_spec=(
                fields.SigFieldSpec(settings["field_name"], box=box, **field or {})
                if box or field
                else None
            ),
        )
        signed: bytes = out.getvalue()
        return signed

    def stamp_pdf(self, pdf: bytes, field: str = "Vaqt") -> bytes:
        """Put a document time-stamp behind a PDF."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import signers

        stamper = signers.PdfTimeStamper(self.stamper, field_name=field)
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        stamped: bytes = stamper.timestamp_pdf(writer, "sha256").getvalue()
        return stamped

    def kept(self) -> dict[str, Any]:
        """What pyHanko needs to make B-LT."""
        from asn1crypto import crl, x509
        from pyhanko_certvalidator import ValidationContext

        lists = [item.public_bytes(Encoding.DER) for item in self.authority.crls(self.now)]
        root = self.authority.root.certificate.public_bytes(Encoding.DER)
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(root)],
            crls=[crl.CertificateList.load(item) for item in lists],
            other_certs=list(self._store),
            allow_fetching=False,
        )
        return {"embed_validation_info": True, "validation_context": context}

    @staticmethod
    def edit(pdf: bytes, change: Callable[[Any], None]) -> bytes:
        """Append an update without a signature, as pyHanko writes it."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

        writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()


def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())
