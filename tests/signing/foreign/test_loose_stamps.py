"""Time-stamps beside a signature, and in each other: what in them is whose."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import pytest

from signing.cms import add_signature_time_stamp, signature_value
from signing.cms_asn1 import tlv
from signing.detail import Detail
from signing.foreign import ber
from signing.foreign.loose import _JUDGED
from signing.foreign.signed_data import read_signed_data
from signing.package import read_signature, replace_signature
from signing.timestamp import ask, check_answer
from signing.verify import verify_package
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import add_unsigned, shaped
from tests.signing.foreign.crafted import SHA256, Crafted, algorithm, attribute
from tests.signing.foreign.makers import SERVER, Makers
from tests.signing.foreign.test_loose import (
    EVIL,
    LISTS,
    STAMPED,
    STRAY,
    beside_stamp,
    der,
    outside,
    stamped_of,
    told,
)
from tests.signing.foreign.test_vouched import TST_INFO, stamp_of
from tests.signing.pki import NOW, Authority2, Issued, make_case
from tests.signing.test_timestamp import stamp as answer_of

ARCHIVE = "0.4.0.1733.2.4"


@pytest.fixture
def server(makers: Makers) -> Issued:
    return makers.authority.issue(SERVER, begins=makers.now, time_stamping=True)


def over(makers: Makers) -> bytes:
    return hashlib.sha256(stamped_of(makers)).digest()


def test_what_whoever_asks_for_a_time_stamp_may_choose(makers: Makers, server: Issued) -> None:

    def beside(words: bytes = b"", parameters: bytes = b"", imprint: bytes = b"") -> object:
        token = stamp_of(server, words, imprint or over(makers), parameters)
        return beside_stamp(makers, token)

    assert beside() == beside(b"\x01" * 16) == beside(parameters=crafted.NULL) == []
    assert beside(parameters=tlv(0x0C, EVIL)) == [outside(STAMPED)]
    assert beside(imprint=EVIL.ljust(32)) == [outside(STAMPED)]


@pytest.mark.parametrize(
    ("kind", "count", "right"),
    [(TST_INFO, 5, True), (TST_INFO, 4, False), (crafted.DATA, 5, False)],
)
def test_a_servers_signature_over_something_else(
    makers: Makers, server: Issued, kind: str, count: int, right: bool
) -> None:
    """A time-stamp says so of itself, and has at least five parts."""
    top = ber.read_all(stamp_of(server, imprint=over(makers))).children[1].only()
    info = ber.read_all(top.children[2].children[1].only().octets())
    content = tlv(0x30, b"".join(item.raw for item in info.children[:count]))
    made = Crafted(server, content, kind=kind)
    made.attributes = [
        crafted.content_type(kind),
        crafted.message_digest(content),
        crafted.signing_certificate(server.certificate),
    ]
    assert beside_stamp(makers, made.der()) == ([] if right else [outside(STAMPED)])


def test_more_time_stamps_than_are_judged(makers: Makers) -> None:
    """Of those nobody asked who made them; their words are looked at all the same."""
    made = shaped(makers)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    token = makers.token(value)
    stranger = Authority2("Boshqa").issue(SERVER, begins=makers.now, time_stamping=True)

    def with_stamps(*tokens: bytes) -> list[Detail]:
        made.unsigned = [attribute(crafted.TIME_STAMP, *tokens)]
        return told(makers, made.der(made.info_of(value)))

    most = [token] * _JUDGED
    assert with_stamps(*most) == with_stamps(*most, token) == []
    foreign = stamp_of(stranger, imprint=hashlib.sha256(value).digest())
    assert with_stamps(*most, foreign) == [STRAY, outside(crafted.TIME_STAMP)]
    assert with_stamps(*most, makers.token(b"another")) == [outside(crafted.TIME_STAMP)]


def test_a_time_stamp_within_a_time_stamp(makers: Makers, server: Issued) -> None:
    """Nobody judges it: who made it is asked, and of what."""
    token = makers.token(stamped_of(makers))

    def nested(by: Issued, imprint: bytes) -> list[Detail]:
        inner = attribute(crafted.TIME_STAMP, stamp_of(by, imprint=imprint))
        return beside_stamp(makers, add_unsigned(token, inner))

    own = hashlib.sha256(read_signed_data(token).signers[0].value.octets()).digest()
    assert nested(server, own) == []
    assert nested(server, EVIL.ljust(32)) == [outside(crafted.TIME_STAMP)]
    assert nested(makers.people["first"], own) == [outside(crafted.TIME_STAMP)]


def test_what_the_server_says_beside_is_the_servers(makers: Makers, server: Issued) -> None:
    """Accuracy, the server's name and the like are signed, and not chosen by who asks."""
    name = tlv(0xA0, tlv(0x86, b"https://vaqt.example/a-long-name"))
    assert beside_stamp(makers, stamp_of(server, imprint=over(makers), more=name)) == []


# --- archive time-stamps -----------------------------------------------------------------------


WRONG = [("TIMESTAMP", "HASH_FAILURE")]
"""Of nothing that is there: nobody can say what it is over."""


