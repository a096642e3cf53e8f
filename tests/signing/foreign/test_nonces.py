"""What servers repeat of their questions has no room for words, however many of them there are."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import utils

from signing.cms_asn1 import tlv
from signing.container.reader import open_container
from signing.container.writer import ContainerWriter
from signing.foreign.loose import loose_parts
from signing.foreign.nonces import are_few, are_random, is_random
from signing.foreign.signed_data import read_signed_data
from signing.package import SIGNATURE, build_package
from signing.report import Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign.cms_parts import add_unsigned, shaped
from tests.signing.foreign.crafted import SET, TIME_STAMP, attribute, signs
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_imprints import asked
from tests.signing.foreign.test_loose import WORDS, outside
from tests.signing.pki import make_case

P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of the curve (SEC 2, 2.4.2)."""
PAGE = (b"<h1>QAROR<!--", b"--> RAD ET<!--", b"-->ILDI</h1><!--")
SCRIPT = (b'<script>d="" /*', *(b'*/d+="%c"/*' % letter for letter in b"RAD ETILDI"))
WRITTEN: dict[str, Sequence[bytes]] = {
    "a page": PAGE,
    "a script": SCRIPT,
    "a script, one letter each": [b"*/%c/*" % one for one in b"[]()!+{};=.,'-:<>/?_"],
    "a PDF": (b"\n4 0%\nobj<</X(", b"))>>stream\n(", b"))(qanoat)Tj("),
    "Cyrillic": [f"-->{word}<!--".encode() for word in ("РАД", "ЭТИ", "ЛДИ", "БЕК")],
    "windows-1251": [
        f"-->{words}<!--".encode("cp1251")
        for words in ("КАРОР РАД", "ЭТИЛДИ ВА", "БЕКОР КИЛ", "ИНДИ. ЕР ")
    ],
    "two in one": (PAGE[0] + PAGE[1],),
    "too long": (bytes(33),),
    "too many": [bytes([one, *bytes(7)]) for one in range(13)],
    "parted by a blank of windows-1251": (
        b"><script\n\xa0\xa0\xa0>\xa0/*",
        b"*/\xa0a=\xa0'doc'\xa0+\xa0/*",
        b"*/\xa0self\xa0[a]\xa0.\xa0/*",
        b"*/\xa0'DI'\xa0+\xa0'!'\xa0/*",
        b"*/\xa0\xa0\xa0\xa0</script\n\xa0",
    ),
    "parted by hyphens that nobody sees": [
        b"-->R\xadA\xadD\xad ET<!--",
        b"-->I\xadL\xadD\xadI.!<!--",
        b"-->Be\xadko\xadr q<!--",
        b"-->il\xadi\xadndi.<!--",
    ],
    "parted by what nobody sees": [b"<h1>\0QARO\x0cR\0RAD\0\x0bETIL\0DI"],
    "over the middle": [bytes(8) + b"<h1>RAD ETILDI<!" + bytes(8)],
}


