"""OCSP answers that a thief, a confused responder or a stranger would make."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import core
from asn1crypto import ocsp as forms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.errors import MalformedDocument
from signing.ocsp import load_answer
from signing.revocation import Status, check_path
from tests.signing.ocsp_answers import (
    AUTHORITY,
    CERTIFICATE,
    DAY,
    HOUR,
    ISSUING,
    PATH,
    ROOT_LIST,
    changed,
    responder,
    says,
    status,
)
from tests.signing.pki import NOW, Issued
from tests.signing.test_revocation import a_list

SERIAL = CERTIFICATE.serial_number
ODD = x509.ObjectIdentifier("1.3.6.1.4.1.99999.7")


def test_who_answered_chooses_no_time_at_which_he_still_might() -> None:
    revoked = a_list(ISSUING, NOW - 3 * HOUR, revoked={SERIAL: NOW - 2 * DAY})
    old = responder(days=10)  # ended twenty days ago
    forged = says(signer=old, delegated=True, produced=NOW - 25 * DAY)
    assert status(forged) is Status.UNKNOWN
    assert status(revoked, forged) is Status.REVOKED
    # Made in time, it holds no longer than his certificate.
    early = says(
        signer=old, delegated=True, since=NOW - 25 * DAY, produced=NOW - 25 * DAY, until=NOW + DAY
    )
    assert status(early) is Status.UNKNOWN
    assert check_path(PATH, (ROOT_LIST, early), NOW - 24 * DAY, now=NOW).status is Status.GOOD
    begun_later = says(signer=old, delegated=True, since=NOW - 40 * DAY, produced=NOW - 25 * DAY)
    # Made after its certificate's end, of a time when it still lasted.
    late = says(
        signer=old, delegated=True, since=NOW - 21 * DAY, produced=NOW - 15 * DAY, until=NOW + DAY
    )
    for answer, at in ((begun_later, NOW - 24 * DAY), (late, NOW - 21 * DAY)):
        found = check_path(PATH, (ROOT_LIST, answer), at, now=NOW)
        assert found.status is Status.UNKNOWN


def test_an_answer_made_before_it_was_true_or_in_the_future() -> None:
    assert status(says(produced=NOW - 2 * HOUR)) is Status.UNKNOWN
    assert status(says(produced=NOW - HOUR - timedelta(minutes=3))) is Status.GOOD
    assert status(says(produced=NOW + 40000 * DAY)) is Status.UNKNOWN


@pytest.mark.parametrize("first_is_good", [True, False])
def test_of_two_words_in_one_answer_the_worse_counts(first_is_good: bool) -> None:
    def twice(data: Any) -> None:
        raw = data["responses"][0].dump()
        good, bad = forms.SingleResponse.load(raw), forms.SingleResponse.load(raw)
        bad["cert_status"] = forms.CertStatus(name="revoked", value={"revocation_time": NOW - DAY})
        data["responses"] = forms.Responses([good, bad] if first_is_good else [bad, good])

    answer = load_answer(changed(says().der, ISSUING.key, twice))
    assert status(answer) is Status.REVOKED


def test_an_answer_tells_of_as_many_as_are_read() -> None:
    def words(count: int) -> bytes:
        def repeat(data: Any) -> None:
            raw = data["responses"][0].dump()
            data["responses"] = forms.Responses([forms.SingleResponse.load(raw)] * count)

        return changed(says().der, ISSUING.key, repeat)

    assert status(load_answer(words(64))) is Status.GOOD
    with pytest.raises(MalformedDocument, match="more than is read"):
        load_answer(words(65))


def test_nobody_vouches_for_himself() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    own = responder(key=key)
    path = (own.certificate, *PATH[1:])
    himself = says(signer=own, certificate=own.certificate, delegated=True)
    other_name = says(signer=responder(key=key), certificate=own.certificate, delegated=True)
    another = says(signer=responder(), certificate=own.certificate, delegated=True)
    found = [check_path(path, (ROOT_LIST, item), NOW).status for item in (himself, other_name)]
    assert found == [Status.UNKNOWN, Status.UNKNOWN]
    assert check_path(path, (ROOT_LIST, another), NOW).status is Status.GOOD


@pytest.mark.parametrize("critical", [True, False])
def test_what_is_critical_and_not_understood_says_nothing(critical: bool) -> None:
    odd = {"extn_id": ODD.dotted_string, "critical": critical, "extn_value": b"\x05\x00"}
    odd["extn_value"] = core.ParsableOctetString(b"\x05\x00")

    def whole(data: Any) -> None:
        data["response_extensions"] = forms.ResponseDataExtensions([odd])

    def single(data: Any) -> None:
        data["responses"][0]["single_extensions"] = forms.SingleResponseExtensions([odd])

    builder = AUTHORITY._builder(
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Holat xizmati")]),
        ISSUING.certificate,
        key := ec.generate_private_key(ec.SECP256R1()),
        NOW - 30 * DAY,
        700,
    ).add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False)
    made = builder.add_extension(x509.UnrecognizedExtension(ODD, b"\x05\x00"), critical)
    server = Issued(made.sign(ISSUING.key, hashes.SHA256()), key)
    answers = (
        load_answer(changed(says().der, ISSUING.key, whole)),
        load_answer(changed(says().der, ISSUING.key, single)),
        says(signer=server, delegated=True),
    )
    assert server.certificate.public_bytes(Encoding.DER) in answers[2].der
    expected = Status.UNKNOWN if critical else Status.GOOD
    assert [status(item) for item in answers] == [expected] * 3
