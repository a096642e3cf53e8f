"""Packages that their own signer made wrong: everything in them is signed, and one thing lies."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from signing.canonical import canonical
from signing.certificate import facts
from signing.cms import build_signed_data
from signing.container.writer import ContainerWriter
from signing.errors import DraftChanged, MalformedDocument
from signing.manifest import Reference, write_manifest
from signing.package import (
    DECISION,
    MANIFEST,
    SIGNATURE,
    TEXT,
    TRAIL,
    PackageContent,
    read_signature,
)
from signing.pdf.pades import sign_pdf
from signing.report import Report, Verdict
from signing.signer import Signer
from signing.statement import (
    Agreement,
    Trail,
    agreement_statement,
    read_decision,
    read_trail,
    trail_json,
)
from signing.trail_check import check_answers, misnamed, renamed
from signing.verify import verify_package
from tests.signing.pki import NOW, OFFICER, Case, annex_source, make_case, small_pdf

ANNEX = "annexes/01-1-ilova.pdf"


@dataclass
class Signed:
    """A package's members, as the signer would have them."""

    case: Case
    members: dict[str, bytes]
    listed: dict[str, bytes]
    """What the manifest says of them."""
    named: str = SIGNATURE

    def change(self, name: str, data: bytes | None) -> None:
        for members in (self.members, self.listed):
            members.pop(name, None)
            if data is not None:
                members[name] = data

    def rewrite(self, name: str, change: Callable[[Any], object]) -> None:
        """Change a member of JSON."""
        tree = json.loads(self.members[name])
        change(tree)
        self.change(name, canonical(tree))

    def report(self, manifest: bytes = b"") -> Report:
        references = [
            Reference(name, "application/octet-stream", "sha256", hashlib.sha256(data).digest())
            for name, data in self.listed.items()
        ]
        manifest = manifest or write_manifest(self.named, references)
        signature = build_signed_data(self.case.hokim, manifest, signing_time=NOW)
        out = io.BytesIO()
        writer = ContainerWriter(out)
        for name, data in self.members.items():
            writer.add(name, data)
        writer.add(MANIFEST, manifest)
        writer.add(SIGNATURE, signature)
        writer.close()
        return verify_package(out, self.case.authority.anchors(), at=NOW)


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case()


@pytest.fixture(scope="module")
def members(case: Case) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(case.package(pdf_profile=False))) as archive:
        names = [name for name in archive.namelist() if name not in ("mimetype", MANIFEST)]
        return {name: archive.read(name) for name in names if name != SIGNATURE}


@pytest.fixture
def signed(case: Case, members: dict[str, bytes]) -> Signed:
    return Signed(case, dict(members), dict(members))


def pdf_of_another(it: Signed) -> None:
    it.change(TEXT, sign_pdf(it.members[TEXT], it.case.officer, NOW))


def first_entry(name: str, value: object) -> Callable[[Signed], None]:
    return lambda it: it.rewrite(TRAIL, lambda tree: tree["entries"][0].update({name: value}))


def annex_renamed(name: str, *, keep: bool = False) -> Callable[[Signed], None]:
    def change(it: Signed) -> None:
        data = it.members[ANNEX]
        if not keep:
            it.change(ANNEX, None)
        it.change(name, data)

    return change