@pytest.mark.parametrize(
    ("words", "tag", "found"),
    [
        (b"", 4, []),
        (tlv(4, hashlib.sha256(b"another").digest()), 4, WRONG),
        (tlv(4, EVIL), 4, WRONG),
        (tlv(0x0C, EVIL), 4, WRONG),
        (b"", 0x0C, [("UNSIGNED_BESIDE", outside(ARCHIVE))]),
    ],
)
@pytest.mark.parametrize("version", [1, 3])
def test_words_in_the_index_of_an_archive_time_stamp(
    makers: Makers, version: int, words: bytes, tag: int, found: list[tuple[str, str]]
) -> None:
    """A server stamps what it is given: the index is not its own (EN 319 122-1, 5.5.2)."""
    assert archived(makers, makers.token, version, words, tag) == found


@pytest.mark.parametrize("version", [1, 3])
def test_an_archive_time_stamp_of_a_strangers_server(makers: Makers, version: int) -> None:
    """Of the right thing; what else it says is the stranger's."""
    stranger = Authority2("Boshqa").issue(SERVER, begins=makers.now, time_stamping=True)

    def stamp(data: bytes) -> bytes:
        return stamp_of(stranger, imprint=hashlib.sha256(data).digest(), more=tlv(0xA0, EVIL))

    found = [("UNSIGNED_BESIDE", detail) for detail in (STRAY, outside(ARCHIVE))]
    assert archived(makers, stamp, version) == found


def archived(
    makers: Makers,
    stamp_over: Callable[[bytes], bytes],
    version: int,
    words: bytes = b"",
    tag: int = 4,
) -> list[tuple[str, Detail]]:
    """What is told of a signature with an archive time-stamp."""
    lists = [der(item) for item in makers.authority.crls(makers.now)]
    values = attribute(LISTS, tlv(0x30, tlv(0xA0, tlv(0x30, b"".join(lists)))))
    made = shaped(makers, unsigned=[values])
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    kind, one = (item.raw for item in ber.read_all(values).children)
    # The third has of each attribute all of it, or of each value the name and the value.
    kept = values if version == 1 else kind + ber.read_all(one).only().raw
    named: tuple[list[bytes], ...] = ([der(item) for item in made.certificates], [], [kept])
    hashed = [b"".join(tlv(tag, hashlib.sha256(item).digest()) for item in some) for some in named]
    parts = [tlv(0x30, item) for item in hashed]
    parts[1] = tlv(0x30, words)
    index = tlv(0x30, b"".join((algorithm(SHA256) * (version == 3), *parts)))
    info = ber.read_all(made.info_of(value)).children
    covered = crafted.oid(crafted.DATA) + hashlib.sha256(made.content).digest()
    covered += b"".join(item.raw for item in info[:6]) + index
    oid = {1: "0.4.0.1733.2.5", 3: "0.4.0.19122.1.5"}[version]
    stamp = add_unsigned(stamp_over(covered), attribute(oid, index))
    made.unsigned = [values, attribute(ARCHIVE, stamp)]
    report = verify_stream(io.BytesIO(made.der(made.info_of(value))), makers.anchors)
    return [(item.code, item.detail) for item in report.reasons]


def test_an_index_stands_in_a_time_stamp(makers: Makers) -> None:
    index = attribute("0.4.0.1733.2.5", tlv(0x30, b""))
    assert told(makers, shaped(makers, unsigned=[index]).der()) == [outside("0.4.0.1733.2.5")]


def test_the_time_stamp_of_a_package_of_ours() -> None:
    """What a server puts into it is the server's; all else is nobody's."""
    case = make_case()
    server = case.authority.signer(SERVER, time_stamping=True)
    plain = io.BytesIO(case.package(pdf_profile=False))
    signature = read_signature(plain)
    value, _ = signature_value(signature)
    question = ask(value)
    answer = answer_of(server, question)
    token = check_answer(answer, question, value, case.authority.anchors(crls=False)).token

    def with_token(changed: bytes) -> list[Detail]:
        out = io.BytesIO()
        replace_signature(plain, out, add_signature_time_stamp(signature, changed))
        report = verify_package(out, case.authority.anchors(), at=NOW)
        assert {(item.code, item.failed) for item in report.reasons} <= {
            ("UNSIGNED_BESIDE", False)
        }
        return [item.detail for item in report.reasons]

    assert with_token(token) == []
    words = attribute("1.2.3.4", tlv(4, EVIL))
    assert with_token(add_unsigned(token, words)) == [outside("1.2.3.4")]


@pytest.mark.parametrize("bare", [False, True])
def test_an_archive_time_stamp_of_what_has_no_kind_of_content(
    makers: Makers, *, bare: bool
) -> None:
    """Of a counter-signature, and of a signature without signed attributes."""
    index = attribute("0.4.0.1733.2.5", tlv(0x30, tlv(0x30, b"") * 3))
    stamp = attribute(ARCHIVE, add_unsigned(makers.token(b"anything"), index))
    if bare:
        data = shaped(makers, bare=True, unsigned=[stamp]).der()
    else:
        made = shaped(makers)
        value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
        own = crafted.usual(made.issued, value)[1:]
        counter = Crafted(made.issued, value, own, unsigned=[stamp])
        made.unsigned = [attribute(crafted.COUNTER, counter.info())]
        data = made.der(made.info_of(value))
    report = verify_stream(io.BytesIO(data), makers.anchors)
    assert ("TIMESTAMP", "HASH_FAILURE") in [(i.code, i.detail) for i in report.reasons]
