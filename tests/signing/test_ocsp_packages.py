"""Packages that bring OCSP answers with them."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_verify import check_cms
from signing.long_term import add_sources, complete
from signing.package import read_signature, replace_signature
from signing.revocation import LARGEST, Status, check_path, fits, lists_for
from signing.timestamp import TimeStamp
from signing.trust import TrustAnchors
from signing.verify import verify_package
from tests.signing.ocsp_answers import (
    AUTHORITY,
    DAY,
    HOUR,
    ISSUING,
    PATH,
    ROOT_LIST,
    b_lt,
    manifest_of,
    says,
)
from tests.signing.pki import NOW, Authority2, Case, make_case
from tests.signing.test_revocation import a_list, stamped
from tests.signing.test_timestamp import SERVER


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case()


def test_a_package_with_answers_is_complete_for_itself(case: Case) -> None:
    package, bare = b_lt(case)
    report = verify_package(io.BytesIO(package), bare, at=NOW + 400 * DAY)
    main = report.signatures[0]
    assert (main.level, main.trusted) == ("B-LT", True), report.reasons
    assert main.status_as_of == NOW - DAY
    # Without the signer's answer it is only time-stamped, and the question is open.
    signature = read_signature(io.BytesIO(package))
    found = check_cms(signature, manifest_of(package))
    assert len(found.answers) == 2
    assert len(found.crls) == 1


def test_a_part_of_what_is_needed_is_not_embedded(case: Case) -> None:
    """Without the server's status it stays B-T, as it was: some programs refuse a part."""
    authority = case.authority
    server = authority.signer(SERVER, time_stamping=True)
    plain = case.package(crls=False, pdf_profile=False)
    richer = stamped(read_signature(io.BytesIO(plain)), server, authority, NOW)
    own = authority.issuing.certificate, authority.root.certificate
    moment = TimeStamp(b"", NOW, "", (server.identity.certificate, *own))
    told = says(
        certificate=case.hokim.identity.certificate,
        issuer=authority.issuing,
        signer=authority.issuing,
    )
    root = a_list(authority.root, NOW - DAY)
    anchors = TrustAnchors((own[1],), (own[0],), (root,), (told,))
    assert complete(richer, manifest_of(plain), moment, anchors, NOW) == richer
    # What tells of the server is needed to believe its time, whoever signed.
    answer = says(
        certificate=server.identity.certificate, issuer=authority.issuing, signer=authority.issuing
    )
    served = replace(anchors, answers=(answer,))
    found = check_cms(
        complete(richer, manifest_of(plain), moment, served, NOW), manifest_of(plain)
    )
    assert (len(found.crls), len(found.answers)) == (1, 1)
    whole = replace(anchors, crls=(root, a_list(authority.issuing, NOW - HOUR)))
    found = check_cms(complete(richer, manifest_of(plain), moment, whole, NOW), manifest_of(plain))
    assert (len(found.crls), found.answers) == (2, ())


def test_a_list_of_another_authority_does_not_make_it_b_lt(case: Case) -> None:
    """Something embedded is not enough: it must tell of these very certificates."""
    authority = case.authority
    server = authority.signer(SERVER, time_stamping=True)
    plain = case.package(crls=False, pdf_profile=False)
    richer = stamped(read_signature(io.BytesIO(plain)), server, authority, NOW)
    richer = add_sources(richer, (Authority2("Boshqa").crls()[1],))
    out = io.BytesIO()
    replace_signature(io.BytesIO(plain), out, richer)
    anchors = authority.anchors()
    (main, *_) = verify_package(io.BytesIO(out.getvalue()), anchors, at=NOW).signatures
    assert (main.level, main.trusted) == ("B-T", True)


def test_openssl_still_accepts_it(case: Case, tmp_path: Path) -> None:
    package, _ = b_lt(case)
    (tmp_path / "s.p7s").write_bytes(read_signature(io.BytesIO(package)))
    (tmp_path / "m.xml").write_bytes(manifest_of(package))
    case.authority.write_pem(tmp_path / "roots.pem")
    at = str(int(NOW.timestamp()))
    openssl = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "s.p7s"]
    openssl += ["-content", "m.xml", "-CAfile", "roots.pem", "-purpose", "any"]
    openssl += ["-attime", at, "-out", "o"]
    certtool = ["certtool", "--p7-verify", "--inder", "--infile", "s.p7s", "--load-data"]
    certtool += ["m.xml", "--load-ca-certificate", "roots.pem"]
    for command in (openssl, certtool):
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, (command[0], ran.stderr, ran.stdout)
    printed = subprocess.run(
        ["openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", "s.p7s"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "1.3.6.1.5.5.7.16.2" in printed
    assert "version: 5" in printed


def test_a_list_that_is_too_large_is_not_embedded() -> None:
    """An answer takes its place; the signature must stay readable."""
    revoked = dict.fromkeys(range(1 << 64, (1 << 64) + 8000), NOW - 2 * DAY)
    large = a_list(ISSUING, NOW - HOUR, revoked=revoked)
    assert len(large.public_bytes(Encoding.DER)) > LARGEST
    assert not fits(large)
    # And then the root's alone is of no use.
    assert lists_for(PATH, (ROOT_LIST, large), NOW) == ()
    small = a_list(ISSUING, NOW - 2 * HOUR)
    assert lists_for(PATH, (ROOT_LIST, large, small), NOW) == (small, ROOT_LIST)
    # It still tells of whom it lists.
    assert check_path(PATH, (ROOT_LIST, large), NOW).status is Status.GOOD


def test_answers_are_kept_as_helpers() -> None:
    first, second = says(since=NOW - 2 * HOUR), says()
    anchors = TrustAnchors((AUTHORITY.root.certificate,), (), (ROOT_LIST,))
    kept = TrustAnchors((), (), (), (first, second)).helpers_pem()
    helped = anchors.with_helpers("helpers", kept)
    assert len(helped.answers) == 1
    assert check_path(PATH, helped.sources, NOW).status is Status.GOOD
    again = anchors.with_helpers("helpers", helped.helpers_pem())
    assert again.answers == helped.answers
    assert again.anchors == anchors.anchors
