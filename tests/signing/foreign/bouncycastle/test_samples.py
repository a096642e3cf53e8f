"""Signatures that Bouncy Castle 1.72 made, by the names of its algorithms.

``samples.zip`` holds what its generators give for one text: attached, detached (``-det``), in DER
(``-der``), without signed attributes (``-direct``), and some of a kind of their own (``x-``). The
keys are gone.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from signing.foreign.contents import Content
from signing.report import Kind, Report, Verdict
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream

_AT = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
VALID, OPEN = Verdict.VALID, Verdict.INDETERMINATE
PLAIN, WEAK = "SIG_CONSTRAINTS_FAILURE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
REFUSED = "CRYPTO_CONSTRAINTS_FAILURE"
STRONG = [
    *("SHA224withRSA", "SHA256withRSA", "SHA384withRSA", "SHA512withRSA"),
    *("SHA3-256withRSA", "SHA3-384withRSA", "SHA256withRSAandMGF1", "SHA512withRSAandMGF1"),
    *("SHA3-256withRSAandMGF1", "SHA224withECDSA", "SHA256withECDSA", "SHA384withECDSA"),
    *("SHA512withECDSA", "SHA3-256withECDSA", "SHA3-512withECDSA"),
    *("SHA256withPLAIN-ECDSA", "SHA512withPLAIN-ECDSA"),
]
FALLEN = ["MD5withRSA", "SHA1withRSA", "SHA1withRSAandMGF1", "SHA1withECDSA"]
NOT_READ = [
    *("SHA512_256_withRSA", "RIPEMD160withRSA", "Ed448", "SHA256withDSA"),
    *("GOST3411withECGOST3410", "GOST3411-2012-256withECGOST3410-2012-256"),
]


@dataclass(frozen=True)
class Samples:
    files: dict[str, bytes]
    anchors: TrustAnchors

    def judge(self, name: str, content: bytes | None = None) -> Report:
        given = () if content is None else (Content.of(content),)
        data = io.BytesIO(self.files[f"{name}.p7s"])
        return verify_stream(data, self.anchors, contents=given, at=_AT)


@pytest.fixture(scope="module")
def samples() -> Samples:
    with zipfile.ZipFile(Path(__file__).with_name("samples.zip")) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    root = x509.load_der_x509_certificate(files["ca.der"])
    return Samples(files, TrustAnchors((root,), (), (x509.load_der_x509_crl(files["ca.crl"]),)))


def told(report: Report) -> tuple[Verdict, list[str], bool]:
    (only,) = report.signatures
    return report.verdict, [item.code for item in report.reasons], only.intact


@pytest.mark.parametrize("name", STRONG)
def test_strong_ones(samples: Samples, name: str) -> None:
    assert told(samples.judge(f"{name}-att")) == (VALID, [], True)
    assert told(samples.judge(f"{name}-direct-att")) == (OPEN, [PLAIN], True)


@pytest.mark.parametrize("name", FALLEN)
def test_weak_ones_are_intact_and_open(samples: Samples, name: str) -> None:
    assert told(samples.judge(f"{name}-att")) == (OPEN, [WEAK], True)
    assert told(samples.judge(f"{name}-direct-att")) == (OPEN, [PLAIN, WEAK], True)


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_not_read_is_named_and_never_broken(samples: Samples, name: str) -> None:
    report = samples.judge(f"{name}-att")
    assert told(report) == (OPEN, [REFUSED], False)
    assert report.reasons[0].detail


def test_what_the_packages_rules_do_not_take_is_intact(samples: Samples) -> None:
    """Ed25519 and the Brainpool curves: the value is right, the key is none that counts here."""
    assert told(samples.judge("Ed25519-att")) == (OPEN, [REFUSED], True)
    assert told(samples.judge("SHA384withECDSA-brainpool-att")) == (OPEN, [REFUSED], True)


def test_forms(samples: Samples) -> None:
    text = samples.files["a.txt"]
    for name in ("SHA256withRSA-det", "SHA256withECDSA-det"):
        assert told(samples.judge(name, text)) == (VALID, [], True)
        assert told(samples.judge(name)) == (OPEN, ["SIGNED_DATA_NOT_FOUND"], False)
        assert told(samples.judge(name, text + b" ")) == (Verdict.INVALID, ["HASH_FAILURE"], False)
    for name in ("SHA256withRSA-der", "x-type", "x-empty"):
        assert told(samples.judge(name)) == (VALID, [], True)
    # In pieces of four bytes, as nobody has them who did not ask for it, and with certificates
    # of others.
    assert told(samples.judge("x-stream")) == (OPEN, ["UNSIGNED_BESIDE"] * 2, True)
    counter = samples.judge("x-counter")
    assert [item.kind for item in counter.signatures] == [Kind.SIGNATURE, Kind.COUNTER_SIGNATURE]
    assert (counter.verdict, samples.judge("x-two").verdict) == (VALID, VALID)


def test_no_changed_byte_is_taken(samples: Samples) -> None:
    data = samples.files["SHA256withPLAIN-ECDSA-att.p7s"]
    signed = data.index(samples.files["a.txt"])
    for at in (*range(signed, signed + 13), *range(len(data) - 64, len(data), 5)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert verify_stream(io.BytesIO(changed), samples.anchors, at=_AT).verdict is not VALID
