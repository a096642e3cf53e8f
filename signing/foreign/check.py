"""Is a signature intact? Decided from the bytes alone (RFC 5652, 5.6; EN 319 102-1, 5.2.7).

Everything that can be told is told: a signature whose value is right and whose certificate is not
bound by it is intact, and says why it proves less. What an unsigned attribute claims – a time, a
digest, a certificate – is never used.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from cryptography import x509

from signing.called import distinct, issuer_name
from signing.certificate import key_identifier
from signing.cms_asn1 import tlv
from signing.detail import NO_DETAIL, Detail, said
from signing.errors import (
    AlgorithmRefused,
    DocumentError,
    MalformedDocument,
    SignatureCheckFailed,
    SigningError,
)
from signing.flaws import Flaw
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.contents import Content
from signing.foreign.references import Reference, references
from signing.foreign.signed_data import SignedData, SignerInfo
from signing.issued import fingerprint
from signing.meaning import meanings
from signing.report import Reason
from signing.revocation import Source


@dataclass(frozen=True)
class Checked:
    """One signature whose bytes were looked at; trust is not decided yet."""

    data: SignedData
    info: SignerInfo
    certificate: x509.Certificate | None
    brought: tuple[x509.Certificate, ...]
    """Certificates that came with it, beside it or in it."""
    sources: tuple[Source, ...]
    algorithm: str
    weak_since: datetime | None
    """Since when its algorithms count for nothing new; None if they are strong."""
    signing_time: datetime | None
    value: bytes
    content: Content | None
    """What it covers; None if that is not at hand, or was changed."""
    intact: bool
    reasons: tuple[Reason, ...]

    @property
    def others(self) -> tuple[x509.Certificate, ...]:
        """Certificates that came with it, without the signer's own."""
        if self.certificate is None:
            return self.brought
        own = fingerprint(self.certificate)
        return tuple(item for item in self.brought if fingerprint(item) != own)

    @property
    def meaning(self) -> tuple[Reason, ...]:
        """What the signer says that it means, if that is no approval."""
        signed = self.info.signed
        if signed is None or not self.intact:
            return ()
        return meanings((name, [item.raw for item in values]) for name, values in signed.values)


def check_signer(
    data: SignedData,
    info: SignerInfo,
    contents: Sequence[Content],
    helpers: Sequence[x509.Certificate] = (),
    *,
    counter: bool = False,
    missing: str = "HASH_FAILURE",
) -> Checked:
    """Check one signature.

    Args:
        data: what it stands in.
        info: the signature itself.
        contents: what it may cover; which one it is its digest tells.
        helpers: certificates at hand, for a signature that brings none.
        counter: it is a signature over another signature's value.
        missing: what it means that it covers none of several ``contents``.
    """
    certificates, sources = form.embedded(info)
    every = distinct((*data.certificates, *certificates))
    work = _Check(info, contents, missing)
    certificate: x509.Certificate | None = None
    try:
        work.read()
        certificate = work.choose((*every, *helpers))
        work.check_content(None if counter else data.content_type)
        if certificate is not None:
            work.check_value(certificate)
            work.check_binding(certificate)
        signing_time = work.signing_time()
    except SignatureCheckFailed as error:
        work.fail(error.reasons[0])
        signing_time = None
    except SigningError as error:
        work.refuse(error)
        signing_time = None
    return Checked(
        data=data,
        info=info,
        certificate=certificate,
        brought=every,
        sources=(*data.sources, *sources),
        algorithm=str(work.algorithm or ""),
        weak_since=work.weak_since(certificate),
        signing_time=signing_time,
        value=work.value,
        content=work.content,
        intact=work.value_is_right and work.content is not None and not work.is_malformed,
        reasons=tuple(dict.fromkeys(work.reasons)),
    )