WRONG: dict[str, tuple[Callable[[Signed], object], tuple[str, str]]] = {
    "the manifest of another signature": (
        lambda it: setattr(it, "named", "META-INF/other.p7s"),
        ("FORMAT_FAILURE", "the manifest names META-INF/other.p7s"),
    ),
    "a member that is not listed": (
        lambda it: it.listed.pop(ANNEX),
        ("MEMBER_NOT_LISTED", ANNEX),
    ),
    "a listed member that is not there": (
        lambda it: it.listed.update({"x.txt": b"x"}),
        ("MEMBER_MISSING", "x.txt"),
    ),
    "no text": (lambda it: it.change(TEXT, None), ("MEMBER_MISSING", TEXT)),
    "a text signed by an officer": (pdf_of_another, ("SIGNER_MISMATCH", "pdf")),
    "another annex": (lambda it: it.change(ANNEX, b"%PDF-boshqa"), ("HASH_FAILURE", ANNEX)),
    "no annex": (lambda it: it.change(ANNEX, None), ("MEMBER_MISSING", "annex 1")),
    "an annex that nobody froze": (
        annex_renamed("annexes/02-a.pdf", keep=True),
        ("MEMBER_NOT_LISTED", "annexes/02-a.pdf"),
    ),
    "two annexes of one number": (
        annex_renamed("annexes/01-b.pdf", keep=True),
        ("FORMAT_FAILURE", "two annexes 01"),
    ),
    "an annex without a number": (
        annex_renamed("annexes/a.pdf", keep=True),
        ("FORMAT_FAILURE", "annexes/a.pdf"),
    ),
    "the trail of another draft": (
        lambda it: it.rewrite(TRAIL, lambda tree: tree.update(draft="2026-000002")),
        ("TRAIL_OF_ANOTHER_DRAFT", "2026-000002"),
    ),
    "another digest beside the version": (
        lambda it: it.rewrite(DECISION, lambda tree: tree.update(version_digest="0" * 64)),
        ("FORMAT_FAILURE", "decision.json: version_digest is not the version's digest"),
    ),
    "a newer format": (
        lambda it: it.rewrite(DECISION, lambda tree: tree.update(format="2.0")),
        ("FORMAT_FAILURE", 'decision.json: format "2.0" is not known here'),
    ),
    "no format at all": (
        lambda it: it.rewrite(DECISION, lambda tree: tree.pop("format")),
        ("FORMAT_FAILURE", "decision.json: format null is not known here"),
    ),
    "a role that nobody signs decisions in": (
        lambda it: it.rewrite(DECISION, lambda tree: tree["signer"].update(role="president")),
        ("FORMAT_FAILURE", "decision.json: not as the format says, at $.signer.role"),
    ),
    "a trail that is not written in the one form": (
        lambda it: it.change(TRAIL, it.members[TRAIL].replace(b'":', b'": ', 1)),
        ("FORMAT_FAILURE", "trail.json: not canonical JSON"),
    ),
    "a trail without entries": (
        lambda it: it.rewrite(TRAIL, lambda tree: tree.update(entries={})),
        ("FORMAT_FAILURE", "trail.json: entries"),
    ),
    "an entry that is none": (
        lambda it: it.rewrite(TRAIL, lambda tree: tree["entries"].append(3)),
        ("FORMAT_FAILURE", "trail.json: entries"),
    ),
    "an entry whose signature is not there": (
        lambda it: it.change("agreement/entry-01.p7s", None),
        ("FORMAT_FAILURE", "trail.json: agreement/entry-01.p7s is not in the package"),
    ),
    "a signature of no entry": (
        lambda it: it.change("agreement/entry-09.p7s", b"0"),
        ("FORMAT_FAILURE", "trail.json: no entry names agreement/entry-09.p7s"),
    ),
    "a time before the calendar": (
        first_entry("received", "0001-01-01T00:00:00Z"),
        ("FORMAT_FAILURE", "trail.json: a time"),
    ),
    "a time without a zone": (
        first_entry("decided", "2026-01-01T00:00:00"),
        ("FORMAT_FAILURE", "trail.json: a time"),
    ),
}


def entry(number: int, **fields: object) -> Callable[[Signed], None]:
    return lambda it: it.rewrite(TRAIL, lambda tree: tree["entries"][number - 1].update(fields))


def another_name(it: Signed) -> None:
    officer = {"name": "KARIMOV VALI", "pinfl": OFFICER[1], "post": "Adliya vaziri"}
    entry(2, officer=officer)(it)


DOUBTFUL: dict[str, tuple[Callable[[Signed], None], tuple[str, str]]] = {
    "silence whose term is not over": (
        entry(3, due="2099-01-01T00:00:00Z"),
        ("TRAIL_TIME", "entry-03: term open"),
    ),
    "an answer before the question": (
        entry(1, received="2026-11-19T10:00:00Z"),
        ("TRAIL_TIME", "entry-01: answered before received"),
    ),
    "an answer before its signature": (
        entry(1, decided="2026-11-18T10:00:00Z"),
        ("TRAIL_TIME", "entry-01: answered before it was signed"),
    ),
    "an answer after the decision": (
        entry(2, decided="2026-11-20T10:00:00Z"),
        ("TRAIL_TIME", "entry-02: answered after the decision"),
    ),
    "silence that was asked after the decision": (
        entry(3, decided=None, received="2026-11-20T10:00:00Z"),
        ("TRAIL_TIME", "entry-03: answered after the decision"),
    ),
    "another name over somebody's signature": (
        another_name,
        ("SIGNER_MISMATCH", "entry-02: name"),
    ),
}


@pytest.mark.parametrize("what", DOUBTFUL)
def test_what_the_trail_says_and_no_officer_signed_is_compared(signed: Signed, what: str) -> None:
    change, reason = DOUBTFUL[what]
    change(signed)
    report = signed.report()
    assert report.verdict is Verdict.INDETERMINATE
    assert [(item.code, item.detail) for item in report.reasons] == [reason]


def answered(signed: Signed, decision: Agreement, remark: str) -> Signed:
    """The officer's answer of the last round, and signed so."""
    names = ("agreement/entry-01.p7s", "agreement/entry-02.p7s")
    trail = read_trail(signed.members[TRAIL], {name: signed.members[name] for name in names})
    said = replace(trail.entries[1], decision=decision, remark=remark)
    statement = agreement_statement(trail.draft, said)
    value = build_signed_data(signed.case.officer, statement, signing_time=said.decided)
    said = replace(said, signature=value)
    entries = (trail.entries[0], said, trail.entries[2])
    signed.change(names[1], value)
    signed.change(TRAIL, trail_json(replace(trail, entries=entries)))
    return signed


