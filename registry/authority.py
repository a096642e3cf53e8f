"""The demo certificate authority and the registry's own keys.

A root signs one issuing authority; that one certifies people, the registry and its time-stamp
service. Subjects carry what Uzbek certificates carry: common name, surname, organisation, unit,
post in ``T``, locality, country, PINFL and the organisation's STIR. Certificates of people last
24 months. A person's key may be made elsewhere, on a token: then only its public half comes here.

It is for demonstrations and pilots: its keys are files, readable by this account only.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing.certificate import PINFL, STIR
from signing.memory_key import MemorySigner
from signing.signer import SignerCertificate

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_ROOT_DAYS = 20 * 365
_CA_DAYS = 10 * 365
_SERVICE_DAYS = 5 * 365
# A demo office has a past: what was signed months ago needs an authority that was there already.
_CA_AGE = timedelta(days=2 * 365)
PERSON_DAYS = 730
"""24 months."""
# A station whose clock is a little behind must not find its new certificate "not yet valid".
_HEAD_START = timedelta(minutes=5)
# A list also answers for what was signed shortly before it was asked for.
_CRL_HEAD_START = timedelta(hours=1)
# Stations that are offline for some days still have a current list.
_CRL_LIFE = timedelta(days=7)


def _present() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names. ``stir`` is empty for a natural person."""

    name: str
    pinfl: str = ""
    post: str = ""
    organisation: str = ""
    stir: str = ""
    unit: str = ""
    locality: str = ""

    def to_name(self) -> x509.Name:
        """Return the distinguished name; empty fields are left out."""
        fields = [
            (NameOID.COUNTRY_NAME, "UZ"),
            (NameOID.LOCALITY_NAME, self.locality),
            (NameOID.ORGANIZATION_NAME, self.organisation),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, self.unit),
            (NameOID.TITLE, self.post),
            (NameOID.SURNAME, self.name.split()[0] if self.pinfl else ""),
            (NameOID.COMMON_NAME, self.name),
            (PINFL, self.pinfl),
            (STIR, self.stir),
        ]
        # X.520 bounds these at 64 characters, of which many readers count the bytes.
        return x509.Name([x509.NameAttribute(oid, _fit(value)) for oid, value in fields if value])