def test_random_ones_are_random() -> None:
    """Also of eight bytes with nothing but letters, which one of two thousand has."""
    chance = random.Random(4)
    for count, times in ((1, 2000), (3, 700), (24, 100)):
        for size in (8, 16, 32):
            for _ in range(times):
                some = [chance.randbytes(size) for _ in range(count)]
                assert are_random(some, -(-count // 3))
    assert are_random([b"letters!", *(chance.randbytes(8) for _ in range(3))], 1)
    assert are_random([], 0)
    assert are_random([bytes(32)], 1)


@pytest.mark.parametrize("what", WRITTEN)
def test_what_somebody_writes_is_not(what: str) -> None:
    words = list(WRITTEN[what])
    assert not are_random(words, 1)
    chance = random.Random(5)
    assert not are_random([*words, *(chance.randbytes(16) for _ in range(8))], 1)


def test_there_are_few() -> None:
    """Many have room for a page in rows that each are chance."""
    chance = random.Random(6)
    some = [chance.randbytes(16) for _ in range(13)]
    for own in (False, True):
        assert are_random(some[:6], 1, own=own)
        assert are_random(some[:6] * 9, 1, own=own)
        assert not are_random([*some[:6], b"1"], 1, own=own)
    assert are_random(some[:6], 0)
    assert are_random(some[:12], 2)
    assert not are_random(some, 2)
    # However many signed: a page is as long for all of them.
    many = [chance.randbytes(16) for _ in range(49)]
    assert are_random(many[:48], 99)
    assert not are_random(many, 99)
    assert not are_random([some[0] + b"\x80"], 1, own=True)


def test_rows_that_are_each_chance_are_not_so_many() -> None:
    """Nine letters of sixteen, in short rows: each of these is."""
    some = [b"<h1>\xa0QA\xa0RO\xa0\xa0\xa0\xa0" + bytes([one]) * 2 for one in range(128, 172)]
    assert are_random(some[:6], 1)
    assert not are_random(some, 8)


def test_a_copy_of_a_signature_has_no_room_of_its_own(makers: Makers) -> None:
    made = shaped(makers)
    value = signs(makers.people["first"])(tlv(SET, made.signed))

    def loose(*signatures: bytes) -> list[str]:
        return [str(item) for item in loose_parts(signatures, makers.anchors)]

    def told(der: bytes) -> tuple[Verdict, list[str]]:
        report = verify_stream(io.BytesIO(der), makers.anchors)
        return report.verdict, [item.code for item in report.reasons]

    once = made.der(made.info_of(value))
    assert loose(once) == []
    assert loose(once, once) != []
    # Another value of the same signature, which needs no key; its time would be another's.
    r, s = utils.decode_dss_signature(value)
    other = made.der(made.info_of(utils.encode_dss_signature(r, P256 - s)))
    assert told(other) == told(once) == (Verdict.VALID, [])
    assert loose(once, other) != []
    assert loose(once, shaped(makers, "second").der()) == []


def test_words_in_a_key() -> None:
    chance = random.Random(7)
    for size in (65, 270, 526):
        for _ in range(500):
            assert is_random(chance.randbytes(size))
    free = chance.randbytes(100), chance.randbytes(130)
    page = b"\"'><script>document.body.innerHTML='<h1>RAD ETILDI'</script><!--"
    parted = b"\xa0".join(page[at : at + 9] for at in range(0, len(page), 9))
    # Rows of nineteen, as far apart as scripts let them stand, or by what a comment hides.
    rows = [page[at : at + 19] for at in range(0, len(page), 19)]
    apart = [(b"\xa0" * 10).join(rows), b"\x90\x91".join([*rows, page[:30]])]
    for words in (page, parted, *apart, "Қарор рад этилди".encode(), b"\0".join([b"QAROR"] * 5)):
        assert not is_random(words.join(free))
    assert not is_random(chance.randbytes(1101))
    assert is_random(b"QAROR RAD ETILDI".join(free))
    # As much as a page is long, wherever in a large key.
    script = b"\xff".join(b"*/" + page[at : at + 3] + b"/*" for at in range(0, len(page), 3))
    for size in (0, 100, 400):
        assert not is_random(chance.randbytes(size // 2) + script + chance.randbytes(512))


def test_words_in_many_keys() -> None:
    """Each has less than is told of one alone."""
    chance = random.Random(9)
    half = b"\xff".join([b"*/abc/*"] * 5)
    keys = [half + chance.randbytes(220) for _ in range(9)]
    assert all(map(is_random, keys))
    assert not are_few(keys)
    assert are_few([chance.randbytes(270) for _ in range(500)])
    assert are_few([])


def test_words_in_genuine_time_stamps(makers: Makers) -> None:
    made = shaped(makers)
    value = signs(makers.people["first"])(tlv(SET, made.signed))

    def told(*nonces: bytes) -> list[tuple[str, str]]:
        tokens = sorted(asked(makers, value, one.ljust(16, b"\x01")) for one in nonces)
        made.unsigned = [attribute(TIME_STAMP, *tokens)]
        report = verify_stream(io.BytesIO(made.der(made.info_of(value))), makers.anchors)
        return [(item.code, str(item.detail)) for item in report.reasons]

    assert told(b"\x05\xfe\x81", b"\x7f" + bytes(15)) == []
    assert told(*PAGE) == [("UNSIGNED_BESIDE", WORDS)]


def test_a_package_has_one_time_stamp_and_one_order(makers: Makers) -> None:
    case, out = make_case(authority=makers.authority), io.BytesIO()
    moment = makers.now - timedelta(hours=1)
    build_package(case.content, case.hokim, out, moment=moment, pdf_profile=True, crls=())
    container = open_container(out)
    signature = container.read(SIGNATURE)
    value = read_signed_data(signature).signers[0].value.octets()
    names = [name for name in container.names if name != "mimetype"]

    def told(tokens: Sequence[bytes], order: Sequence[str] = names) -> list[tuple[str, str]]:
        found = io.BytesIO()
        writer = ContainerWriter(found)
        more = b"".join(attribute(TIME_STAMP, *some) for some in [tokens] if some)
        for name in order:
            data = container.read(name)
            writer.add(name, add_unsigned(data, more) if name == SIGNATURE and more else data)
        writer.close()
        report = verify_stream(found, makers.anchors)
        return [(item.code, str(item.detail)) for item in report.reasons]

    tokens = sorted(asked(makers, value, one + bytes(15)) for one in (b"\x01", b"\x02"))
    assert told(()) == told(tokens[:1]) == []
    two = ("FORMAT_FAILURE", f"package: {outside(TIME_STAMP)}")
    assert told(tokens) == [two]
    elsewhere = [("FORMAT_FAILURE", "written in another way than the format has it")]
    assert told((), [*names[-1:], *names[:-1]]) == elsewhere
    assert told((), [names[1], names[0], *names[2:]]) == elsewhere
    words = sorted(asked(makers, value, one) for one in (b"<h1>RAD ETILDI.",))
    assert told(words) == [("UNSIGNED_BESIDE", WORDS)]