def test_an_objection_of_the_last_round_is_no_agreement(signed: Signed) -> None:
    report = answered(signed, Agreement.OBJECTED, "Yoʻq, rozi emasman!").report()
    assert report.verdict is Verdict.INVALID
    assert [(item.code, item.detail) for item in report.reasons] == [("OBJECTED", "entry-02")]
    # Each signature is right; what they say is told.
    assert [item.verdict for item in report.signatures] == [Verdict.VALID] * 3
    answers = [item.answer for item in report.signatures]
    assert answers == [None, Agreement.OBJECTED, Agreement.OBJECTED]


@pytest.mark.parametrize(
    "words",
    [
        {"remark": "Rozimiz"},
        {"officer": {"name": "VAZIR A", "pinfl": "55555555555555", "post": "Vazir"}},
    ],
)
@pytest.mark.parametrize("decision", ["deemed_agreed", "pending"])
def test_silence_has_no_words(signed: Signed, decision: str, words: dict[str, object]) -> None:
    entry(3, decision=decision, **words)(signed)
    report = signed.report()
    assert report.verdict is Verdict.INVALID
    assert ("UNSIGNED", "entry-03") in {(item.code, item.detail) for item in report.reasons}


def test_an_objection_to_this_version_is_not_overcome_by_silence(signed: Signed) -> None:
    """Another round that asks somebody else does not unsay it, nor one without an answer."""
    answered(signed, Agreement.OBJECTED, "Yoʻq")
    entry(3, round=3)(signed)
    report = signed.report()
    assert [(item.code, item.detail) for item in report.reasons] == [("OBJECTED", "entry-02")]
    stir = signed.case.content.trail.entries[1].organisation.stir
    entry(3, organisation={"name": "Moliya boʻlimi", "stir": stir})(signed)
    report = signed.report()
    assert [(item.code, item.detail) for item in report.reasons] == [("OBJECTED", "entry-02")]


def test_an_objection_is_overcome_by_who_made_it(case: Case) -> None:
    first, agreed, silent = case.content.trail.entries
    objected = replace(agreed, decision=Agreement.OBJECTED, round=1)
    digest = case.version.digest
    for entries, told in (
        ((first, objected, agreed, silent), []),
        ((replace(first, organisation=silent.organisation), agreed, silent), []),
        (
            (
                first,
                replace(agreed, round=1),
                replace(objected, round=2),
                replace(silent, round=3),
            ),
            ["OBJECTED"],
        ),
    ):
        trail = Trail(case.content.trail.draft, entries)
        assert [item.code for item in check_answers(trail, digest)] == told


@pytest.mark.parametrize(
    ("number", "fields"),
    [(1, {"round": 0}), (1, {"round": 3}), (3, {"round": 1}), (3, {"order": 0})],
)
def test_answers_stand_in_the_order_of_their_rounds(
    signed: Signed, number: int, fields: dict[str, object]
) -> None:
    entry(number, **fields)(signed)
    told = {(item.code, item.detail) for item in signed.report().reasons}
    assert ("FORMAT_FAILURE", "trail.json: entries are not in order") in told


def test_a_decision_names_its_authority_as_the_certificate_does(case: Case) -> None:
    """Who signs says himself of which authority he is; only its STIR is compared."""
    decision = case.content.decision
    known = facts(case.hokim.identity.certificate)
    name, post = decision.version.authority.name, decision.signer.post
    # One that names no organisation confirms none, and one without a post confirms no post.
    told = misnamed(decision, replace(known, post="", organisation=""))
    both = [("DECISION_NAMES", post), ("DECISION_NAMES", name)]
    assert [(item.code, item.detail) for item in told] == both
    assert misnamed(decision, replace(known, post=post, organisation=name)) == ()
    told = misnamed(decision, replace(known, post="Direktor", organisation="Firma MChJ"))
    assert [(item.code, item.detail, item.failed) for item in told] == [
        ("DECISION_NAMES", post, False),
        ("DECISION_NAMES", name, False),
    ]


