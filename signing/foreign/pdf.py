"""Verify a PDF, ours or a stranger's: any number of signatures, revisions and time-stamps.

PAdES and the older kinds with a CMS (ETSI EN 319 142-1; ISO 32000-1, 12.8). A signature of this
program is first read by this program's own rules (:mod:`signing.verify_file`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from signing.detail import Detail, Said, said
from signing.errors import DocumentTooLarge, MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.foreign.contents import Content
from signing.foreign.judge import Judge, Surroundings
from signing.foreign.levels import ArchiveStamp
from signing.foreign.patience import LARGE, Patience, limits, open_beginning
from signing.foreign.pdf_active import acts
from signing.foreign.pdf_before import report_before
from signing.foreign.pdf_beginning import counts_from_header, require_header
from signing.foreign.pdf_changes import changes
from signing.foreign.pdf_graph import follow
from signing.foreign.pdf_hidden import hidden
from signing.foreign.pdf_hole import Lengths
from signing.foreign.pdf_layout import renewed, require_sound
from signing.foreign.pdf_mentions import Mentions
from signing.foreign.pdf_named import require_apart
from signing.foreign.pdf_scan import byte_ranges, table_at
from signing.foreign.pdf_shown import Shown, shown_later
from signing.foreign.pdf_signatures import (
    DETACHED,
    OLD_SHA1,
    TIME_STAMP,
    PdfSignature,
    catalog_of,
    certified_by,
    fields,
    signatures,
)
from signing.foreign.pdf_store import Room, Store, digests, read_store
from signing.foreign.pdf_title import is_new_title
from signing.foreign.signed_data import SignedData, read_signed_data
from signing.foreign.stamps import Token, try_token
from signing.identity import reason_of
from signing.pdf.changes import is_said_as_here
from signing.pdf.held import Held
from signing.pdf.linearized import NEAR, require_no_promise
from signing.pdf.reading import reading, start_of_xref
from signing.report import Kind, Reason, Report, SignatureReport
from signing.trust import TrustAnchors
from signing.verify_file import verify_pdf
from signing.work import bounded, limit, remember

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader, Watch

_MAX_SIGNATURES = 64
_AT_LAST = 2.0
"""Seconds for a signature that is begun when the time is nearly over."""
_NOT_EXAMINED = "NOT_EXAMINED"
_OVERSIZED = Reason(_NOT_EXAMINED, said(Flaw.OVERSIZED), failed=False)
_TAIL = 64 << 10
_SPACE = b"\0\t\n\f\r "


@bounded
def verify_any_pdf(
    pdf: bytes | Held,
    anchors: TrustAnchors,
    *,
    at: datetime | None = None,
    patience: Patience | None = None,
) -> Report:
    """Verify a PDF.

    Without a signature it is indeterminate (``SIGNED_DATA_NOT_FOUND``): nothing in it is broken.
    So is what is too large or would take too long (``NOT_EXAMINED``).

    Args:
        pdf: the whole file; its bytes, or where they stand.
        anchors: what is trusted.
        at: for when what has no time-stamp is judged; now, if not given.
        patience: ends when no other signature shall be begun; the newest are looked at first.
    """
    from signing.foreign.pdf_reader import Watch

    held = pdf if isinstance(pdf, Held) else Held.of(pdf)
    watch = Watch()
    try:
        found = byte_ranges(held, 2, watch.look)
        if not found:
            return _without_byte_range(held)
        # Our own reader holds a document more than once; nothing made here is larger than is held.
        if held.whole is not None and found == 1:
            said_here = is_said_as_here(held.whole)
            if held.size < LARGE or said_here:
                own = verify_pdf(held.whole, anchors, at=at)
                if all(item.intact for item in own.signatures) or said_here:
                    return _with_acts(own, held)
        patience = patience or Patience()

        def whole(part: Held) -> Report:
            with reading(), limits(part.size):
                return _Document(part, Judge(anchors, at), patience, watch).run()

        try:
            report = whole(held)
            # What it does is asked of the same objects, which have taken all the time already.
            return report if watch.over else _with_acts(report, held)
        except MalformedDocument:
            before = report_before(held, whole, watch.look)
            if before is None:
                raise
            return before
    except DocumentTooLarge:
        return Report.conclude((), (_OVERSIZED,))
    except SigningError as error:
        return Report.conclude((), (_OVERSIZED if watch.over else reason_of(error),))


def _without_byte_range(pdf: Held) -> Report:
    """Tell a PDF that was never signed, with an empty field or none, from a forged one."""
    try:
        with reading():
            reader = open_beginning(pdf, pdf.size)
            if reader.is_encrypted:
                return Report.conclude((), (Reason("SIGNED_DATA_NOT_FOUND", failed=False),))
            found = [item.name for item in fields(reader) if item.kind == "/Sig" and item.value]
    except SigningError:
        # Nothing says that this was signed; what cannot be read is not for here to call broken.
        found = []
    if found:
        return Report.conclude((), (Reason("FORMAT_FAILURE", said(Flaw.FIELD, found[0])),))
    return Report.conclude((), (Reason("SIGNED_DATA_NOT_FOUND", failed=False),))


@dataclass(frozen=True)
class _Revision:
    """A signature with the revision it covers and the time-stamp it may be."""

    signature: PdfSignature
    content: Content
    token: Token | Reason | None
    has_store: bool
    """The revision has a document security store (EN 319 142-1, 5.4.2)."""
    kept: frozenset[bytes]
    """SHA-256 of what is in the store that a time-stamp covers."""
    later: tuple[Reason, ...]
    """What was done to it since."""
    shown: tuple[Shown, ...]
    """Later signatures that show something on a page."""


class _Document:
    def __init__(self, pdf: Held, judge: Judge, patience: Patience, watch: Watch) -> None:
        self._pdf = pdf
        self._judge = judge
        self._patience = patience
        self._reasons: list[Reason] = []
        self._watch = watch
        self._sound = pdf.size
        """From where on every reader sees the same; 0 if some may not."""
        self._reader = open_beginning(pdf, pdf.size, self._watch)
        self._mentions = Mentions(pdf, watch.look)
        self._lengths = Lengths(pdf, watch.look)
        self._room = Room()
        self._contents: tuple[Reason, ...] | None = None
        self._signatures: list[PdfSignature] = []

    def run(self) -> Report:
        if self._reader.is_encrypted:
            self._reasons.append(Reason("NOT_SUPPORTED", said(Flaw.ENCRYPTED_PDF), failed=False))
            return Report.conclude((), tuple(self._reasons))
        self._table = start_of_xref(self._pdf.cut(max(0, self._pdf.size - _TAIL), self._pdf.size))
        if counts_from_header(self._pdf, self._table):
            before = Reason(_NOT_EXAMINED, said(Flaw.BYTES_BEFORE), failed=False)
            return Report.conclude((), (before,))
        self._check_end()
        broken: list[SignatureReport] = []
        found = self._signatures
        for item in signatures(self._pdf, self._reader):
            if isinstance(item, PdfSignature):
                found.append(item)
            else:
                broken.append(self._judge.broken(item[0], item[1], Kind.SIGNATURE))
        if len(found) + len(broken) > _MAX_SIGNATURES:
            raise DocumentTooLarge(Flaw.COUNT_OF_SIGNATURES, len(found) + len(broken))
        if not found and not broken:
            # There is a byte range, and no field shows it: a signature was hidden or taken out.
            self._reasons.append(Reason("FORMAT_FAILURE", said(Flaw.UNSHOWN)))
        reports = list(broken)
        # The newest tells of the whole file, and is the cheapest.
        newest = sorted(found, key=lambda item: item.covered, reverse=True)
        looked = [(item, self._revision(item)) for item in newest]
        reports += [_unexamined(item) for item, revision in reversed(looked) if revision is None]
        revisions = [revision for _, revision in reversed(looked) if revision is not None]
        store = read_store(self._reader)
        certificates = tuple(store.certificates.values())
        sources = tuple(store.sources.values())
        self._judge.bring(certificates, sources)
        self._judge.collect(map(_signed_data, found))
        judged: list[tuple[_Revision, list[SignatureReport]]] = []
        for number, revision in enumerate(revisions):
            stamps = [item for item in revisions[number + 1 :] if _is_intact(item.token)]
            around = Surroundings(
                contents=(revision.content,),
                stamps=tuple(item.token for item in stamps if isinstance(item.token, Token)),
                archives=tuple(_archives(stamps, store)),
                certificates=certificates,
                sources=sources,
                reasons=revision.later,
                claimed=revision.signature.claimed,
            )
            if self._patience.is_over:
                reports.append(_unexamined(revision.signature))
            else:
                limit(self._patience.left + _AT_LAST)
                judged.append((revision, self._report(revision, around)))
        # Whoever runs a time-stamp server vouches for nothing that is shown.
        trusted = {
            at.signature.field
            for at, some in judged
            if any(item.trusted and item.kind is Kind.SIGNATURE for item in some)
        }
        reports += [_doubted(item, at, trusted) for at, some in judged for item in some]
        self._check_all_shown(len(found) + len(broken))
        return Report.conclude(tuple(reports), tuple(self._reasons))

    # The file.

    def _check_end(self) -> None:
        """The file ends with the table that its end names: readers that repair see no other."""
        if not table_at(self._pdf, self._table):
            raise MalformedDocument(Flaw.END_NAMES_NO_TABLE)

    def _check_all_shown(self, found: int) -> None:
        """Every byte range in the file is one of a field's, or it was put out of sight."""
        if byte_ranges(self._pdf, found + 1, self._watch.look) > found:
            self._reasons.append(Reason("CHANGED_AFTER_SIGNING", said(Flaw.UNSHOWN), failed=False))

    def _revision(self, signature: PdfSignature) -> _Revision | None:
        """Look at a revision; None if there is no time left for it."""
        if self._patience.is_over:
            return None
        content = Content("", partial(_covered, self._pdf, signature))
        token = None
        if signature.sub_filter == TIME_STAMP:
            token = try_token(signature.cms, (content,), self._judge.helpers)
        # One revision is open at a time: each is as large as the file.
        old = self._at(signature.covered)
        has_store = follow(catalog_of(old).get("/DSS")) is not None
        kept = digests(old, self._room) if has_store and _is_intact(token) else frozenset()
        later = self._over(old, signature) + self._later(old, signature)
        shown = shown_later(old, self._reader)
        if old is not self._reader:
            old.leave()
        return _Revision(signature, content, token, has_store, kept, later, shown)

    def _at(self, covered: int) -> BoundedReader:
        """Return the file as it was when a signature was made."""
        left = self._pdf.size - covered
        if left < _TAIL and not self._pdf.cut(covered, self._pdf.size).strip(_SPACE):
            return self._reader
        return open_beginning(self._pdf, covered, self._watch)

    def _over(self, old: BoundedReader, signature: PdfSignature) -> tuple[Reason, ...]:
        """Tell of streams that go on behind the signature's value, and of who else names it."""
        try:
            require_apart(self._pdf, old, signature.number, self._watch.look)
            self._lengths.require_none_over(old, signature.hole)
        except MalformedDocument as error:
            return (Reason("CHANGED_AFTER_SIGNING", error.detail, failed=False),)
        return ()

    def _later(self, old: BoundedReader, signature: PdfSignature) -> tuple[Reason, ...]:
        """Compare the signed revision with the file, and name what is not as it was."""
        size = signature.covered
        try:
            table = start_of_xref(self._pdf.cut(max(0, size - _TAIL), size))
            require_no_promise(self._pdf.cut(0, min(NEAR, size)), size, table)
        except MalformedDocument:
            changed = size < self._pdf.size
            what = said(Flaw.UNSOUND if changed else Flaw.LINEARIZED)
            return (Reason("CHANGED_AFTER_SIGNING", what, failed=changed),)
        if old is self._reader:
            self._sound = signature.covered
            return ()
        brought = renewed(old, self._reader)
        if signature.covered < self._sound:
            try:
                require_header(self._pdf)
                require_sound(self._pdf, old, self._reader, self._sound, self._watch.look)
                self._mentions.require_plain(old, brought)
                self._sound = signature.covered
            except MalformedDocument:
                self._sound = 0
        if not self._sound:
            return (Reason("CHANGED_AFTER_SIGNING", said(Flaw.UNSOUND)),)
        permission = signature.permission
        if permission is None:
            permission = certified_by(old)
        certified = said(Flaw.CERTIFIED).parts if permission else ()
        waits = hidden(self._pdf, old, self._watch.look)
        found = changes(old, self._reader, signature, permission, self._mentions)
        if all(item.allowed for item in found):
            waits = waits or self._plain(old)
            if is_new_title(old, self._reader):
                waits += (Reason("CHANGED_AFTER_SIGNING", said(Flaw.TITLE), failed=False),)
        return waits + tuple(
            Reason("ADDED_AS_ALLOWED", item.what, failed=False)
            if item.allowed
            else Reason("CHANGED_AFTER_SIGNING", Detail(*certified, *item.what.parts))
            for item in found
        )

    def _plain(self, old: BoundedReader) -> tuple[Reason, ...]:
        """Tell why what follows may be shown in what was signed though nothing says so.

        What others signed is read by the rules for what is signed here: then every reader comes
        to the same objects, and no drawing leads to one. Older revisions are among the newest.
        """
        if self._contents is None:
            # Most files are not signed twice, and do without.
            from signing.foreign.pdf_contents import require_no_references
            from signing.pdf.plain_file import require_plain

            self._contents = ()
            try:
                with reading():
                    # Of what is copied nothing is held on to.
                    beginning = self._pdf.beginning
                    require_plain(beginning(old.size), old, lambda _bytes: self._watch.look())
                    require_no_references(old, self._watch.look)
            except MalformedDocument as error:
                self._contents = (Reason("CHANGED_AFTER_SIGNING", error.detail, failed=False),)
            except DocumentTooLarge:
                self._contents = (Reason(_NOT_EXAMINED, said(Flaw.MORE_THAN_READ), failed=False),)
        return self._contents

    # One signature.

    def _report(self, revision: _Revision, around: Surroundings) -> list[SignatureReport]:
        signature = revision.signature
        scope = signature.field or "pdf"
        if revision.token is not None:
            kind = Kind.ARCHIVE_TIME_STAMP if revision.has_store else Kind.TIME_STAMP
            report = self._judge.token(revision.token, scope, kind)
            every = (*report.reasons, *around.reasons)
            return [replace(report, reasons=every, trusted=report.trusted and not every)]
        if signature.sub_filter not in DETACHED:
            reason = Reason("NOT_SUPPORTED", Detail(signature.sub_filter), failed=False)
            self._reasons.append(reason)
            # One that names no kind at all is read as all known kinds are: if it is broken as
            # such, the name was lost; what another kind covers nobody here knows.
            if signature.sub_filter:
                return []
        try:
            data = _signed_data(signature)
            if signature.sub_filter == OLD_SHA1:
                around = _of_digest(data.content_bytes(), revision.content, around)
            if len(data.signers) != 1:
                raise MalformedDocument(Flaw.ONE_SIGNER)
        except SigningError as error:
            return [self._judge.broken(scope, error, Kind.SIGNATURE)]
        return self._judge.judge_all(data, around, scope)


