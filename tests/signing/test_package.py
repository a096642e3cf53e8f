"""Packages: accepted by public tools and by our verifier, refused after any change."""

from __future__ import annotations

import io
import random
import subprocess
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms import build_signed_data
from signing.errors import DraftChanged
from signing.package import MANIFEST, SIGNATURE, replace_signature
from signing.report import Report, Verdict
from signing.signer import SignatureAlgorithm
from signing.statement import Agreement, TrailEntry, agreement_statement, trail_json
from signing.trust import TrustAnchors
from signing.verify import Expectation, verify_package
from tests.signing.pki import HOKIM, NOW, OFFICER, Authority2, Case, annex_source, make_case
from tests.signing.zips import Part, archive


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case()


@pytest.fixture(scope="module")
def package(case: Case) -> bytes:
    return case.package()


def judge(case: Case, data: bytes, **how: object) -> Report:
    return verify_package(io.BytesIO(data), case.authority.anchors(), at=NOW, **how)  # type: ignore[arg-type]


def codes(report: Report) -> set[str]:
    return {reason.code for reason in report.reasons}


def rewrite(
    data: bytes, change: dict[str, bytes | None], extra: dict[str, bytes] | None = None
) -> bytes:
    """Write the ZIP again with members replaced, removed or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = [(name, change.get(name, old.read(name))) for name in old.namelist()]
    members += (extra or {}).items()
    parts = (Part(name.encode(), content) for name, content in members if content is not None)
    return archive(*parts)


def test_a_package_is_valid(case: Case, package: bytes) -> None:
    report = judge(case, package)
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    assert [item.scope for item in report.signatures] == ["package", "pdf", "entry-01", "entry-02"]
    assert report.decision == case.content.decision
    assert report.trail == case.content.trail


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        (None, ec.generate_private_key(ec.SECP384R1())),
        (None, ec.generate_private_key(ec.SECP521R1())),
        (None, rsa.generate_private_key(65537, 2048)),
        (SignatureAlgorithm.RSA_PSS_SHA256, rsa.generate_private_key(65537, 3072)),
        (SignatureAlgorithm.RSA_PKCS1_SHA512, rsa.generate_private_key(65537, 2048)),
    ],
    ids=["P-384", "P-521", "RSA-2048", "PSS", "RSA-SHA512"],
)
def test_public_tools_accept_every_algorithm_and_refuse_a_changed_byte(
    tmp_path: Path,
    algorithm: SignatureAlgorithm | None,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
) -> None:
    case = make_case(algorithm, key)
    data = case.package()
    assert judge(case, data).verdict is Verdict.VALID
    roots = case.authority.write_pem(tmp_path / "roots.pem")
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        opened.extractall(tmp_path)
    assert_tools(tmp_path, roots, accepted=True)
    manifest = tmp_path / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b"decision.pdf", b"decisiom.pdf"))
    text = tmp_path / "decision.pdf"
    text.write_bytes(text.read_bytes().replace(b"QAROR", b"QARAR", 1))
    assert_tools(tmp_path, roots, accepted=False)


def assert_tools(directory: Path, roots: Path, *, accepted: bool) -> None:
    openssl = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
    openssl += ["-in", SIGNATURE, "-content", MANIFEST, "-CAfile", str(roots)]
    openssl += ["-purpose", "any", "-attime", str(int(NOW.timestamp())), "-out", "/dev/null"]
    certtool = ["certtool", "--p7-verify", "--inder", "--infile", SIGNATURE]
    certtool += ["--load-data", MANIFEST, "--load-ca-certificate", str(roots)]
    for command in (openssl, certtool):
        ran = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
        assert (ran.returncode == 0) is accepted, (command[0], ran.stdout, ran.stderr)
    pdfsig = ["pdfsig", "-nocert", "decision.pdf"]
    ran = subprocess.run(pdfsig, cwd=directory, capture_output=True, text=True, check=False)
    assert ("Signature is Valid" in ran.stdout) is accepted, ran.stdout
    assert "Total document signed" in ran.stdout


def test_every_changed_byte_of_a_member_is_noticed(case: Case) -> None:
    """All but the chain that came along, which must lead to an anchor by itself."""
    package = case.package(crls=False)
    chain = case.authority.issuing.certificate.public_bytes(Encoding.DER)
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    for name, content in members.items():
        start = content.find(chain)
        # Others each time: what fails names its byte.
        step = max(1, len(content) // 20)
        for at in range(random.randrange(step), len(content), step):
            if start <= at < start + len(chain) and start >= 0:
                continue
            changed = bytearray(content)
            changed[at] ^= 0x01
            report = judge(case, rewrite(package, {name: bytes(changed)}))
            assert report.verdict is not Verdict.VALID, (name, at)
            if name not in {SIGNATURE, "mimetype"}:
                assert report.verdict is Verdict.INVALID, (name, at, report.reasons)


def test_changed_bytes_anywhere_in_the_file_are_noticed(case: Case, package: bytes) -> None:
    step = len(package) // 150
    for at in range(random.randrange(step), len(package), step):
        changed = bytearray(package)
        changed[at] ^= 0x40
        assert judge(case, bytes(changed)).verdict is not Verdict.VALID, at


def test_members_beside_the_manifest_are_refused(case: Case, package: bytes) -> None:
    report = judge(case, rewrite(package, {}, {"annexes/02-yana.pdf": b"%PDF"}))
    assert report.verdict is Verdict.INVALID
    assert "MEMBER_NOT_LISTED" in codes(report)


def test_a_missing_member_is_refused(case: Case, package: bytes) -> None:
    report = judge(case, rewrite(package, {"annexes/01-1-ilova.pdf": None}))
    assert report.verdict is Verdict.INVALID
    assert "MEMBER_MISSING" in codes(report)
    # What its manifest lists is not here: no sign beside it may say that it is right.
    first = report.signatures[0]
    assert (first.verdict, first.sub_indication) == (Verdict.INVALID, "HASH_FAILURE")


@pytest.mark.parametrize("content", [None, b"%PDF-1.7 boshqa"])
def test_a_signature_over_what_is_another_or_absent_is_not_called_good(
    case: Case, package: bytes, content: bytes | None
) -> None:
    """What lists it is intact, and the answer about the signature alone is shown beside it."""
    report = judge(case, rewrite(package, {"annexes/01-1-ilova.pdf": content}))
    first = report.signatures[0]
    assert (first.scope, first.intact, first.verdict) == ("package", False, Verdict.INVALID)


def test_without_trust_it_is_indeterminate_not_invalid(package: bytes) -> None:
    report = verify_package(io.BytesIO(package), TrustAnchors(()), at=NOW)
    assert report.verdict is Verdict.INDETERMINATE
    assert codes(report) == {"NO_CERTIFICATE_CHAIN_FOUND"}
    assert all(item.intact for item in report.signatures)


def test_another_root_does_not_help(package: bytes) -> None:
    anchors = Authority2("Boshqa").anchors()
    report = verify_package(io.BytesIO(package), anchors, at=NOW)
    assert report.verdict is Verdict.INDETERMINATE


def test_without_revocation_lists_it_is_indeterminate(case: Case) -> None:
    data = case.package(crls=False)
    anchors = case.authority.anchors(crls=False)
    report = verify_package(io.BytesIO(data), anchors, at=NOW)
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, {"TRY_LATER"})


def test_embedded_lists_are_enough(case: Case, package: bytes) -> None:
    anchors = case.authority.anchors(crls=False)
    assert verify_package(io.BytesIO(package), anchors, at=NOW).verdict is Verdict.VALID


def test_a_revoked_signer_is_not_valid() -> None:
    case = make_case()
    case.authority.revoked[case.hokim.identity.certificate.serial_number] = NOW - timedelta(days=1)
    report = judge(case, case.package())
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, {"REVOKED_NO_POE"})


def test_an_expired_certificate_proves_nothing_without_a_time_stamp(
    case: Case, package: bytes
) -> None:
    late = NOW + timedelta(days=800)
    anchors = replace(case.authority.anchors(), crls=case.authority.crls(late))
    report = verify_package(io.BytesIO(package), anchors, at=late)
    assert report.verdict is Verdict.INDETERMINATE
    assert "OUT_OF_BOUNDS_NO_POE" in codes(report)


def test_somebody_elses_certificate_is_a_mismatch(case: Case) -> None:
    other = Case(case.authority, case.officer, case.officer, case.content)
    report = judge(case, other.package())
    assert report.verdict is Verdict.INVALID
    assert "SIGNER_MISMATCH" in codes(report)


def test_an_agreement_with_another_version_is_refused(case: Case) -> None:
    entry = case.content.trail.entries[1]
    moved = replace(entry, version_digest="0" * 64)
    statement = agreement_statement(case.version.draft, moved)
    moved = replace(
        moved,
        signature=build_signed_data(case.officer, statement, signing_time=moved.decided),
    )
    entries = (case.content.trail.entries[0], moved, case.content.trail.entries[2])
    trail = replace(case.content.trail, entries=entries)
    changed = replace(case, content=replace(case.content, trail=trail))
    report = judge(case, changed.package())
    assert report.verdict is Verdict.INVALID
    assert codes(report) == {"TRAIL_COVERS_ANOTHER_VERSION"}


@pytest.mark.parametrize(
    "change",
    [
        {"decision": Agreement.AGREED_WITH_NOTE},
        {"remark": "Eʼtirozim yoʻq"},
        {"round": 1},
        {"version": 3},
    ],
    ids=str,
)
def test_an_officers_words_cannot_be_changed(case: Case, change: dict[str, object]) -> None:
    entry = replace(case.content.trail.entries[1], **change)  # type: ignore[arg-type]
    entries = (case.content.trail.entries[0], entry, case.content.trail.entries[2])
    trail = replace(case.content.trail, entries=entries)
    changed = replace(case, content=replace(case.content, trail=trail))
    report = judge(case, changed.package())
    assert report.verdict is Verdict.INVALID
    assert "HASH_FAILURE" in codes(report)


def test_an_entry_signed_by_another_officer_is_refused(case: Case) -> None:
    entry = case.content.trail.entries[1]
    other = case.authority.signer(("Boshqa Odam", "33333333333333", OFFICER[2]))
    statement = agreement_statement(case.version.draft, entry)
    entry = replace(entry, signature=build_signed_data(other, statement))
    entries = (case.content.trail.entries[0], entry, case.content.trail.entries[2])
    trail = replace(case.content.trail, entries=entries)
    changed = replace(case, content=replace(case.content, trail=trail))
    assert "SIGNER_MISMATCH" in codes(judge(case, changed.package()))


def with_entries(case: Case, *entries: TrailEntry) -> Case:
    trail = replace(case.content.trail, entries=entries)
    return replace(case, content=replace(case.content, trail=trail))


@pytest.mark.parametrize("decision", [Agreement.AGREED, Agreement.OBJECTED])
def test_an_answer_without_a_signature_is_refused(case: Case, decision: Agreement) -> None:
    first, second, third = case.content.trail.entries
    unsigned = replace(second, decision=decision, signature=None)
    report = judge(case, with_entries(case, first, unsigned, third).package())
    assert report.verdict is Verdict.INVALID
    assert "UNSIGNED" in codes(report)


def test_silence_with_a_signature_is_refused(case: Case) -> None:
    first, second, third = case.content.trail.entries
    odd = replace(third, signature=second.signature)
    assert "UNSIGNED" in codes(judge(case, with_entries(case, first, second, odd).package()))


def test_somebody_who_was_not_heard_is_told(case: Case) -> None:
    first, second, third = case.content.trail.entries
    waiting = replace(third, decision=Agreement.PENDING, decided=None)
    report = judge(case, with_entries(case, first, second, waiting).package())
    assert (report.verdict, codes(report)) == (Verdict.INVALID, {"NOT_AGREED"})


def test_entries_out_of_order_or_twice_are_refused(case: Case) -> None:
    first, second, third = case.content.trail.entries
    for entries in ((second, first, third), (first, first, third)):
        members = {
            "agreement/trail.json": trail_json(replace(case.content.trail, entries=entries))
        }
        report = judge(case, rewrite(case.package(), dict(members)))
        assert report.verdict is Verdict.INVALID
        assert "FORMAT_FAILURE" in codes(report)


def test_another_offices_officer_cannot_sign_for_it(case: Case) -> None:
    """An authority of somebody else in the decision, and an honest own PINFL and STIR."""
    decision = case.content.decision
    signer = replace(decision.signer, pinfl=OFFICER[1], stir=OFFICER[2])
    forged = replace(
        case,
        hokim=case.officer,
        content=replace(case.content, decision=replace(decision, signer=signer)),
    )
    report = judge(case, forged.package())
    assert report.verdict is Verdict.INVALID
    assert "SIGNER_MISMATCH" in codes(report)


def test_another_name_over_the_own_number_is_not_valid(case: Case) -> None:
    decision = case.content.decision
    named = replace(decision, signer=replace(decision.signer, name="Boshqa Odam"))
    changed = replace(case, content=replace(case.content, decision=named))
    report = judge(case, changed.package())
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, {"SIGNER_MISMATCH"})


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"a":' * 20_000,
        b'{"format":"1.0","format":"1.0"}',
        b'{ "format": "1.0"}',
        b'{"draft":"x","entries":[{"order":1,"signature":[]}],"format":"1.0"}',
        b'{"draft":"x","entries":[{"order":9007199254740993}],"format":"1.0"}',
        b'{"draft":"x","entries":[{"order":1e400}],"format":"1.0"}',
        b"\xff\xfe",
        b"null",
    ],
    ids=range(9),
)
@pytest.mark.parametrize("member", ["decision.json", "agreement/trail.json"])
def test_json_that_should_hurt(case: Case, package: bytes, member: str, content: bytes) -> None:
    report = judge(case, rewrite(package, {member: content}))
    assert report.verdict is Verdict.INVALID
    assert "FORMAT_FAILURE" in codes(report)


def test_the_registry_compares_with_its_own_copy(case: Case, package: bytes) -> None:
    content = case.content
    frozen = Expectation(case.version, content.trail, content.decision.signer)
    assert judge(case, package, expected=frozen).verdict is Verdict.VALID
    newer = replace(frozen, version=replace(case.version, title="Boshqa"))
    assert codes(judge(case, package, expected=newer)) == {"ANOTHER_VERSION"}
    shorter = replace(frozen, trail=replace(content.trail, entries=content.trail.entries[:2]))
    assert codes(judge(case, package, expected=shorter)) == {"ANOTHER_TRAIL"}
    acting = replace(frozen, signer=replace(frozen.signer, pinfl="99999999999999"))
    assert codes(judge(case, package, expected=acting)) == {"SIGNER_MISMATCH"}


def test_changed_bytes_are_never_signed(case: Case) -> None:
    annex = case.version.annexes[0]
    swapped = annex_source(annex, "1-ilova.pdf", b"%PDF-1.7 boshqa")
    with pytest.raises(DraftChanged, match="annexes/01"):
        replace(case, content=replace(case.content, annexes=(swapped,))).package()
    with pytest.raises(DraftChanged, match=r"decision\.pdf"):
        replace(case, content=replace(case.content, text=b"%PDF-1.7")).package()


def test_national_keys_sign_the_package_only(case: Case) -> None:
    report = judge(case, case.package(pdf_profile=False))
    assert report.verdict is Verdict.VALID
    assert "pdf" not in {item.scope for item in report.signatures}


def test_a_package_signature_can_be_replaced_and_nothing_else_moves(package: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        signature = opened.read(SIGNATURE)
    replace_signature(io.BytesIO(package), out, signature)
    assert out.getvalue() == package


def test_something_else_is_not_a_package(case: Case) -> None:
    for data in (b"", b"PK", b"%PDF-1.7", b"PK\3\4" + bytes(200), HOKIM[0].encode()):
        report = judge(case, data)
        assert (report.verdict, codes(report)) == (Verdict.INVALID, {"FORMAT_FAILURE"})
