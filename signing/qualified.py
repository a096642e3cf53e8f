"""What a certificate says of itself by law: the statements of qualified certificates.

RFC 3739, 3.2.6 and ETSI EN 319 412-5, 4 and 5. All of it is the issuer's own claim. Whether an
issuer may say so is told by a trusted list, which this program has none of: so nothing is ever
concluded from a claim; it is only shown, as what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cryptography import x509

from signing.errors import MalformedDocument
from signing.flaws import Flaw

if TYPE_CHECKING:
    from signing.foreign.ber import Element

_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
_ETSI = "0.4.0.1862.1."
_MOST = 16
_LONGEST = 64
_TYPES = {f"{_ETSI}6.1": "esign", f"{_ETSI}6.2": "eseal", f"{_ETSI}6.3": "web"}


class ClaimKind(StrEnum):
    """What is claimed; a key of the message table's ``claims`` section."""

    QUALIFIED = "qualified"
    """QcCompliance: it is qualified, by the law of the European Union unless COUNTRY says else."""
    COUNTRY = "country"
    """QcCClegislation: by whose law; a code of ISO 3166."""
    ESIGN = "esign"
    """QcType: for signatures of persons."""
    ESEAL = "eseal"
    WEB = "web"
    DEVICE = "device"
    """QcSSCD: the private key is in a qualified device."""
    LIMIT = "limit"
    """QcLimitValue: for transactions up to an amount; ``1000 EUR``."""
    RETENTION = "retention"
    """QcRetentionPeriod: the issuer keeps what it knows for so many years."""
    OTHER = "other"
    """A statement that is not read here, by its identifier."""
    DAMAGED = "damaged"
    """The statements cannot be read."""


@dataclass(frozen=True)
class Claim:
    """One claim with the fact that goes with it."""

    kind: ClaimKind
    detail: str = ""


def read_claims(certificate: x509.Certificate) -> tuple[Claim, ...]:
    """Return what a certificate claims; nothing for one without such statements."""
    for extension in certificate.extensions:
        if extension.oid == _STATEMENTS:
            value = extension.value
            assert isinstance(value, x509.UnrecognizedExtension)
            try:
                return tuple(dict.fromkeys(_claims(value.value)))
            except (MalformedDocument, IndexError):
                return (Claim(ClaimKind.DAMAGED),)
    return ()


def _claims(der: bytes) -> Iterator[Claim]:
    from signing.foreign import ber
    from signing.foreign.algorithms import object_identifier

    statements = ber.read_all(der).require(ber.SEQUENCE, Flaw.STATEMENTS).children
    if len(statements) > _MOST:
        raise MalformedDocument(Flaw.TOO_MANY_STATEMENTS)
    for item in statements:
        parts = item.require(ber.SEQUENCE, Flaw.STATEMENT).children
        name = object_identifier(parts[0])
        match name.removeprefix(_ETSI) if name.startswith(_ETSI) else "":
            case "1":
                yield Claim(ClaimKind.QUALIFIED)
            case "2":
                yield Claim(ClaimKind.LIMIT, _limit(parts[1].children))
            case "3":
                yield Claim(ClaimKind.RETENTION, str(_number(parts[1])))
            case "4":
                yield Claim(ClaimKind.DEVICE)
            case "6":
                kinds = [object_identifier(kind) for kind in parts[1].children]
                for kind in kinds[:_MOST]:
                    known = _TYPES.get(kind)
                    yield Claim(ClaimKind(known)) if known else Claim(ClaimKind.OTHER, kind)
            case "7":
                for country in parts[1].children[:_MOST]:
                    yield Claim(ClaimKind.COUNTRY, _word(country))
            case "5":
                # Where its issuer's terms can be read: an address that nobody here goes to.
                continue
            case _:
                yield Claim(ClaimKind.OTHER, name)


def _limit(parts: tuple[Element, ...]) -> str:
    """Read a MonetaryValue: a currency of ISO 4217 as letters or number, amount, exponent."""
    currency, amount, exponent = parts[0], _number(parts[1]), _number(parts[2])
    name = str(_number(currency)) if currency.tag == 0x02 else _word(currency)
    # An exponent may be any number; what is shown is never longer than somebody reads.
    shown = f"{amount}e{exponent}" if not 0 <= exponent <= 9 else str(amount * 10**exponent)
    return f"{shown} {name}"


def _number(item: Element) -> int:
    body = item.require(0x02, Flaw.NUMBER).body
    if not 0 < len(body) <= 8:
        raise MalformedDocument(Flaw.NUMBER)
    return int.from_bytes(body, "big", signed=True)


def _word(item: Element) -> str:
    """Read a short word of letters; PrintableString, of which ASCII is all there is."""
    try:
        text = item.body.decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedDocument(Flaw.WORD) from error
    if not text.isalnum() or len(text) > _LONGEST:
        raise MalformedDocument(Flaw.WORD)
    return text
