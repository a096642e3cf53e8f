"""Words of an authority that contradict each other, of one second or one after the other."""

from __future__ import annotations

import pytest
from cryptography import x509

from signing.kept import newest_answers, newest_lists
from signing.ocsp import OcspAnswer
from signing.revocation import Status, check_path
from tests.signing.ocsp_answers import (
    AUTHORITY,
    CERTIFICATE,
    DAY,
    HOUR,
    ISSUING,
    PATH,
    REVOKED,
    ROOT_LIST,
    says,
)
from tests.signing.pki import NOW
from tests.signing.test_revocation import HOLD, a_list

TOLD = {CERTIFICATE.serial_number: NOW - DAY}
Word = x509.CertificateRevocationList | OcspAnswer


def status(*words: Word, before: bool = False, ever: bool = False) -> Status:
    at = NOW - 2 * DAY if before else NOW
    return check_path(PATH, (ROOT_LIST, *words), at, now=NOW, ever=ever).status


@pytest.mark.parametrize(
    ("reason", "after"),
    [
        (HOLD, Status.GOOD),
        (x509.ReasonFlags.key_compromise, Status.UNKNOWN),
        (x509.ReasonFlags.superseded, Status.UNKNOWN),
        (None, Status.UNKNOWN),
    ],
)
def test_only_a_hold_is_taken_back(reason: x509.ReasonFlags | None, after: Status) -> None:
    """RFC 5280, 5.3.1; any newer good word undid any revocation."""
    for told in (
        a_list(ISSUING, NOW - 2 * HOUR, revoked=TOLD, reason=reason),
        says(REVOKED, since=NOW - 2 * HOUR, revoked=NOW - DAY, reason=reason),
    ):
        assert status(told) is Status.REVOKED
        for newer in (a_list(ISSUING, NOW - HOUR), says()):
            assert status(told, newer) is status(newer, told) is after
            # What was before it is as good as it ever was.
            assert status(told, newer, before=True) is Status.GOOD
            assert status(told, newer, before=True, ever=True) is after


@pytest.mark.parametrize("reason", [HOLD, None])
def test_of_one_second_the_worse_word_counts(reason: x509.ReasonFlags | None) -> None:
    """Whoever has a stolen key can ask a responder every second."""
    when = NOW - HOUR
    for bad in (
        a_list(ISSUING, when, revoked=TOLD, reason=reason),
        says(REVOKED, revoked=NOW - DAY, reason=reason),
    ):
        for good in (a_list(ISSUING, when), says()):
            assert status(bad, good) is status(good, bad) is Status.REVOKED
    unclear = a_list(ISSUING, when, revoked=TOLD, extension=x509.PolicyConstraints(1, None))
    for good in (a_list(ISSUING, when), says()):
        assert status(unclear, good) is status(good, unclear) is Status.UNKNOWN


def test_what_is_kept_of_one_second() -> None:
    known = (AUTHORITY.root.certificate, ISSUING.certificate)
    first, second = (
        a_list(ISSUING, NOW - HOUR, revoked=told, extension=x509.CRLNumber(number))
        for number, told in ((7, {}), (8, TOLD))
    )
    for lists in ((first, second), (second, first)):
        assert newest_lists(lists, known, NOW) == (second,)
    bad, good = says(REVOKED), says()
    for answers in ((bad, good), (good, bad)):
        assert newest_answers(answers, known, NOW) == (bad,)
