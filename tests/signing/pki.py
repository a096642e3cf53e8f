"""A real certificate authority of two levels for the tests, with revocation lists."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing.certificate import PINFL, STIR
from signing.cms import build_signed_data
from signing.memory_key import MemorySigner
from signing.package import AnnexSource, PackageContent, build_package
from signing.signer import SignatureAlgorithm, Signer, SignerCertificate
from signing.statement import (
    Agreement,
    Annex,
    Authority,
    Content,
    Decision,
    Officer,
    Organisation,
    SignerRole,
    Trail,
    TrailEntry,
    Version,
    agreement_statement,
)
from signing.trust import TrustAnchors

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
HOKIM = ("Namunayev Sinov", "11111111111111", "200000001")
OFFICER = ("Misolova Tajriba", "22222222222222", "200000002")


@dataclass(frozen=True)
class Issued:
    certificate: x509.Certificate
    key: Key


class Authority2:
    """Root and issuing authority."""

    def __init__(self, name: str = "Sinov", begins: datetime = NOW - timedelta(days=400)) -> None:
        self._begins = begins
        self.root = self._make(f"{name} root", None, ec.generate_private_key(ec.SECP384R1()))
        self.issuing = self._make(
            f"{name} issuing", self.root, ec.generate_private_key(ec.SECP256R1())
        )
        self.revoked: dict[int, datetime] = {}

    def issue(
        self,
        person: tuple[str, str, str],
        *,
        key: Key | None = None,
        begins: datetime = NOW - timedelta(days=30),
        days: int = 730,
        signing: bool = True,
        time_stamping: bool = False,
    ) -> Issued:
        made = key or ec.generate_private_key(ec.SECP256R1())
        name, pinfl, stir = person
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, name),
                x509.NameAttribute(PINFL, pinfl),
                x509.NameAttribute(STIR, stir),
            ]
        )
        builder = self._builder(subject, self.issuing.certificate, made, begins, days)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        builder = builder.add_extension(_usage(signing=signing, ca=False), True)
        if time_stamping:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, True)
        return Issued(builder.sign(self.issuing.key, hash_for(self.issuing.key)), made)

    def signer(
        self,
        person: tuple[str, str, str],
        algorithm: SignatureAlgorithm | None = None,
        **how: object,
    ) -> MemorySigner:
        issued = self.issue(person, **how)  # type: ignore[arg-type]
        identity = SignerCertificate(issued.certificate, (self.issuing.certificate,))
        return MemorySigner(issued.key, identity, algorithm)

    def crls(self, at: datetime = NOW) -> tuple[x509.CertificateRevocationList, ...]:
        return tuple(self._crl(issuer, at) for issuer in (self.root, self.issuing))

    def anchors(self, *, crls: bool = True) -> TrustAnchors:
        return TrustAnchors((self.root.certificate,), (), self.crls() if crls else ())

    def write_pem(self, path: Path) -> Path:
        path.write_bytes(self.root.certificate.public_bytes(Encoding.PEM))
        return path

    def _crl(self, issuer: Issued, at: datetime) -> x509.CertificateRevocationList:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(at - timedelta(hours=1))
            .next_update(at + timedelta(days=30))
        )
        for serial, moment in self.revoked.items():
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(serial)
                .revocation_date(moment)
                .build()
            )
        return builder.sign(issuer.key, hash_for(issuer.key))

    def _make(self, name: str, issuer: Issued | None, key: Key) -> Issued:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        above = issuer.certificate if issuer else None
        builder = self._builder(subject, above, key, self._begins, 4000)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        builder = builder.add_extension(_usage(signing=False, ca=True), True)
        by = issuer.key if issuer else key
        return Issued(builder.sign(by, hash_for(by)), key)

    def _builder(
        self,
        subject: x509.Name,
        issuer: x509.Certificate | None,
        key: Key,
        begins: datetime,
        days: int,
    ) -> x509.CertificateBuilder:
        public = key.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject if issuer else subject)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + timedelta(days=days))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        )
        if issuer:
            found = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
            identifier = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(found)
            builder = builder.add_extension(identifier, False)
        return builder


def hash_for(key: Key) -> hashes.SHA256 | hashes.SHA384 | hashes.SHA512:
    """The hash that fits a key; some verifiers take no shorter one (FIPS 186-5, 6.1.1)."""
    bits = key.key_size if isinstance(key, ec.EllipticCurvePrivateKey) else 0
    return hashes.SHA512() if bits > 384 else hashes.SHA384() if bits > 256 else hashes.SHA256()


def small_pdf(words: str = "QAROR QILAMAN", pages: int = 2) -> bytes:
    """A real PDF of a few pages."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for number in range(pages):
        page = writer.add_blank_page(595, 842)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 14 Tf 72 700 Td ({words} {number + 1}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def annex_source(annex: Annex, name: str, data: bytes) -> AnnexSource:
    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        yield io.BytesIO(data)

    return AnnexSource(annex, name, opened)


@dataclass
class Case:
    """A draft with its trail, ready to be signed, and who signs it."""

    authority: Authority2
    hokim: Signer
    officer: Signer
    content: PackageContent

    @property
    def version(self) -> Version:
        return self.content.decision.version

    def package(self, *, pdf_profile: bool = True, crls: bool = True) -> bytes:
        target = io.BytesIO()
        lists = self.authority.crls() if crls else ()
        build_package(
            self.content, self.hokim, target, moment=NOW, pdf_profile=pdf_profile, crls=lists
        )
        return target.getvalue()


def make_case(
    algorithm: SignatureAlgorithm | None = None,
    key: Key | None = None,
    authority: Authority2 | None = None,
) -> Case:
    authority = authority or Authority2()
    hokim = authority.signer(HOKIM, algorithm, key=key)
    officer = authority.signer(OFFICER)
    text, annex = small_pdf(), small_pdf("ILOVA", 1)
    version = Version(
        draft="2026-000001",
        version=2,
        type="Q",
        authority=Authority("Namunaviy tuman hokimligi", HOKIM[2], 30, 4),
        title="Yer uchastkasini ajratish toʻgʻrisida",
        restricted=False,
        text=Content.of(text),
        annexes=(Annex(1, "Roʻyxat", Content.of(annex)),),
    )
    entries = (
        _entry(officer, version, 1, replace(version, version=1), Agreement.OBJECTED, "Tuzatish"),
        _entry(officer, version, 2, version, Agreement.AGREED, ""),
        replace(
            _blank(version, 3),
            officer=None,
            organisation=Organisation("200000003", "Suv xoʻjaligi boʻlimi"),
            decision=Agreement.DEEMED_AGREED,
        ),
    )
    content = PackageContent(
        Decision(version, SignerRole(HOKIM[0], HOKIM[1], HOKIM[2], "hokim", "Tuman hokimi")),
        Trail(version.draft, entries),
        text,
        (annex_source(version.annexes[0], "1-ilova.pdf", annex),),
    )
    return Case(authority, hokim, officer, content)


def _blank(version: Version, order: int) -> TrailEntry:
    return TrailEntry(
        order=order,
        round=2,
        organisation=Organisation(OFFICER[2], "Moliya boʻlimi"),
        officer=Officer(OFFICER[0], "Boshliq", OFFICER[1]),
        decision=Agreement.AGREED,
        remark="",
        received=NOW - timedelta(days=3),
        due=NOW - timedelta(days=1),
        decided=NOW - timedelta(days=1),
        version=version.version,
        version_digest=version.digest,
    )


def _entry(
    officer: Signer,
    current: Version,
    order: int,
    covered: Version,
    decision: Agreement,
    remark: str,
) -> TrailEntry:
    entry = replace(
        _blank(covered, order), round=covered.version, decision=decision, remark=remark
    )
    statement = agreement_statement(current.draft, entry)
    signature = build_signed_data(officer, statement, signing_time=entry.decided)
    return replace(entry, signature=signature)


def _usage(*, signing: bool, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=not signing and not ca,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
