"""What is wrong with a trail for good is told before a PIN: nobody could register the package."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cryptography.hazmat.primitives.serialization import Encoding

from eqaror_desktop.checks import Check, CheckCode, CheckState, SignatureState
from sync import wire
from tests.application.test_checks import (
    DRAFT,
    HOKIMS,
    answers,
    signed,
    stops,
    trail_state,
    with_first,
)
from tests.signing.foreign.cms_parts import add_unsigned
from tests.signing.foreign.crafted import attribute
from tests.signing.foreign.test_loose import beside_certificates
from tests.signing.pki import NOW


def test_what_every_verifier_refuses_stops_before_the_pin() -> None:
    """It was asked of the package alone: a hokim signed it, and nobody could register it."""
    first, silent = DRAFT.trail
    no = signed(DRAFT, replace(first, decision=wire.Answer.OBJECTED, remark="Yoʻq"))
    assert trail_state(with_first(no)).state is SignatureState.VALID
    before = signed(DRAFT, replace(no, round=1, signature=None))
    still_open = replace(silent, due=NOW + timedelta(days=9))
    late = signed(DRAFT, replace(first, decided=NOW + timedelta(hours=1)))
    later = NOW - timedelta(days=2)
    over = replace(silent, due=NOW + timedelta(minutes=9))
    assert answers(replace(DRAFT, trail=(first, over)))[CheckCode.TRAIL].state is CheckState.OK
    for reason, order, trail in (
        ("OBJECTED", "1", (no, silent)),
        ("OBJECTED", "1", (before, silent)),
        ("TRAIL_TIME", "2", (first, still_open)),
        ("TRAIL_TIME", "1", (late, silent)),
        ("TRAIL_TIME", "1", (replace(first, decided=later), silent)),
        ("SIGNER_MISMATCH", "1", (named(first, "Boshqa Nom"), silent)),
    ):
        found = answers(replace(DRAFT, trail=trail))[CheckCode.TRAIL]
        assert found == Check(CheckCode.TRAIL, CheckState.FAILED, reason, order, "why")


def named(entry: wire.TrailEntry, name: str) -> wire.TrailEntry:
    """The same, of which the registry says another name than the certificate."""
    assert entry.officer is not None
    return replace(entry, officer=replace(entry.officer, name=name))


def test_what_no_package_may_have_stops() -> None:
    first = DRAFT.trail[0]
    assert first.signature is not None
    others = HOKIMS.public_bytes(Encoding.DER)
    for signature, reason in (
        (beside_certificates(first.signature, others), "UNSIGNED_BESIDE"),
        (add_unsigned(first.signature, attribute("1.2.3", b"\x05\0")), "FORMAT_FAILURE"),
    ):
        entry = replace(first, signature=signature)
        found = trail_state(with_first(entry))
        assert (found.state, found.reason) == (SignatureState.INVALID, reason)
        stops(CheckCode.TRAIL, draft=with_first(entry))