class DemoAuthority:
    """The authority kept below one registry directory, in ``ca/`` and ``keys/``."""

    def __init__(self, directory: Path, clock: Callable[[], datetime] = _present) -> None:
        """Open what :meth:`create` has made in ``directory``.

        Args:
            directory: the registry's directory.
            clock: when a certificate begins whose start is not given.
        """
        self._clock = clock
        self._keys = directory / "keys"
        self._ca = directory / "ca"
        self._issued = self._ca / "issued.txt"
        self.root = _load_certificate(self._ca / "root.pem")
        self.issuing = _load_certificate(self._ca / "issuing.pem")
        self._issuing_key = _load_key(self._keys / "issuing.key")
        self._root_key = _load_key(self._keys / "root.key")

    @classmethod
    def create(cls, directory: Path, name: str, *, now: datetime | None = None) -> DemoAuthority:
        """Make root, issuing authority, registry and time-stamp keys; write ``trust.pem``.

        Args:
            directory: the registry's directory.
            name: the registry's name, which goes into its certificates.
            now: the present, if not given; validity begins two years earlier.
        """
        keys, ca = directory / "keys", directory / "ca"
        for folder in (keys, ca):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        moment = now or datetime.now(UTC)
        start = moment - _CA_AGE
        root_key = ec.generate_private_key(ec.SECP256R1())
        root_name = _authority_name(f"{name} – demo root")
        root = (
            _builder(root_name, root_name, root_key.public_key(), start, _ROOT_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
            .add_extension(_usage(ca=True), critical=True)
            .sign(root_key, hashes.SHA256())
        )
        issuing_key = ec.generate_private_key(ec.SECP256R1())
        issuing = (
            _builder(
                _authority_name(f"{name} – demo CA"),
                root_name,
                issuing_key.public_key(),
                start,
                _CA_DAYS,
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(ca=True), critical=True)
            .add_extension(_issuer_key(root), critical=False)
            .sign(root_key, hashes.SHA256())
        )
        _save_key(keys / "root.key", root_key)
        _save_key(keys / "issuing.key", issuing_key)
        _save_certificate(ca / "root.pem", root)
        _save_certificate(ca / "issuing.pem", issuing)
        _save_certificate(directory / "trust.pem", root)
        authority = cls(directory)
        for service, stamps in (("registry", False), ("tsa", True)):
            key = ec.generate_private_key(ec.SECP256R1())
            label = f"{name} TSA" if stamps else name
            certificate = authority.issue(
                key.public_key(),
                Subject(name=label, organisation=name),
                days=_SERVICE_DAYS,
                now=moment,
                time_stamping=stamps,
            )
            _save_key(keys / f"{service}.key", key)
            _save_certificate(keys / f"{service}.pem", certificate)
        return authority

    def issue(
        self,
        public_key: PublicKey,
        subject: Subject,
        *,
        days: int = PERSON_DAYS,
        now: datetime | None = None,
        time_stamping: bool = False,
    ) -> x509.Certificate:
        """Certify a public key.

        Args:
            public_key: EC or RSA; its private half may be on a token.
            subject: whom the certificate names.
            days: how long it is valid, counted from ``now``.
            now: the start of validity; the present, if not given.
            time_stamping: for a time-stamp service: the extended key usage RFC 3161, 2.3 wants.
        """
        start = now or self._clock()
        builder = (
            _builder(subject.to_name(), self.issuing.subject, public_key, start, days)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(ca=False), critical=True)
            .add_extension(_issuer_key(self.issuing), critical=False)
        )
        if time_stamping:
            builder = builder.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
            )
        certificate = builder.sign(self._issuing_key, hashes.SHA256())
        with self._issued.open("a", encoding="ascii") as book:
            book.write(f"{certificate.serial_number:x}\n")
        return certificate

    def has_issued(self, serial: int) -> bool:
        """Whether a certificate with this serial number was issued here."""
        if not self._issued.exists():
            return False
        return f"{serial:x}" in self._issued.read_text(encoding="ascii").split()

    def issue_spki(
        self, spki: bytes, subject: Subject, *, days: int = PERSON_DAYS
    ) -> x509.Certificate:
        """Certify a public key given as DER SubjectPublicKeyInfo, e.g. read from a token.

        Raises:
            ValueError: not a public key.
            TypeError: of a kind the package format does not allow.
        """
        key = serialization.load_der_public_key(spki)
        if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            raise TypeError("only EC and RSA keys are certified")
        return self.issue(key, subject, days=days)

    def person_signer(self, subject: Subject, *, rsa_bits: int = 0) -> MemorySigner:
        """Return the signer of a person whose key is kept here, made at the first call.

        Args:
            subject: whom the certificate names; ``pinfl`` is the key's name.
            rsa_bits: 0 for EC P-256.
        """
        folder = self._keys / "people"
        folder.mkdir(mode=0o700, exist_ok=True)
        key_file, certificate_file = (
            folder / f"{subject.pinfl}.key",
            folder / f"{subject.pinfl}.pem",
        )
        if not certificate_file.exists():
            key = _new_key(rsa_bits)
            certificate = self.issue(key.public_key(), subject)
            _save_key(key_file, key)
            _save_certificate(certificate_file, certificate)
        return self._signer(key_file, certificate_file)

    def service_signer(self, service: str) -> MemorySigner:
        """Return the signer of ``registry`` or ``tsa``."""
        return self._signer(self._keys / f"{service}.key", self._keys / f"{service}.pem")

    def revocation_lists(
        self, revoked: list[tuple[int, datetime]], now: datetime
    ) -> tuple[x509.CertificateRevocationList, x509.CertificateRevocationList]:
        """Return the CRLs of the issuing authority and of the root, in this order.

        Args:
            revoked: serial numbers of certificates of the issuing authority, with the moment.
            now: when the lists are asked for.
        """
        return (
            _revocation_list(self.issuing, self._issuing_key, revoked, now),
            _revocation_list(self.root, self._root_key, [], now),
        )

    def sign_ocsp(
        self, builder: ocsp.OCSPResponseBuilder, issuer: x509.Certificate
    ) -> ocsp.OCSPResponse:
        """Sign an OCSP answer with the key of ``issuer``: the issuing authority or the root."""
        key = self._root_key if issuer == self.root else self._issuing_key
        return builder.sign(key, hashes.SHA256())

    def _signer(self, key_file: Path, certificate_file: Path) -> MemorySigner:
        identity = SignerCertificate(
            _load_certificate(certificate_file), (self.issuing, self.root)
        )
        return MemorySigner(_load_key(key_file), identity)


def _revocation_list(
    issuer: x509.Certificate,
    key: PrivateKey,
    revoked: list[tuple[int, datetime]],
    now: datetime,
) -> x509.CertificateRevocationList:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(now - _CRL_HEAD_START)
        .next_update(now + _CRL_LIFE)
        .add_extension(_issuer_key(issuer), critical=False)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
    )
    for serial, moment in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment).build()
        )
    return builder.sign(key, hashes.SHA256())


def _new_key(rsa_bits: int) -> PrivateKey:
    if rsa_bits:
        return rsa.generate_private_key(public_exponent=65537, key_size=rsa_bits)
    return ec.generate_private_key(ec.SECP256R1())


def _authority_name(name: str) -> x509.Name:
    return Subject(name=name, organisation="E-qaror (demo)").to_name()


def _fit(value: str) -> str:
    written = value.encode()
    return value if len(written) <= 64 else f"{written[:61].decode(errors='ignore')}…"


def _builder(
    subject: x509.Name, issuer: x509.Name, key: PublicKey, start: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - _HEAD_START)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _issuer_key(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _save_key(path: Path, key: PrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    # The mode is set at creation: there is no moment in which others could read the key.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)


def _load_key(path: Path) -> PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return key


def _save_certificate(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _load_certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())
