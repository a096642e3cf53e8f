"""What is remembered between signatures never stands in for what must be asked anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from signing.errors import UntrustedCertificate
from signing.revocation import Status, check_path
from tests.signing.pki import HOKIM, NOW, Authority2


def test_a_path_found_before_is_judged_at_each_moment() -> None:
    authority = Authority2()
    anchors = authority.anchors()
    issued = authority.issue(HOKIM, days=6000)
    others = (authority.issuing.certificate,)
    found = anchors.path(issued.certificate, others, NOW)
    assert anchors.path(issued.certificate, others, NOW + timedelta(days=1)) is found
    # The certificate itself is still valid then, its authority is not.
    with pytest.raises(UntrustedCertificate):
        anchors.path(issued.certificate, others, NOW + timedelta(days=5000))


def test_a_path_is_not_known_to_other_anchors() -> None:
    authority = Authority2()
    issued = authority.issue(HOKIM)
    others = (authority.issuing.certificate,)
    authority.anchors().path(issued.certificate, others, NOW)
    with pytest.raises(UntrustedCertificate):
        Authority2("Boshqa").anchors().path(issued.certificate, others, NOW)


def test_a_list_of_a_namesake_does_not_count() -> None:
    authority, namesake = Authority2(), Authority2()
    issued = authority.issue(HOKIM)
    path = (issued.certificate, authority.issuing.certificate, authority.root.certificate)
    lists = authority.crls()
    assert check_path(path, lists, NOW).status is Status.GOOD
    assert check_path(path, namesake.crls(), NOW).status is Status.UNKNOWN
    others = (namesake.issuing.certificate, namesake.root.certificate)
    assert check_path((issued.certificate, *others), lists, NOW).status is Status.UNKNOWN
    authority.revoked[issued.certificate.serial_number] = NOW - timedelta(days=1)
    assert check_path(path, authority.crls(), NOW).status is Status.REVOKED
