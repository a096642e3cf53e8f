"""ASiC-S and ASiC-E containers with CAdES and time-stamps (ETSI EN 319 162-1, 4.3 and 4.4).

A signature covers one manifest or one data object, a time-stamp manifest covers signatures too.
What is in the container and covered by nothing is named: a reader shows it beside what is signed.
"""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import BinaryIO

from signing.container.limits import MAX_SIGNATURES_BYTES
from signing.container.names import MANIFEST, SIGNATURE, TOKEN
from signing.detail import NO_DETAIL, Detail, said
from signing.errors import DocumentTooLarge, MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.foreign import algorithms
from signing.foreign.archive import Archive, open_zip
from signing.foreign.contents import Content
from signing.foreign.covered import covered
from signing.foreign.judge import Judge, Surroundings
from signing.foreign.levels import ArchiveStamp
from signing.foreign.manifest import Manifest, Reference, read_manifest
from signing.foreign.plain_ber import with_pieces_told
from signing.foreign.signed_data import SignedData, read_signed_data
from signing.foreign.stamps import Token, try_token
from signing.identity import reason_of
from signing.manifest import MAX_BYTES
from signing.package import DECISION, TRAIL
from signing.report import Kind, Reason, Report, SignatureReport
from signing.trust import TrustAnchors
from signing.work import bounded, remember

_SIMPLE = b"application/vnd.etsi.asic-s+zip"
_MAX_SIGNATURE = 16 << 20
_EVIDENCE = re.compile(r"META-INF/[^/]*evidencerecord[^/]*", re.IGNORECASE)
_XML = re.compile(r"META-INF/[^/]*signatures?[^/]*\.xml|_xmlsignatures/.*", re.IGNORECASE)
_JAVA = re.compile(r"META-INF/[^/]*\.(SF|RSA|DSA|EC)", re.IGNORECASE)
_BESIDE = re.compile(r"mimetype|META-INF/(manifest|container|metadata)\.xml")
"""What the standard has outside every signature (4.4.3, 4.4.4)."""


def may_be_package(stream: BinaryIO) -> bool:
    """Whether a ZIP file has the names of a package of this program."""
    try:
        names = open_zip(stream).namelist()
    except SigningError:
        return False
    finally:
        stream.seek(0)
    # Documents of others may have one of the names; both are a package's of ours.
    return DECISION in names and TRAIL in names


def is_package(stream: BinaryIO) -> bool:
    """Whether a ZIP file is a package of this program, right or wrong.

    One of others whose signatures cover neither of our two members is none: anybody can add them.
    """
    if not may_be_package(stream):
        return False
    try:
        archive = Archive(stream)
        manifests = []
        for name in archive.manifests():
            # One that cannot be read is anybody's, too.
            with suppress(MalformedDocument):
                manifests.append(read_manifest(archive.read(name, MAX_BYTES), name))
    except (SigningError, zipfile.BadZipFile, EOFError):
        return True
    finally:
        stream.seek(0)
    # What signs them in two parts signs them.
    signed = {
        item.member
        for manifest in manifests
        if not TOKEN.fullmatch(manifest.signature)
        for item in manifest.references
    }
    return not manifests or signed >= {DECISION, TRAIL}


@bounded
def verify_container(
    stream: BinaryIO, anchors: TrustAnchors, *, at: datetime | None = None
) -> Report:
    """Verify a container.

    Args:
        stream: seekable.
        anchors: what is trusted.
        at: for when what has no time-stamp is judged; now, if not given.
    """
    try:
        container = _Container(Archive(stream), Judge(anchors, at))
        try:
            return container.run()
        except DocumentTooLarge:
            # More signatures than anybody waits for, of which nothing is known to be broken.
            oversized = Reason("NOT_EXAMINED", said(Flaw.OVERSIZED), failed=False)
            return Report.conclude((), (oversized,))
    except SigningError as error:
        return Report.conclude((), (reason_of(error),))
    except (zipfile.BadZipFile, EOFError):
        return Report.conclude((), (Reason("FORMAT_FAILURE", said(Flaw.DAMAGED_ZIP)),))


@dataclass(frozen=True)
class _Listed:
    """A manifest and what became of its references."""

    name: str
    raw: bytes
    manifest: Manifest
    reasons: tuple[Reason, ...]

    @property
    def covers(self) -> tuple[str, ...]:
        return tuple(item.member for item in self.manifest.references)

    @property
    def archives(self) -> bool:
        found = MANIFEST.fullmatch(self.name)
        return found is not None and found[1] is not None