def test_another_post_or_organisation_than_the_certificates_is_told(case: Case) -> None:
    """Offices are written in many ways, and an organisation is its STIR: it is a warning."""
    answer = case.content.trail.entries[1]
    known = facts(case.officer.identity.certificate)
    # What a certificate does not say its person alone says.
    told = [(item.code, item.detail) for item in renamed(answer, known)]
    assert (known.post, known.organisation) == ("", "")
    assert answer.officer is not None
    names = (answer.officer.post, answer.organisation.name)
    assert told == [("TRAIL_NAMES", f"entry-02: {name}") for name in names]
    same = replace(known, post="Boshliq", organisation="Moliya boʻlimi")
    assert list(renamed(answer, same)) == []
    other = replace(known, post="Xodim", organisation="Moliya vazirligi")
    others = [(item.code, item.detail, item.failed) for item in renamed(answer, other)]
    assert others == [
        ("TRAIL_NAMES", "entry-02: Boshliq", False),
        ("TRAIL_NAMES", "entry-02: Moliya boʻlimi", False),
    ]


def test_a_note_is_an_agreement(signed: Signed) -> None:
    report = answered(signed, Agreement.AGREED_WITH_NOTE, "3-band").report()
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    assert report.signatures[2].answer is Agreement.AGREED_WITH_NOTE


def test_the_right_one_is_valid(signed: Signed) -> None:
    report = signed.report()
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())


@pytest.mark.parametrize("what", WRONG)
def test_it_is_invalid_and_says_why(signed: Signed, what: str) -> None:
    change, (code, detail) = WRONG[what]
    change(signed)
    report = signed.report()
    assert report.verdict is Verdict.INVALID
    assert (code, detail) in {(item.code, item.detail) for item in report.reasons}


def test_the_pdf_is_the_signers_own(signed: Signed) -> None:
    signed.change(TEXT, sign_pdf(signed.members[TEXT], signed.case.hokim, NOW))
    assert signed.report().verdict is Verdict.VALID


def test_members_are_not_there_are_named_each(signed: Signed) -> None:
    for name in (TEXT, DECISION, TRAIL):
        signed.change(name, None)
    report = signed.report()
    assert {item.detail for item in report.reasons} == {TEXT, DECISION, TRAIL}
    assert report.signatures == ()


@pytest.mark.parametrize("manifest", [b"<manifest/>", b"matn", b"\xff"])
def test_a_manifest_that_nobody_can_read_lists_nothing(signed: Signed, manifest: bytes) -> None:
    """Its signature is right, and of nothing that is here."""
    report = signed.report(manifest)
    assert report.verdict is Verdict.INVALID
    assert "FORMAT_FAILURE" in {item.code for item in report.reasons}
    assert (report.signatures[0].intact, report.signatures[0].trusted) == (False, False)


# --- before anything is signed -----------------------------------------------------------------


def composed(content: PackageContent, case: Case) -> bytes:
    return replace(case, content=content).package()


def test_what_does_not_belong_together_is_not_signed(case: Case) -> None:
    content, other = case.content, small_pdf("BOSHQA", 1)
    annex = content.decision.version.annexes[0]
    with pytest.raises(MalformedDocument, match="annexes at hand"):
        composed(replace(content, annexes=()), case)
    with pytest.raises(MalformedDocument, match="another draft"):
        composed(replace(content, trail=replace(content.trail, draft="2026-9")), case)
    changed = annex_source(annex, "1-ilova.pdf", other)
    for source in (changed, replace(changed, crc32=0)):
        with pytest.raises(DraftChanged, match=ANNEX):
            composed(replace(content, annexes=(source,)), case)


class Unasked:
    """A key that nobody may use; the PIN would have been asked for by then."""

    def __init__(self, real: Signer) -> None:
        self.identity = real.identity
        self.algorithm = real.algorithm

    def sign(self, data: bytes) -> bytes:
        raise AssertionError(data)


def test_an_annex_that_is_another_is_seen_before_a_key_is_used(case: Case) -> None:
    annex = case.content.decision.version.annexes[0]
    changed = annex_source(annex, "1-ilova.pdf", small_pdf("BOSHQA", 1))
    content = replace(case.content, annexes=(changed,))
    with pytest.raises(DraftChanged, match=ANNEX):
        replace(case, content=content, hokim=Unasked(case.hokim)).package()


def test_silence_is_signed_by_nobody(case: Case) -> None:
    silent = next(item for item in case.content.trail.entries if item.officer is None)
    with pytest.raises(ValueError, match="without an officer"):
        agreement_statement("2026-000001", silent)


def test_a_package_without_a_signature_has_none_to_read(members: dict[str, bytes]) -> None:
    out = io.BytesIO()
    writer = ContainerWriter(out)
    writer.add(TEXT, members[TEXT])
    writer.close()
    with pytest.raises(MalformedDocument, match=SIGNATURE):
        read_signature(out)


@pytest.mark.parametrize("data", [b"[]", b"3", b"\xff{}", b'{"a":1,"a":1}'])
def test_what_is_no_statement(data: bytes) -> None:
    with pytest.raises(MalformedDocument, match=r"decision\.json"):
        read_decision(data)
    with pytest.raises(MalformedDocument, match=r"trail\.json"):
        read_trail(data, {})
