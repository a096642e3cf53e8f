"""Verify a signed package (docs/package-format.md), ours or a stranger's.

The registry, the client and ``eqaror verify`` all ask this module. Each rule that is broken gives
one reason; the first is the one to tell a person, the others are for who looks into it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO, TypeVar

from signing.certificate import facts, is_same, mismatch, utc_now
from signing.claimed import CLOCKS_DIFFER
from signing.cms_verify import CmsSignature, check_cms
from signing.container.limits import MAX_SIGNATURES_BYTES, MAX_TEXT_BYTES
from signing.container.reader import Container, open_container
from signing.detail import NO_DETAIL, Detail, said
from signing.errors import DocumentError, DocumentTooLarge, SigningError
from signing.flaws import Flaw
from signing.identity import OUT_OF_ORDER, Identities, reason_of
from signing.manifest import Reference, read_manifest
from signing.package import DECISION, MANIFEST, SIGNATURE, TEXT, TRAIL, panel_of
from signing.pdf.pades import check_pdf
from signing.pdf.panel import PanelText
from signing.report import Reason, Report, SignatureReport
from signing.statement import (
    Content,
    Decision,
    SignerRole,
    Trail,
    Version,
    read_decision,
    read_trail,
)
from signing.trail_check import check_trail, misnamed
from signing.trust import TrustAnchors
from signing.work import bounded

T = TypeVar("T")

_ANNEX = re.compile(r"annexes/(\d{2,3})-[A-Za-z0-9-]+\.pdf")
_ENTRY = re.compile(r"agreement/entry-\d{2,3}\.p7s")
_JSON_LIMIT = 16 << 20
_LARGE = 4 << 20
"""Bytes from which on a member is worth a thread."""
_THREADS = 3


@dataclass(frozen=True)
class Expectation:
    """What the registry has frozen; the package must be of exactly this."""

    version: Version
    trail: Trail
    signer: SignerRole


@bounded
def verify_package(
    stream: BinaryIO,
    anchors: TrustAnchors,
    *,
    at: datetime | None = None,
    expected: Expectation | None = None,
    sums: Mapping[bytes, int] | None = None,
    as_registry: bool = False,
) -> Report:
    """Verify a package.

    Args:
        stream: the package; seekable, read more than once.
        anchors: what is trusted; without any, an intact package is indeterminate.
        at: for when a signature without a time-stamp is judged; now, if not given.
        expected: the frozen content to compare with.
        sums: CRC-32 by SHA-256 of what was read before, so that it isn't computed again; what
            has another digest is damaged anyway.
        as_registry: a registry will be asked next. It knows itself what no list here tells, so it
            leaves that out of account, and is told whatever else is open.

    Returns:
        The report; nothing about the package makes this raise.
    """
    reasons: list[Reason] = []
    try:
        container = open_container(stream)
    except DocumentError as error:
        return Report.conclude((), (reason_of(error),))
    work = _Verification(container, Identities(anchors, at or utc_now()), reasons, sums or {})
    try:
        report = work.run(expected)
    except SigningError as error:
        return Report.conclude((), (*reasons, reason_of(error)))
    from signing.foreign.loose import with_loose

    taken = as_registry or expected is not None
    return with_loose(report, lambda: work.loose.vouched(anchors), also_open=taken)


class _Verification:
    """One run; collects reasons instead of stopping at the first."""

    def __init__(
        self,
        container: Container,
        identities: Identities,
        reasons: list[Reason],
        sums: Mapping[bytes, int],
    ) -> None:
        self._container = container
        self._sums = sums
        self._identities = identities
        self._reasons = reasons
        self._main: CmsSignature | None = None
        from signing.foreign.loose import Loose

        self.loose = Loose(own=True)
        """Of every signature that was read."""
        self._digests: dict[tuple[str, str], bytes | None] = {}

    def run(self, expected: Expectation | None) -> Report:
        """Check everything in the order in which one thing rests on another."""
        from signing.answer import judge_answer

        for name in (MANIFEST, SIGNATURE, TEXT, DECISION, TRAIL):
            if name not in self._container.names:
                self._fail("MEMBER_MISSING", Detail(name))
        if self._reasons:
            return Report.conclude((), tuple(self._reasons))
        manifest = self._container.read(MANIFEST, 1 << 20)
        signatures = [self._check_main(manifest)]
        main = self._main
        if not self._check_members(manifest):
            # The manifest is right, and what it is a manifest of is not what was signed.
            signatures[0] = replace(signatures[0], intact=False, trusted=False)
        decision = self._try(lambda: read_decision(self._read(DECISION)))
        trail = self._try(lambda: read_trail(self._read(TRAIL), self._entry_signatures()))
        if decision is not None:
            told = self._check_signer(decision)
            signatures[0] = replace(signatures[0], warnings=(*signatures[0].warnings, *told))
            signatures += self._check_text(decision, main)
            self._check_annexes(decision.version)
        if trail is not None:
            by = self._signed_by(signatures[0])
            if decision is not None:
                self._reasons += check_trail(trail, decision.version, by)
            self._check_order(trail, signatures[0])
            signatures += [
                judge_answer(trail.draft, entry, self._identities, self.loose)
                for entry in trail.entries
                if entry.signature is not None
            ]
        if expected is not None:
            self._compare(expected, decision, trail)
        return Report.conclude(tuple(signatures), tuple(self._reasons), decision, trail)

    def _try(self, action: Callable[[], T]) -> T | None:
        """Return the action's result; an error of this room becomes a reason."""
        try:
            return action()
        except SigningError as error:
            self._reasons.append(reason_of(error))
            return None

    def _fail(self, code: str, detail: Detail = NO_DETAIL) -> None:
        self._reasons.append(Reason(code, detail))

    def _read(self, name: str) -> bytes:
        return self._container.read(name, _JSON_LIMIT)

    def _digest(self, name: str, algorithm: str) -> bytes | None:
        """Return a member's digest, computed once; None if the member is damaged."""
        if (name, algorithm) not in self._digests:
            found = self._try(lambda: self._container.digest(name, algorithm))
            self._digests[name, algorithm] = found
        return self._digests[name, algorithm]

    def _digest_large(self, references: list[Reference]) -> None:
        """Compute the digests of large members side by side: hashing lets other threads work."""
        large = [item for item in references if self._container.size(item.member) > _LARGE]
        if not large:
            return
        with ThreadPoolExecutor(_THREADS, "digest") as threads:
            begun = [
                (
                    item,
                    threads.submit(
                        self._container.digest,
                        item.member,
                        item.algorithm,
                        self._sums.get(item.digest),
                    ),
                )
                for item in large
            ]
            for item, digest in begun:
                self._digests[item.member, item.algorithm] = self._try(digest.result)

    def _entry_signatures(self) -> dict[str, bytes]:
        names = [name for name in self._container.names if _ENTRY.fullmatch(name)]
        if sum(map(self._container.size, names)) > MAX_SIGNATURES_BYTES:
            raise DocumentTooLarge(Flaw.ENTRY_SIGNATURES)
        return {name: self._container.read(name, 1 << 20) for name in names}

    def _check_main(self, manifest: bytes) -> SignatureReport:
        signature = self._container.read(SIGNATURE, 1 << 20)
        try:
            self._main = check_cms(signature, manifest)
            self._require_ours("package", signature)
        except SigningError as error:
            return self._identities.broken("package", error)
        report = self._identities.judge("package", self._main)
        # What the time-stamp proves for the package it proves for everything in it.
        self._identities.proven(report)
        return report

    def _require_ours(self, scope: str, signature: bytes) -> None:
        """Nothing stands in it that a package of this format does not have (decision 33)."""
        for detail in self.loose.read(signature):
            self._fail("FORMAT_FAILURE", detail.within(scope))

    def _check_members(self, manifest: bytes) -> bool:
        """The manifest names every member with its digest, and no member is beside it.

        Returns:
            Whether every member that it names is here as it was signed.
        """
        references = self._try(lambda: read_manifest(manifest))
        if references is None:
            return False
        if references.signature != SIGNATURE:
            self._fail("FORMAT_FAILURE", said(Flaw.MANIFEST_NAMES, references.signature))
        listed = {item.member: item for item in references.references}
        beside = set(self._container.names) - {"mimetype", MANIFEST, SIGNATURE}
        for name in sorted(beside - set(listed)):
            self._fail("MEMBER_NOT_LISTED", Detail(name))
        for name in sorted(set(listed) - beside):
            self._fail("MEMBER_MISSING", Detail(name))
        order = ("mimetype", *listed, MANIFEST, SIGNATURE)
        if not beside ^ set(listed) and self._container.names != order:
            # Another program goes by what stands first, and nobody signs where that is but so.
            self._fail("FORMAT_FAILURE", said(Flaw.WRITTEN_ELSE))
        here = sorted(beside & set(listed))
        self._digest_large([listed[name] for name in here])
        complete = len(here) == len(listed)
        for name in here:
            reference = listed[name]
            found = self._digest(name, reference.algorithm)
            complete = complete and found == reference.digest
            if found is not None and found != reference.digest:
                self._fail("HASH_FAILURE", Detail(name))
        return complete

    def _check_signer(self, decision: Decision) -> tuple[Reason, ...]:
        """Compare the signer with the certificate; returns what is a warning."""
        if self._main is None:
            return ()
        signer = facts(self._main.certificate)
        if field := mismatch(signer, decision.signer.pinfl, decision.signer.stir):
            self._fail("SIGNER_MISMATCH", said(field))
        # Only somebody of the office itself signs its decisions, and under the own name.
        if not is_same(decision.signer.stir, decision.version.authority.stir):
            self._fail("SIGNER_MISMATCH", said(Flaw.AUTHORITY))
        if signer.common_name != decision.signer.name:
            # The PINFL is the person; a name may be written in two alphabets, so this is open.
            self._reasons.append(Reason("SIGNER_MISMATCH", said(Flaw.NAME), failed=False))
        return misnamed(decision, signer)

    def _check_text(self, decision: Decision, main: CmsSignature | None) -> list[SignatureReport]:
        """The text is the frozen one, alone or with the signer's own PDF signature behind it."""
        text = self._container.read(TEXT, MAX_TEXT_BYTES)
        version = decision.version
        if Content.of(text) == version.text:
            return []
        try:
            found = check_pdf(text, version.text.size, version.text.sha256)
        except SigningError as error:
            return [self._identities.broken("pdf", error)]
        if main is not None and found.cms.certificate != main.certificate:
            self._fail("SIGNER_MISMATCH", said(Flaw.ANOTHER_SIGNER))
        self._check_panel(found.update.panel, decision)
        return [self._identities.judge("pdf", found.cms, claimed=found.update.claimed)]

    def _check_panel(self, shown: PanelText | None, decision: Decision) -> None:
        """What the PDF shows of its signature is what is signed."""
        if shown is None:
            return
        right = shown.says_of(panel_of(decision, shown.language))
        if not right or not shown.address.endswith(
            decision.version.digest if shown.address else ""
        ):
            self._fail("FORMAT_FAILURE", said(Flaw.OTHER_PANEL))

    def _check_annexes(self, version: Version) -> None:
        found: dict[int, str] = {}
        for name in self._container.names:
            match = _ANNEX.fullmatch(name)
            if match is None:
                if name.startswith("annexes/"):
                    self._fail("FORMAT_FAILURE", Detail(name))
            elif int(match[1]) in found:
                self._fail("FORMAT_FAILURE", said(Flaw.TWO_ANNEXES, match[1]))
            else:
                found[int(match[1])] = name
        for annex in version.annexes:
            name = found.pop(annex.number, "")
            if not name:
                self._fail("MEMBER_MISSING", said(Flaw.ANNEX, annex.number))
                continue
            digest = self._digest(name, "sha256")
            size = self._container.size(name)
            if digest is not None and Content(digest.hex(), size) != annex.content:
                self._fail("HASH_FAILURE", Detail(name))
        for name in found.values():
            self._fail("MEMBER_NOT_LISTED", Detail(name))

    def _check_order(self, trail: Trail, main: SignatureReport) -> None:
        """What the time-stamp covers was there before it, and the answers are in it."""
        if main.level not in ("B-T", "B-LT") or main.time is None:
            return
        answered = [item.decided for item in trail.entries if item.signature and item.decided]
        if answered and main.time < max(answered) - CLOCKS_DIFFER:
            self._reasons.append(OUT_OF_ORDER)

    def _signed_by(self, main: SignatureReport) -> datetime:
        """By when the decision was signed: the earliest of what is claimed, proven and now."""
        known = (main.claimed, main.time, self._identities.now)
        return min(item for item in known if item is not None)

    def _compare(
        self, expected: Expectation, decision: Decision | None, trail: Trail | None
    ) -> None:
        if decision is not None and decision.version != expected.version:
            self._fail("ANOTHER_VERSION", Detail(decision.version.digest))
        if decision is not None and decision.signer != expected.signer:
            self._fail("SIGNER_MISMATCH", said(Flaw.ANOTHER_DRAFT_SIGNER))
        if trail is not None and trail != expected.trail:
            self._fail("ANOTHER_TRAIL")
