"""Time-stamps whose server's certificate has ended: they prove their time, and that is told.

Whoever has the key of a server that ended can write any time. Something newer over such a
time-stamp, made before the end, shows that it is older (EN 319 102-1, 5.6.2).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.cms_asn1 import tlv
from signing.report import Kind, Report
from signing.reporting.words import ReportWords
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import SET, Crafted, attribute
from tests.signing.foreign.test_archive_covered import CHAIN, FIRST, Growing
from tests.signing.foreign.test_archive_stamp_v2 import VERSION_2, Signature
from tests.signing.foreign.test_asic import FILES, Made, manifest
from tests.signing.foreign.test_stamps import AUTHORITY, KEY, PERSON, SERVER, VALID, token
from tests.signing.pki import NOW, Issued, _usage

DAY = timedelta(days=1)
TIMES = (NOW, NOW + 200 * DAY, NOW + 299 * DAY, NOW + 399 * DAY)
ANCHORS = TrustAnchors(
    (AUTHORITY.root.certificate,), (), tuple(one for at in TIMES for one in AUTHORITY.crls(at))
)


def server(name: str, days: int) -> Issued:
    """One that ends after so many days from now."""
    names = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    above = AUTHORITY.issuing
    builder = AUTHORITY._builder(names, above.certificate, KEY, NOW - 30 * DAY, days + 30)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(_usage(signing=True, ca=False), True)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    made = builder.add_extension(usage, True).sign(above.key, hashes.SHA256())
    return Issued(made, KEY)


LONGER, LONG = server("Ikkinchi", 350), server("Uchinchi", 600)
"""The first, ``SERVER``, ends after 270 days."""


def archived(days: int, by: Issued) -> Callable[[Growing], Growing]:
    """By version 3."""
    return lambda made: made.archived(by=by, at=NOW + days * DAY)


def by_bytes(days: int, by: Issued) -> Callable[[Growing], Growing]:
    """By version 2."""

    def add(made: Growing) -> Growing:
        over = Signature(made.made, made.value).covered(whole=True)
        return made.having(attribute(VERSION_2, token(over, by, NOW + days * DAY)))

    return add


def asked(data: bytes, days: int = 400) -> Report:
    report = verify_stream(io.BytesIO(data), ANCHORS, at=NOW + days * DAY)
    assert (report.verdict, report.reasons) == (VALID, ())
    return report


def told(report: Report) -> list[tuple[str, ...]]:
    (only,) = (item for item in report.signatures if item.kind is Kind.SIGNATURE)
    assert (only.proven, only.time) == (True, FIRST)
    words = ReportWords("en", UTC)
    return [(item.code, words.detail(item.detail)) for item in only.warnings]


def ended(who: Issued, name: str) -> list[tuple[str, ...]]:
    at = who.certificate.not_valid_after_utc
    return [("STAMP_ENDED", f"{name}: over since {ReportWords('en', UTC).moment(at)}")]


def grown(*more: Callable[[Growing], Growing]) -> bytes:
    made = Growing.begun()
    for add in more:
        made = add(made)
    return made.made.der(made.made.info_of(made.value))


def test_a_server_that_has_ended_is_told() -> None:
    """It was not, however long ago that was."""
    assert told(asked(grown(), days=269)) == []
    assert told(asked(grown(), days=271)) == ended(SERVER, "Vaqt serveri")


@pytest.mark.parametrize(
    ("more", "last"),
    [
        ([archived(200, LONG)], None),
        ([by_bytes(200, LONG)], None),
        # After the end of what it covers it proves nothing of that.
        ([archived(299, LONG)], (SERVER, "Vaqt serveri")),
        ([by_bytes(299, LONG)], (SERVER, "Vaqt serveri")),
        # It ended itself; until something newer covers it in time.
        ([archived(200, LONGER)], (LONGER, "Ikkinchi")),
        ([archived(200, LONGER), archived(340, LONG)], None),
        ([by_bytes(200, LONGER), by_bytes(340, LONG)], None),
        ([by_bytes(200, LONGER), archived(340, LONG)], None),
        ([archived(200, LONGER), by_bytes(340, LONG)], None),
        ([archived(200, LONGER), archived(360, LONG)], (LONGER, "Ikkinchi")),
    ],
)
def test_what_newer_ones_cover(
    more: Sequence[Callable[[Growing], Growing]], last: tuple[Issued, str] | None
) -> None:
    assert told(asked(grown(*more))) == ([] if last is None else ended(*last))


def test_a_newer_one_that_leaves_an_archive_time_stamp_out() -> None:
    made = archived(340, LONG)
    without = Growing.begun()
    archive = archived(200, LONGER)(without).made.unsigned[-1]
    newest = made(without).made.unsigned[-1]
    whole = without.having(archive, newest)
    data = whole.made.der(whole.made.info_of(whole.value))
    assert told(asked(data)) == ended(LONGER, "Ikkinchi")


def container(*stamps: tuple[int, Issued]) -> bytes:
    """With archive time-stamps, each over all that was there."""
    name = "META-INF/signature001.p7s"
    listed = manifest(name, FILES)
    made = Crafted(PERSON, listed, certificates=CHAIN, attached=False)
    value = crafted.signs(PERSON)(tlv(SET, made.signed))
    made.unsigned = [attribute(crafted.TIME_STAMP, token(value, at=FIRST))]
    members = {**FILES, "META-INF/ASiCManifest001.xml": listed}
    members[name] = made.der(made.info_of(value))
    for number, (days, by) in enumerate(stamps, 1):
        stamp = f"META-INF/timestamp{number:03d}.tst"
        over = manifest(stamp, members, mime="application/vnd.etsi.timestamp-token")
        members[f"META-INF/ASiCArchiveManifest{number:03d}.xml"] = over
        members[stamp] = token(over, by, NOW + days * DAY)
    return Made(members).zip()


@pytest.mark.parametrize(
    ("stamps", "last"),
    [
        ((), (SERVER, "Vaqt serveri")),
        (((200, LONG),), None),
        (((299, LONG),), (SERVER, "Vaqt serveri")),
        (((200, LONGER),), (LONGER, "Ikkinchi")),
        (((200, LONGER), (340, LONG)), None),
        (((200, LONGER), (360, LONG)), (LONGER, "Ikkinchi")),
    ],
)
def test_in_a_container(
    stamps: Sequence[tuple[int, Issued]], last: tuple[Issued, str] | None
) -> None:
    assert told(asked(container(*stamps))) == ([] if last is None else ended(*last))