def _signed_data(signature: PdfSignature) -> SignedData:
    return remember((signature,), "data", lambda: read_signed_data(signature.cms))


def _covered(pdf: Held, signature: PdfSignature) -> Iterable[bytes | memoryview]:
    first, second = signature.hole
    yield from pdf.pieces(0, first)
    yield from pdf.pieces(second, signature.covered)


def _unexamined(signature: PdfSignature) -> SignatureReport:
    """Nothing is known of it: not that it is right, and not that it is broken."""
    reason = Reason(_NOT_EXAMINED, said(Flaw.TOO_LONG), failed=False)
    scope = signature.field or "pdf"
    return SignatureReport(scope, None, "", "", signature.claimed, False, False, (reason,))


def _doubted(report: SignatureReport, at: _Revision, trusted: set[str]) -> SignatureReport:
    """Tell what is shown over what was signed by nobody who is trusted, or over most of it."""
    doubts = tuple(
        Reason("CHANGED_AFTER_SIGNING", said(Flaw.FIELD, item.field), failed=False)
        for item in at.shown
        if item.covers or item.field not in trusted
    )
    return replace(
        report,
        reasons=(*report.reasons, *doubts),
        warnings=(*report.warnings, *map(_told, at.shown)),
    )


def _told(shown: Shown) -> Reason:
    """Tell of a later signature that shows something: its signer stands for that alone."""
    pages = [Said(Flaw.PAGE, (str(page),)) for page in shown.pages]
    where = Detail(Said(Flaw.FIELD, (shown.field,)), *pages)
    return Reason("SHOWN_LATER", where, failed=False)


