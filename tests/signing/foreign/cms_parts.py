"""What tests of bare signatures share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cryptography import x509

from signing.cms_asn1 import tlv
from signing.foreign.cms import verify_signature
from signing.foreign.contents import Content
from signing.report import Report, Verdict
from signing.trust import TrustAnchors
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import Crafted, attribute
from tests.signing.foreign.makers import MATTER, Makers

NAMED = crafted.oid("1.2.840.113549.1.7.2")
VALID, INVALID, OPEN = Verdict.VALID, Verdict.INVALID, Verdict.INDETERMINATE


def judge(
    makers: Makers, signature: bytes, *data: bytes, anchors: TrustAnchors | None = None
) -> Report:
    contents = tuple(Content.of(item, f"{number}") for number, item in enumerate(data))
    return verify_signature(signature, contents, anchors or makers.anchors)


def codes(report: Report) -> set[str]:
    return {item.code for item in report.reasons}


def with_between(makers: Makers, name: str = "first") -> list[x509.Certificate]:
    return [makers.people[name].certificate, makers.authority.issuing.certificate]


def stamped(
    makers: Makers, token: Callable[[bytes], bytes], unsigned: Sequence[bytes] = ()
) -> bytes:
    made = Crafted(
        makers.people["first"], MATTER, unsigned=unsigned, certificates=with_between(makers)
    )
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    made.unsigned = [*made.unsigned, attribute(crafted.TIME_STAMP, token(value))]
    return made.der(made.info_of(value))


def add_unsigned(token: bytes, added: bytes) -> bytes:
    """Put an unsigned attribute into the one signature of a CMS."""
    from signing.foreign import ber

    top = ber.read_all(token)
    data = top.children[1].only()
    signer = data.children[-1].only()
    return with_info(token, tlv(0x30, signer.body + tlv(0xA1, added)))


def with_info(cms: bytes, info: bytes) -> bytes:
    """The same with another ``SignerInfo``."""
    from signing.foreign import ber

    top = ber.read_all(cms)
    data = top.children[1].only()
    inner = b"".join(item.raw for item in data.children[:-1]) + tlv(0x31, info)
    return tlv(0x30, top.children[0].raw + tlv(0xA0, tlv(0x30, inner)))


def shaped(makers: Makers, name: str = "first", **how: object) -> Crafted:
    return Crafted(makers.people[name], MATTER, certificates=with_between(makers, name), **how)  # type: ignore[arg-type]
