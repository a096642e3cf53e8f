"""NIST's Public Key Interoperability Test Suite (PKITS 1.0.1, 2011): paths and their revocation.

``pkits.tar.xz`` holds its certificates and revocation lists as they are; a work of the government
of the United States, in the public domain (17 USC 105). What a file is for, its name says. All
lists and all certificates of authorities are at hand at once, no policy is asked for.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from signing.certificate import load_certificate, load_crl
from signing.errors import MalformedDocument, SigningError
from signing.identity import reason_of
from signing.revocation import Status, check_path
from signing.trust import TrustAnchors

_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_FILES = Path(__file__).with_name("pkits.tar.xz")

# What is not read here, and so is nobody's path or says nothing good. Never the other way round.
_NAME_CONSTRAINTS = [
    *(f"ValidDNnameConstraintsTest{number}EE" for number in (1, 4, 5, 6, 11, 14, 18, 19)),
    *("ValidDNandRFC822nameConstraintsTest27EE", "ValidURInameConstraintsTest34EE"),
    "ValidURInameConstraintsTest36EE",
]
_NAMES_THAT_DIFFER_IN_THEIR_WRITING = [
    *("ValidNameChainingCapitalizationTest5EE", "ValidNameChainingWhitespaceTest3EE"),
    *("ValidNameChainingWhitespaceTest4EE", "ValidUTF8StringCaseInsensitiveMatchTest11EE"),
    "ValidRolloverfromPrintableStringtoUTF8StringTest10EE",
]
_CRITICAL_POLICY_RULES = [
    *(f"ValidPolicyMappingTest{number}EE" for number in (1, 3, 5, 6, 9, 11, 12, 13, 14)),
    *(f"ValidrequireExplicitPolicyTest{number}EE" for number in (1, 2, 4)),
    *("ValidSelfIssuedinhibitAnyPolicyTest7EE", "ValidSelfIssuedinhibitAnyPolicyTest9EE"),
    *("ValidSelfIssuedinhibitPolicyMappingTest7EE", "ValidSelfIssuedrequireExplicitPolicyTest6EE"),
    *("ValidinhibitAnyPolicyTest2EE", "inhibitAnyPolicyTest3EE"),
    *("ValidinhibitPolicyMappingTest2EE", "ValidinhibitPolicyMappingTest4EE"),
]
_LISTS_BY_OTHERS_OR_FOR_SOME_REASONS = [
    *("ValidBasicSelfIssuedCRLSigningKeyTest6EE", "ValidBasicSelfIssuedNewWithOldTest4EE"),
    *("ValidBasicSelfIssuedOldWithNewTest1EE", "ValidSeparateCertificateandCRLKeysTest19EE"),
    *(f"ValidIDPwithindirectCRLTest{number}EE" for number in (22, 24, 25)),
    *(f"ValidcRLIssuerTest{number}EE" for number in (28, 29, 30, 33)),
    *(f"ValiddistributionPointTest{number}EE" for number in (4, 5, 7)),
    *("ValidonlySomeReasonsTest18EE", "ValidonlySomeReasonsTest19EE"),
    # On hold by a whole list, and released by the one of changes.
    "ValiddeltaCRLTest5EE",
]
_AUTHORITIES_DO_NOT_SIGN = [
    *("DifferentPoliciesTest7EE", "DifferentPoliciesTest8EE", "OverlappingPoliciesTest6EE"),
    *("ValidonlyContainsCACertsTest13EE", "ValidpathLenConstraintTest8EE"),
    "ValidpathLenConstraintTest14EE",
]
_OTHERS = [
    # DSA is no algorithm of ours; a GeneralizedTime before 2050 breaks RFC 5280, 4.1.2.5.
    *("ValidDSASignaturesTest4EE", "ValidGeneralizedTimenotBeforeDateTest4EE"),
    *("ValidSelfIssuedpathLenConstraintTest15EE", "ValidSelfIssuedpathLenConstraintTest17EE"),
]
_UNREAD = [
    # A flip in their signatures made them such as nobody writes.
    *("BadCRLSignatureCACRL", "BadSignedCACert"),
    *("DSAParametersInheritedCACert", "InvalidDSASignatureTest6EE"),
    *("InvalidNegativeSerialNumberTest15EE", "ValidDSAParameterInheritanceTest5EE"),
]
_LEFT_OPEN = {
    *_NAME_CONSTRAINTS,
    *_NAMES_THAT_DIFFER_IN_THEIR_WRITING,
    *_CRITICAL_POLICY_RULES,
    *_LISTS_BY_OTHERS_OR_FOR_SOME_REASONS,
    *_AUTHORITIES_DO_NOT_SIGN,
    *_OTHERS,
}


@dataclass(frozen=True)
class Suite:
    people: dict[str, x509.Certificate]
    anchors: TrustAnchors

    def answer(self, certificate: x509.Certificate) -> str:
        """``good``, or why not."""
        try:
            path = self.anchors.path(certificate, (), _AT)
        except SigningError as error:
            return reason_of(error).code
        return str(check_path(path, self.anchors.sources, _AT).status)


@pytest.fixture(scope="module")
def suite() -> Suite:
    certificates: dict[str, x509.Certificate] = {}
    lists, unread = [], []
    for name, data in _members():
        try:
            if name.endswith(".crl"):
                lists.append(load_crl(data))
            else:
                certificates[Path(name).stem] = load_certificate(data)
        except MalformedDocument:
            # Keys of DSA that inherit their parameters, and numbers below zero: nobody's.
            unread.append(Path(name).stem)
    assert sorted(unread) == _UNREAD
    people = {name: item for name, item in certificates.items() if name.endswith("EE")}
    root = certificates["TrustAnchorRootCertificate"]
    others = tuple(item for name, item in certificates.items() if name not in people)
    return Suite(people, TrustAnchors((root,), others, tuple(lists)))


def _members() -> Iterator[tuple[str, bytes]]:
    with tarfile.open(_FILES) as archive:
        for member in archive:
            stream = archive.extractfile(member)
            assert stream is not None
            yield member.name, stream.read()


def test_what_must_be_refused_is(suite: Suite) -> None:
    refused = {name for name in suite.people if name.startswith("Invalid")}
    assert len(refused) > 110
    accepted = [name for name in refused if suite.answer(suite.people[name]) == Status.GOOD]
    assert sorted(accepted) == []


def test_what_is_revoked_is_called_so(suite: Suite) -> None:
    revoked = [name for name in suite.people if "Revoked" in name]
    assert len(revoked) == 2
    for name in (*revoked, "InvaliddeltaCRLTest4EE", "InvaliddistributionPointTest2EE"):
        assert suite.answer(suite.people[name]) == Status.REVOKED, name


def test_what_must_be_accepted_is_but_for_what_is_named_here(suite: Suite) -> None:
    others = {name for name in suite.people if not name.startswith("Invalid")}
    left = {name for name in others if suite.answer(suite.people[name]) != Status.GOOD}
    assert left == _LEFT_OPEN
    assert len(others - left) == 44