def _with_acts(report: Report, pdf: Held) -> Report:
    """Tell what the file does, with each of its signatures."""
    if not any(item.intact for item in report.signatures):
        return report
    opened, warnings = acts(pdf)
    signatures = tuple(
        replace(item, warnings=(*item.warnings, *warnings)) for item in report.signatures
    )
    every = (*report.reasons, *opened)
    return Report.conclude(signatures, every, report.decision, report.trail)


def _is_intact(token: Token | Reason | None) -> bool:
    return isinstance(token, Token) and token.intact


def _of_digest(carried: bytes | None, content: Content, around: Surroundings) -> Surroundings:
    """The oldest kind signs a SHA-1 digest of the file as its content (12.8.3.3.1)."""
    own = content.digest("sha1")
    weak = Reason("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", Detail("sha1"), failed=False)
    reasons = (weak,) if carried == own else (weak, Reason("HASH_FAILURE"))
    return replace(
        around, contents=(Content.of(carried or b""),), reasons=(*around.reasons, *reasons)
    )


def _archives(revisions: Sequence[_Revision], store: Store) -> Iterable[ArchiveStamp]:
    """Give the time-stamps behind a signature that cover a store, each with what it covers."""
    before: tuple[Token, ...] = ()
    for item in revisions:
        if isinstance(item.token, Token):
            if item.has_store:
                yield store.only(item.kept, item.token, before)
            before = (*before, item.token)
