"""A report as a paper: what it says, line by line, before anybody decides how that looks.

First the simple part – the verdict, what it means, who signed and when –, then a detailed one with
everything behind it. What a file says of itself is a stranger's text: one line, nothing in it that
steers how the rest is read, and no more of it than fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TypeVar

from cryptography.hazmat.primitives.hashes import SHA256

from resources import visible
from signing.certificate import CertificateFacts
from signing.report import Reason, Report, SignatureReport, Verdict
from signing.reporting.claims import claims_text
from signing.reporting.told import answers, authority_of, covers_of, is_plain, kind_of
from signing.reporting.words import ReportWords
from signing.trust import TrustAnchors

_T = TypeVar("_T")

_LONGEST = 300
_MOST = 40
"""Reasons, covered files or trust anchors told of one thing; of more only how many."""


class Look(Enum):
    """How a line looks."""

    TITLE = auto()
    VERDICT = auto()
    HEADING = auto()
    SIGNER = auto()
    TEXT = auto()
    FACT = auto()
    CODE = auto()
    """A fact that is compared letter by letter."""
    NOTE = auto()


@dataclass(frozen=True)
class Line:
    """One paragraph; ``verdict`` gives it a colour, and a sign where it is a verdict itself."""

    look: Look
    text: str
    label: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Paper:
    """A whole report."""

    title: str
    language: str
    simple: tuple[Line, ...]
    detailed: tuple[Line, ...]
    foot: tuple[Line, ...]


@dataclass(frozen=True)
class Verified:
    """One file that was verified, and what with."""

    name: str
    report: Report
    made: datetime
    anchors: TrustAnchors
    sha256: str = ""
    """Of the file, hexadecimal; empty if it could not be read."""
    program: str = ""
    signer: str = ""
    """Who is going to sign the report; empty if nobody is."""
    path: str = ""
    """Where the file is, if a report could be written over it."""


def paper(verified: Verified, words: ReportWords) -> Paper:
    """Write a report."""
    return Paper(
        title=words.text("report", "title"),
        language=words.language,
        simple=tuple(_simple(verified, words)),
        detailed=tuple(_detailed(verified, words)),
        foot=tuple(_foot(verified, words)),
    )


def mark_of(item: SignatureReport) -> Verdict:
    """Return what the sign beside a signature says: the signature's own verdict.

    One that could not be checked is not broken, and one that is broken is not called right for
    what still is right about it.
    """
    return item.verdict


def one_line(text: str) -> str:
    """Return somebody's text as one line of bounded length in which every letter shows."""
    return visible.one_line(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _simple(verified: Verified, words: ReportWords) -> Iterator[Line]:
    report, verdict = verified.report, verified.report.verdict
    yield Line(Look.TITLE, words.text("report", "title"))
    yield Line(Look.VERDICT, words.text("verdicts", verdict.value), verdict=verdict)
    yield Line(Look.TEXT, words.text("report", f"means_{verdict.value}"))
    said = tuple(dict.fromkeys(_sentence(reason, words) for reason in report.reasons))
    for sentence in _few(said):
        yield Line(Look.TEXT, sentence, verdict=verdict)
    yield from _more(said)
    yield _fact(words, "file", verified.name)
    if verified.sha256:
        yield _fact(words, "file_digest", _grouped(verified.sha256), Look.CODE)
    yield from _contents(report, words)
    yield _fact(words, "made", words.moment(verified.made))
    if report.decision is not None:
        version = report.decision.version
        yield _fact(words, "document", version.title)
        yield _fact(words, "authority", authority_of(report))
    for answer in answers(report, words):
        yield Line(Look.TEXT, one_line(answer))
    if report.signatures:
        yield Line(Look.HEADING, words.text("report", "signatures", count=len(report.signatures)))
    for item in report.signatures:
        yield from _signer(item, words)
        kind = "" if is_plain(item) else one_line(kind_of(item, words))
        when = " · ".join(filter(None, (_who(item), _when(item, words))))
        for text in filter(None, (kind, when, one_line(covers_of(item, words)))):
            yield Line(Look.TEXT, text)
        for warning in item.warnings:
            yield Line(Look.TEXT, _sentence(warning, words))


def _contents(report: Report, words: ReportWords) -> Iterator[Line]:
    """Tell what a detached signature covers: the file itself is the signature alone."""
    for item in _few(report.contents):
        yield _fact(words, "content", item.name)
        yield _fact(words, "content_digest", _grouped(item.sha256), Look.CODE)
    yield from _more(report.contents)


def _signer(item: SignatureReport, words: ReportWords) -> Iterator[Line]:
    verdict = mark_of(item)
    name = one_line(item.signer.name) if item.signer else words.text("report", "nobody")
    said = words.text("report", f"mark_{verdict.value}")
    yield Line(Look.SIGNER, f"{name} – {said}", verdict=verdict)


def _who(item: SignatureReport) -> str:
    signer = item.signer
    parts = (signer.post, signer.organisation) if signer else ()
    return ", ".join(one_line(part) for part in parts if part)


def _when(item: SignatureReport, words: ReportWords) -> str:
    if item.time is None:
        return ""
    key = "proven" if item.proven else "claimed"
    return words.text("report", key, at=words.moment(item.time))


def _detailed(verified: Verified, words: ReportWords) -> Iterator[Line]:
    report = verified.report
    yield Line(Look.HEADING, words.text("report", "details"))
    yield Line(Look.NOTE, words.text("report", "standard"))
    yield _fact(words, "indication", _indication(report.verdict, report.sub_indication))
    if report.decision is not None:
        version = report.decision.version
        yield _fact(words, "draft", version.draft)
        yield _fact(words, "signed_digest", _grouped(version.digest), Look.CODE)
    for item in report.signatures:
        yield from _signer(item, words)
        yield from _signature(item, words)
    yield Line(Look.HEADING, words.text("report", "anchors"))
    anchors = verified.anchors.anchors
    if not anchors:
        yield Line(Look.TEXT, words.text("report", "anchors_none"))
    for certificate in _few(anchors):
        name = one_line(certificate.subject.rfc4514_string())
        digest = _grouped(certificate.fingerprint(SHA256()).hex())
        yield Line(Look.CODE, digest, label=name)
    yield from _more(anchors)


def _signature(item: SignatureReport, words: ReportWords) -> Iterator[Line]:
    yield _fact(words, "kind", kind_of(item, words))
    yield _fact(words, "indication", _indication(item.verdict, item.sub_indication))
    for reason in _few(item.reasons):
        yield _fact(words, "reasons", f"{_sentence(reason, words)} [{reason.code}]")
    yield from _more(item.reasons)
    open_question = not item.intact and item.verdict is not Verdict.INVALID
    intact = "yes" if item.intact else "unknown" if open_question else "no"
    yield _fact(words, "intact", words.text("report", f"intact_{intact}"))
    trusted = "yes" if item.trusted else "no"
    yield _fact(words, "trusted", words.text("report", f"trusted_{trusted}"))
    if item.status_as_of is not None and item.trusted:
        as_of = words.text("words", "status_as_of", at=words.moment(item.status_as_of))
        yield _fact(words, "status", as_of)
    yield _fact(words, "time", _when(item, words))
    if item.proven and item.claimed is not None:
        claimed = words.text("report", "claimed", at=words.moment(item.claimed))
        yield _fact(words, "claimed_time", claimed)
    for warning in item.warnings:
        yield _fact(words, "warnings", f"{_sentence(warning, words)} [{warning.code}]")
    yield _fact(words, "algorithm", item.algorithm)
    yield _fact(words, "level", item.level)
    for name in _few(item.covers):
        yield _fact(words, "covers", name)
    yield from _more(item.covers)
    if item.own_words:
        yield Line(Look.NOTE, words.text("words", "own_words"))
    if item.signer is not None:
        yield from _certificate(item.signer, words)


def _certificate(signer: CertificateFacts, words: ReportWords) -> Iterator[Line]:
    yield _fact(words, "certificate", signer.serial, Look.CODE)
    yield _fact(words, "issuer", signer.issuer)
    begin, end = words.day(signer.not_before), words.day(signer.not_after)
    yield _fact(words, "validity", f"{begin} – {end}")
    yield _fact(words, "key", signer.algorithm)
    yield _fact(words, "fingerprint", _grouped(signer.fingerprint), Look.CODE)
    if signer.own_inn:
        yield _fact(words, "own_inn", signer.own_inn)
    if signer.claims:
        yield Line(Look.NOTE, one_line(claims_text(signer.claims, words)))


def _foot(verified: Verified, words: ReportWords) -> Iterator[Line]:
    known = [item.algorithm for item in verified.report.signatures]
    if any(name.startswith(("rsa", "ecdsa")) for name in known):
        yield Line(Look.NOTE, words.text("words", "pilot"))
    yield Line(Look.NOTE, words.text("report", "again"))
    if verified.signer:
        signed = words.text("report", "signed", name=one_line(verified.signer))
        yield Line(Look.NOTE, signed)
    else:
        yield Line(Look.NOTE, words.text("report", "unsigned"))
    if verified.program:
        yield _fact(words, "program", verified.program)


def _fact(words: ReportWords, key: str, value: str, look: Look = Look.FACT) -> Line:
    text = one_line(value) if look is Look.FACT else value
    return Line(look, text or "–", label=words.text("report", key))


def _sentence(reason: Reason, words: ReportWords) -> str:
    text = one_line(words.reason(reason.code, reason.detail))
    return text if text.endswith((".", "…")) else f"{text}."


def _indication(verdict: Verdict, sub_indication: str) -> str:
    return ", ".join(filter(None, (verdict.indication, sub_indication)))


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _few(items: Sequence[_T]) -> Sequence[_T]:
    return items[:_MOST]


def _more(items: Sequence[object]) -> Iterator[Line]:
    if len(items) > _MOST:
        yield Line(Look.TEXT, f"… + {len(items) - _MOST}")