class _Container:
    def __init__(self, archive: Archive, judge: Judge) -> None:
        self._archive = archive
        self._judge = judge
        self._reasons: list[Reason] = []
        self._covered: set[str] = set()
        self._contents: dict[str, Content] = {}

    def run(self) -> Report:
        names = self._archive.names
        signatures = [name for name in names if SIGNATURE.fullmatch(name)]
        tokens = [name for name in names if TOKEN.fullmatch(name)]
        if sum(map(self._archive.size, (*signatures, *tokens))) > MAX_SIGNATURES_BYTES:
            raise DocumentTooLarge(Flaw.SIGNATURES_AND_MANIFESTS)
        manifests = self._archive.manifests()
        listed, unread = self._manifests()
        # Where each signature has its own, another that cannot be read is nobody's.
        alone = not {*signatures, *tokens} <= listed.keys()
        self._reasons += (replace(item, failed=alone) for item in unread)
        self._name_others()
        if not signatures and not tokens and not listed:
            if not self._reasons:
                self._leave_open("SIGNED_DATA_NOT_FOUND")
            return Report.conclude((), tuple(self._reasons))
        # What a signature is over a manifest says, also one that cannot be read.
        data = self._data_object(simple=not manifests)
        # Anybody can add a manifest: it breaks nothing that is signed.
        for missing in listed.keys() - set(names):
            self._leave_open("MEMBER_MISSING", Detail(missing))
        stamps: list[tuple[_Listed, Token]] = []
        known = {*signatures, *tokens}
        self._judge.collect(map(self._signed_data, (*tokens, *signatures)))
        # First: what they prove, they prove for the signatures.
        found = [self._token(name, listed.get(name), data, stamps) for name in tokens]
        reports = [self._signature(name, listed.get(name), data, stamps) for name in signatures]
        self._name_uncovered({item.name for name, item in listed.items() if name in known})
        every = (*(report for some in reports for report in some), *found)
        return Report.conclude(every, tuple(self._reasons))

    def _leave_open(self, code: str, detail: Detail = NO_DETAIL) -> None:
        self._reasons.append(Reason(code, detail, failed=False))

    # What is in it.

    def _manifests(self) -> tuple[dict[str, _Listed], list[Reason]]:
        """Read the manifests; by the signature each is for, and why others cannot be read."""
        found: dict[str, list[_Listed]] = {}
        unread: list[Reason] = []
        for name in self._archive.manifests():
            try:
                raw = self._archive.read(name, MAX_BYTES)
                manifest = read_manifest(raw, name)
            except SigningError as error:
                unread.append(reason_of(error))
                continue
            found.setdefault(manifest.signature, []).append(_Listed(name, raw, manifest, ()))
        return {name: self._listed(name, some) for name, some in found.items()}, unread

    def _listed(self, signature: str, some: list[_Listed]) -> _Listed:
        """Return the manifest that a signature is over, with what became of its references."""
        chosen = some[0]
        if len(some) > 1 and signature in self._archive.names:
            with suppress(SigningError):
                der = self._archive.read(signature, _MAX_SIGNATURE)
                listed = [item.raw for item in some]
                chosen = some[covered(der, listed, self._judge.helpers)]
        reasons = tuple(
            reason
            for item in chosen.manifest.references
            if (reason := self._reference(item)) is not None
        )
        return replace(chosen, reasons=reasons)

    def _reference(self, item: Reference) -> Reason | None:
        if item.member not in self._archive.names:
            return Reason("MEMBER_MISSING", Detail(item.member))
        if not item.algorithm:
            return Reason("CRYPTO_CONSTRAINTS_FAILURE", Detail(item.uri), failed=False)
        if self._content(item.member).digest(item.algorithm) != item.digest:
            return Reason("HASH_FAILURE", Detail(item.member))
        if algorithms.is_weak(item.algorithm):
            return Reason(
                "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", Detail(item.algorithm), failed=False
            )
        return None

    def _content(self, name: str) -> Content:
        known = self._contents.get(name)
        if known is None:
            known = Content(name, partial(self._archive.pieces, name))
            self._contents[name] = known
        return known

    def _data_object(self, *, simple: bool) -> Content | None:
        """Return the one data object of an ASiC-S (4.3.3.2); None for an ASiC-E."""
        kind = self._archive.comment.removeprefix(b"mimetype=")
        if "mimetype" in self._archive.names:
            kind = self._archive.read("mimetype", 1024).strip()
        if kind != _SIMPLE and not simple:
            return None
        outside = [
            name
            for name in self._archive.names
            if name != "mimetype" and not name.startswith("META-INF/")
        ]
        if len(outside) == 1:
            return self._content(outside[0])
        if kind == _SIMPLE:
            raise MalformedDocument(Flaw.ASIC_S_OBJECTS, len(outside))
        return None

    def _name_others(self) -> None:
        """Name kinds of signatures that are not read here; nothing is concluded from them."""
        kinds = (
            (_XML, Detail("XAdES")),
            (_EVIDENCE, said(Flaw.EVIDENCE_RECORD)),
            (_JAVA, Detail("JAR")),
        )
        for pattern, kind in kinds:
            if any(pattern.fullmatch(name) for name in self._archive.names):
                self._leave_open("NOT_SUPPORTED", kind)

    def _name_uncovered(self, manifests: set[str]) -> None:
        """Name what nothing covers.

        Args:
            manifests: those of signatures and time-stamps, which are covered by these.
        """
        kinds = (_BESIDE, SIGNATURE, TOKEN, _XML, _EVIDENCE)
        for name in self._archive.names:
            own = name in manifests or any(kind.fullmatch(name) for kind in kinds)
            if name not in self._covered and not own:
                self._leave_open("MEMBER_NOT_LISTED", Detail(name))

    # Signatures and time-stamps.

    def _signature(
        self,
        name: str,
        listed: _Listed | None,
        data: Content | None,
        stamps: list[tuple[_Listed, Token]],
    ) -> list[SignatureReport]:
        content = Content.of(listed.raw, listed.name) if listed else data
        over = [(item, token) for item, token in stamps if name in item.covers]
        around = Surroundings(
            contents=(content,) if content else (),
            stamps=tuple(token for _, token in over),
            archives=tuple(_archive(item, token, stamps) for item, token in over if item.archives),
            sources=tuple(source for _, token in over for source in token.checked.sources),
            reasons=listed.reasons if listed else (),
            covers=listed.covers if listed else (),
        )
        scope = name.removeprefix("META-INF/")
        try:
            signed = self._signed_data(name)
        except SigningError as error:
            return [self._judge.broken(scope, error, Kind.SIGNATURE)]
        if content is None and signed.content is not None:
            # An attached signature beside the documents says nothing about any of them.
            around = replace(around, contents=(Content.of(signed.content_bytes() or b""),))
            self._leave_open("SIGNED_DATA_NOT_FOUND", Detail(scope))
        elif content is not None and signed.content is not None:
            # What it carries is what other programs show of it alone.
            around = replace(around, contents=(Content.of(signed.content_bytes() or b""),))
            if content.digest("sha256") != around.contents[0].digest("sha256"):
                around = replace(around, reasons=(*around.reasons, Reason("HASH_FAILURE")))
            else:
                around = replace(around, contents=(content,))
        found = with_pieces_told(signed, self._judge.judge_all(signed, around, scope))
        if any(item.intact and item.kind is Kind.SIGNATURE for item in found):
            self._covered.update(around.covers)
            if content is not None:
                self._covered.add(content.name)
        if listed is None and content is not None:
            found = [_with_name(item, content.name) for item in found]
        return [_of(item, listed) for item in found]

    def _signed_data(self, name: str) -> SignedData:
        def read() -> SignedData:
            return read_signed_data(self._archive.read(name, _MAX_SIGNATURE))

        return remember((self,), ("data", name), read)

    def _token(
        self,
        name: str,
        listed: _Listed | None,
        data: Content | None,
        stamps: list[tuple[_Listed, Token]],
    ) -> SignatureReport:
        content = Content.of(listed.raw, listed.name) if listed else data
        archives = listed is not None and listed.archives
        kind = Kind.ARCHIVE_TIME_STAMP if archives else Kind.TIME_STAMP
        scope = name.removeprefix("META-INF/")
        self._judge.count()
        try:
            raw = self._archive.read(name, _MAX_SIGNATURE)
        except SigningError as error:
            return self._judge.broken(scope, error, kind)
        token = try_token(raw, (content,) if content else (), self._judge.helpers)
        covers = listed.covers if listed else ()
        if isinstance(token, Token) and token.intact:
            self._covered.update(self._proven(covers))
            if content is not None:
                self._covered.update(self._proven((content.name,)))
            if listed is not None and not listed.reasons:
                stamps.append((listed, token))
        report = self._judge.token(token, scope, kind, covers)
        reasons = (*report.reasons, *(listed.reasons if listed else ()))
        report = replace(report, reasons=reasons, trusted=report.trusted and not reasons)
        return _of(report, listed)

    def _proven(self, covers: tuple[str, ...]) -> tuple[str, ...]:
        """Return what needs no signature beside a time-stamp, which anybody can add.

        Beside signatures that is nothing: who signed has not seen what only it covers. What proves
        signatures for the years to come (EN 319 162-1, 4.4.5) is looked at by itself.
        """
        signed = any(map(SIGNATURE.fullmatch, self._archive.names))
        return () if signed else covers


def _archive(listed: _Listed, token: Token, stamps: list[tuple[_Listed, Token]]) -> ArchiveStamp:
    """Return an archive time-stamp with what it covers: not what it brings itself."""
    covered = tuple(other for item, other in stamps if item.manifest.signature in listed.covers)
    sources = tuple(source for other in covered for source in other.checked.sources)
    return ArchiveStamp(token, (), sources, covered)


def _with_name(report: SignatureReport, name: str) -> SignatureReport:
    """Tell that a document's name, which no manifest has, is not signed with it."""
    if report.kind is not Kind.SIGNATURE:
        return report
    told = Reason("NAME_UNSIGNED", Detail(name), failed=False)
    return replace(report, warnings=(*report.warnings, told))


def _of(report: SignatureReport, listed: _Listed | None) -> SignatureReport:
    """Call a signature broken whose manifest is right, and what that lists is not."""
    if listed is None or not any(reason.failed for reason in listed.reasons):
        return report
    if report.kind is Kind.COUNTER_SIGNATURE:
        return report
    return replace(report, intact=False, trusted=False, proven=False)
