"""A newer list or answer does not hide what an older one told, unless it answers the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.kept import newest_answers, newest_lists
from signing.ocsp import OcspAnswer
from signing.revocation import Status, check_path
from signing.trust import TrustAnchors
from tests.signing.ocsp_answers import (
    AUTHORITY,
    CERTIFICATE,
    ISSUING,
    PATH,
    REVOKED,
    ROOT_LIST,
    UNKNOWN,
    says,
)
from tests.signing.pki import NOW, Authority2
from tests.signing.test_revocation import HOLD, a_list, point

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TELLS = a_list(ISSUING, NOW - 5 * HOUR, revoked={CERTIFICATE.serial_number: NOW - DAY})
KNOWN = (AUTHORITY.root.certificate, ISSUING.certificate)
STRANGER = Authority2().issuing
"""An authority that says it has the same name."""
HERE = TrustAnchors(KNOWN[:1], KNOWN[1:], (ROOT_LIST, TELLS))
AHEAD = datetime.now(NOW.tzinfo) + 2 * DAY

BESIDE = {
    "delta": a_list(ISSUING, NOW - HOUR, extension=x509.DeltaCRLIndicator(1)),
    "part": a_list(ISSUING, NOW - HOUR, extension=point(cas=True)),
    "not understood": a_list(ISSUING, NOW - HOUR, extension=x509.PolicyConstraints(1, None)),
    "stranger": a_list(STRANGER, NOW - HOUR),
    "future": a_list(ISSUING, AHEAD, AHEAD + DAY),
}


@pytest.mark.parametrize("what", list(BESIDE))
def test_a_list_that_answers_something_else_hides_nothing(what: str) -> None:
    helped = HERE.with_helpers(what, BESIDE[what].public_bytes(Encoding.PEM))
    assert check_path(PATH, helped.sources, NOW).status is Status.REVOKED
    assert (BESIDE[what] in helped.crls) == (what != "stranger")


def test_the_newer_list_of_the_same_part_stays_alone() -> None:
    newer = a_list(ISSUING, NOW - HOUR, revoked={CERTIFICATE.serial_number: NOW - DAY})
    helped = HERE.with_helpers("newer", newer.public_bytes(Encoding.PEM))
    assert list(helped.crls) == [ROOT_LIST, newer]
    again = helped.with_helpers("older", TELLS.public_bytes(Encoding.PEM))
    assert list(again.crls) == [ROOT_LIST, newer]


def test_a_revocation_that_a_newer_list_has_no_more_is_not_forgotten() -> None:
    """The authority contradicts itself, and nothing is known, whoever was told first."""
    newer, newest = a_list(ISSUING, NOW - HOUR), a_list(ISSUING, NOW - HOUR / 2)
    for first, second, third in permutations((TELLS, newer, newest)):
        here = TrustAnchors(KNOWN[:1], KNOWN[1:], (ROOT_LIST, first))
        for item in (second, third):
            here = here.with_helpers("", item.public_bytes(Encoding.PEM))
        assert list(here.crls) == [ROOT_LIST, TELLS, newest]
        assert check_path(PATH, here.sources, NOW).status is Status.UNKNOWN
    # But a hold is taken back.
    told = {CERTIFICATE.serial_number: NOW - DAY}
    held = a_list(ISSUING, NOW - 5 * HOUR, revoked=told, reason=HOLD)
    assert newest_lists((held, newer), KNOWN, NOW) == (newer,)


def test_a_revocation_that_a_newer_answer_takes_back_is_not_forgotten() -> None:
    bad, good = says(REVOKED, since=NOW - DAY), says(since=NOW - HOUR)
    assert set(newest_answers((good, bad), KNOWN, NOW)) == {bad, good}
    later = says(REVOKED, since=NOW - HOUR / 2)
    assert newest_answers((good, bad, later), KNOWN, NOW) == (later,)


def test_a_list_of_an_unknown_issuer_waits_for_its_certificate() -> None:
    both = [TELLS, BESIDE["stranger"]]
    assert list(newest_lists(both, (), NOW)) == both
    signed = newest_lists((TELLS, ROOT_LIST, BESIDE["stranger"]), KNOWN, NOW)
    assert list(signed) == [ROOT_LIST, TELLS]


@pytest.mark.parametrize(
    "answer",
    [
        says(signer=STRANGER),
        says(UNKNOWN),
        says(since=AHEAD, until=AHEAD + DAY),
    ],
    ids=["stranger", "unknown", "future"],
)
def test_an_answer_that_says_nothing_hides_nothing(answer: OcspAnswer) -> None:
    told = says(REVOKED, since=NOW - DAY)
    helped = replace(HERE, crls=(ROOT_LIST,), answers=(told,))
    new = TrustAnchors((), (), (), (answer,)).helpers_pem()
    after = helped.with_helpers("answer", new)
    assert told in after.answers
    assert check_path(PATH, after.sources, NOW).status is Status.REVOKED


def test_the_newest_answer_stays() -> None:
    old, new = says(since=NOW - DAY), says(REVOKED)
    assert newest_answers((new, old), KNOWN, NOW) == (new,)
    # Whoever could not be checked goes first when there are too many.
    others = [
        says(certificate=AUTHORITY.issue(("Sinov", str(n), "")).certificate) for n in range(3)
    ]
    assert len(newest_answers((old, *others), KNOWN, NOW)) == 4