class _Check:
    """One run; collects what is wrong instead of stopping at what is merely open."""

    def __init__(self, info: SignerInfo, contents: Sequence[Content], missing: str) -> None:
        self._info = info
        self._contents = contents
        self._missing = missing
        self._digest = ""
        self._bound_by: list[str] = []
        """Hashes that the signer chose to name his certificate by."""
        self._digests: dict[bytes, bytes] = {}
        """Of what may have been signed."""
        self.algorithm: algorithms.Algorithm | None = None
        self.value = b""
        self.content: Content | None = None
        self.value_is_right = False
        self.reasons: list[Reason] = []

    def fail(self, code: str, detail: Detail = NO_DETAIL) -> None:
        """Keep a reason for which it is broken."""
        self.reasons.append(Reason(code, detail))

    @property
    def is_malformed(self) -> bool:
        """Whether its structure says another thing than its value was made for."""
        return any(item.failed and item.code == "FORMAT_FAILURE" for item in self.reasons)

    def leave_open(self, code: str, detail: Detail = NO_DETAIL) -> None:
        """Keep a reason for which it proves nothing, or less."""
        self.reasons.append(Reason(code, detail, failed=False))

    def refuse(self, error: SigningError) -> None:
        """Keep the reason that an error stands for."""
        if isinstance(error, AlgorithmRefused):
            self.leave_open("CRYPTO_CONSTRAINTS_FAILURE", error.name)
        else:
            assert isinstance(error, DocumentError)
            self.fail("FORMAT_FAILURE", error.detail)

    def read(self) -> None:
        self.value = self._info.value.octets()
        self._digest = algorithms.hash_name(self._info.digest_algorithm)
        self.algorithm = algorithms.read_algorithm(self._info.signature_algorithm, self._digest)
        # Ed25519 hashes for itself; of all others one hash is for the content and the signature.
        if self.algorithm.scheme != "ed25519" and self.algorithm.hash_name != self._digest:
            text = said(Flaw.SCHEME_OVER, self.algorithm, self._digest)
            self.leave_open("CRYPTO_CONSTRAINTS_FAILURE", text)

    def weak_since(self, certificate: x509.Certificate | None) -> datetime | None:
        found = [algorithms.weak_since(name) for name in (self._digest, *self._bound_by)]
        if self.algorithm is not None and certificate is not None:
            found.append(self.algorithm.weak_since(certificate))
        return min((item for item in found if item), default=None)

    # Which certificate.

    def choose(self, certificates: Sequence[x509.Certificate]) -> x509.Certificate | None:
        """Return the signer's certificate: named by the signature, never by its place.

        Several may bear one name, as anybody can put certificates in: of those that nothing binds
        it is one whose key made the value.
        """
        found = [item for item in certificates if _is_named(self._info.sid, item)]
        bound = [item for item in found if self._binds(item)]
        if not found:
            self.leave_open("NO_SIGNING_CERTIFICATE_FOUND")
            return None
        if len(bound or found) == 1:
            return (bound or found)[0]
        return next(filter(self._made_value, bound or found), found[0])

    @cached_property
    def _named(self) -> Sequence[Reference]:
        return references(self._info.signed)

    def _binds(self, certificate: x509.Certificate) -> bool:
        return bool(self._named) and all(item.is_hash_of(certificate) for item in self._named)

    def check_binding(self, certificate: x509.Certificate) -> None:
        """The attribute binds the certificate, so that another for the same key cannot be put in.

        Without it the question is open (EN 319 102-1, 5.2.3): plain CMS of national tools. So it
        is where the hash is right and the issuer beside it another one's: some write names anew.
        """
        self._bound_by = [item.hash_name for item in self._named if not item.is_first_version]
        if not self._named:
            self.leave_open("SIG_CONSTRAINTS_FAILURE")
        elif not self._binds(certificate):
            self.fail("SIG_CONSTRAINTS_FAILURE")
        elif not all(item.is_issued_as(certificate) for item in self._named):
            self.leave_open("SIG_CONSTRAINTS_FAILURE", said(Flaw.ISSUER_SERIAL))

    # What it covers.

    def check_content(self, content_type: str | None) -> None:
        signed = self._info.signed
        if signed is None:
            return
        named = signed.one(form.CONTENT_TYPE)
        if content_type is not None and (
            named is None or algorithms.object_identifier(named) != content_type
        ):
            # RFC 5652, 11.1: it must be there, so that one kind is not taken for another.
            self.fail("FORMAT_FAILURE", said(Flaw.CONTENT_TYPE))
        claimed = signed.one(form.MESSAGE_DIGEST)
        if claimed is None:
            raise MalformedDocument(Flaw.NO_MESSAGE_DIGEST)
        hashed = claimed.octets()
        for item in self._contents:
            if hmac.compare_digest(item.digest(self._digest), hashed):
                self.content = item
                return
        self._miss()

    def _miss(self) -> None:
        if not self._contents or self._missing != "HASH_FAILURE":
            self.leave_open("SIGNED_DATA_NOT_FOUND")
        else:
            self.fail("HASH_FAILURE")

    # The value.

    def _made_value(self, certificate: x509.Certificate) -> bool:
        """Whether a key made the value, over attributes or any content; nothing is noted."""
        bare = self._info.signed is None
        try:
            over = self._over_contents() if bare else self._over_attributes()
            return any(self._is_right(certificate, *item) for item in over)
        except SigningError:
            return False

    def _over_contents(self) -> Iterator[tuple[bytes | None, bytes]]:
        for item in self._contents:
            yield item.small(), item.digest(self._hash)

    def _over_attributes(self) -> Iterator[tuple[bytes, bytes]]:
        for encoded in self._encodings:
            if encoded not in self._digests:
                self._digests[encoded] = algorithms.digest(self._hash, encoded)
            yield encoded, self._digests[encoded]

    @cached_property
    def _encodings(self) -> tuple[bytes, ...]:
        """What may have been signed: the set as sent, sorted, and in DER (RFC 5652, 5.4).

        All say the same; which of them a maker hashed cannot be known otherwise. They are made
        once: a hundred certificates may bear one name, and a set may be as large as a file.
        """
        assert self._info.signed is not None
        attributes = self._info.signed.element.children
        sent = [item.raw for item in attributes]
        ways = (sent, sorted(sent), sorted(map(ber.der, attributes)))
        return tuple(dict.fromkeys(tlv(ber.SET, b"".join(way)) for way in ways))

    def check_value(self, certificate: x509.Certificate) -> None:
        signed = self._info.signed
        if signed is None:
            self._check_bare_value(certificate)
            return
        for item in self._over_attributes():
            if self._is_right(certificate, *item):
                self.value_is_right = True
                return
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",))

    @property
    def _hash(self) -> str:
        assert self.algorithm is not None
        return self.algorithm.hash_name

    def _check_bare_value(self, certificate: x509.Certificate) -> None:
        """A signature without attributes is over the content itself."""
        if not self._contents:
            self._miss()
            return
        for item in self._contents:
            if self._is_right(certificate, item.small(), item.digest(self._hash)):
                # The same value fits attributes that were signed and are now called the content.
                if _may_be_attributes(item.small()):
                    self.fail("FORMAT_FAILURE", said(Flaw.CONTENT_TYPE))
                self.content, self.value_is_right = item, True
                return
        if len(self._contents) > 1 and self._missing != "HASH_FAILURE":
            self._miss()
            return
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",))

    def _is_right(self, certificate: x509.Certificate, signed: bytes | None, over: bytes) -> bool:
        assert self.algorithm is not None
        try:
            algorithms.check(certificate, self.algorithm, signed, over, self.value)
        except SignatureCheckFailed:
            return False
        return True

    def signing_time(self) -> datetime | None:
        signed = self._info.signed
        claimed = signed.one(form.SIGNING_TIME) if signed else None
        return form.moment(claimed) if claimed else None


def _may_be_attributes(content: bytes | None) -> bool:
    """Whether a content is a set of attributes with a message-digest among them."""
    if not content or content[0] != ber.SET:
        return False
    try:
        item = ber.read_all(content)
        kinds = [algorithms.object_identifier(part.children[0]) for part in item.children]
    except (MalformedDocument, IndexError):
        return False
    return form.MESSAGE_DIGEST in kinds


def _is_named(sid: ber.Element, certificate: x509.Certificate) -> bool:
    """Whether a signer identifier names a certificate (RFC 5652, 5.3)."""
    if sid.tag == ber.SEQUENCE:
        issuer, serial = (*sid.children, None, None)[:2]
        if issuer is None or serial is None or len(sid.children) != 2:
            raise MalformedDocument(Flaw.SIGNER_NAME)
        number = int.from_bytes(serial.require(ber.INTEGER, Flaw.SERIAL).body, "big", signed=True)
        return number == certificate.serial_number and issuer.raw == issuer_name(certificate)
    return sid.tag & ~0x20 == 0x80 and sid.octets() == key_identifier(certificate)
