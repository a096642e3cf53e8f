"""A report for programs: one JSON object for each file."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256

from signing.report import Reason, Report, SignatureReport
from signing.reporting.attacks import attack_of
from signing.reporting.outline import Verified
from signing.reporting.words import ReportWords
from signing.statement import TrailEntry

FORMAT = "eqaror-verification-report/1"


def public(name: str, report: Report, words: ReportWords) -> dict[str, object]:
    """Return what ``eqaror verify --json`` tells of a file; README.md describes the fields."""
    return {
        "file": name,
        "verdict": report.verdict,
        "indication": report.verdict.indication,
        "sub_indication": report.sub_indication or None,
        "reasons": _reasons(report.reasons, words),
        "contents": [{"file": item.name, "sha256": item.sha256} for item in report.contents],
        "signatures": [_signature(item, words) for item in report.signatures],
        "answers": [_answer(item) for item in report.trail.entries] if report.trail else [],
    }


def complete(verified: Verified, words: ReportWords) -> dict[str, object]:
    """Return the same with what it was judged by, as it is kept in a file."""
    version = verified.report.decision.version if verified.report.decision else None
    return {
        "format": FORMAT,
        **public(verified.name, verified.report, words),
        "sha256": verified.sha256 or None,
        "verified_at": verified.made,
        "program": verified.program or None,
        "draft": version.draft if version else None,
        "version_digest": version.digest if version else None,
        "trust_anchors": [
            {
                "subject": item.subject.rfc4514_string(),
                "sha256": item.fingerprint(SHA256()).hex(),
            }
            for item in verified.anchors.anchors
        ],
    }


def encode(value: Mapping[str, object] | list[dict[str, object]]) -> bytes:
    """Return JSON in UTF-8, indented, with a line's end."""
    tree = msgspec.to_builtins(value)
    # A name that is no Unicode is told with question marks rather than not at all.
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _reasons(reasons: tuple[Reason, ...], words: ReportWords) -> list[dict[str, str]]:
    return [_reason(item, words) for item in reasons]


def _reason(item: Reason, words: ReportWords) -> dict[str, str]:
    told = {"code": item.code, "text": words.reason(item.code, item.detail)}
    attack = attack_of(item.code, item.detail)
    return {**told, "attack": attack} if attack else told


def _answer(entry: TrailEntry) -> dict[str, object]:
    return {
        "order": entry.order,
        "round": entry.round,
        "organisation": entry.organisation.name,
        "stir": entry.organisation.stir,
        "officer": entry.officer.name if entry.officer else None,
        "answer": entry.decision,
        "remark": entry.remark,
        "received": entry.received,
        "due": entry.due,
        "decided": entry.decided,
    }


def _signature(item: SignatureReport, words: ReportWords) -> dict[str, object]:
    signer = item.signer
    return {
        "scope": item.scope,
        "kind": item.kind,
        "counter_signs": item.over or None,
        "answer": item.answer,
        "signer": signer.common_name if signer else None,
        "pinfl": signer.pinfl if signer else None,
        "stir": signer.stir if signer else None,
        "own_inn": (signer.own_inn or None) if signer else None,
        "certificate": signer.fingerprint if signer else None,
        "claims": [
            {"kind": claim.kind, "detail": claim.detail}
            for claim in (signer.claims if signer else ())
        ],
        "algorithm": item.algorithm,
        "level": item.level,
        "time": item.time,
        "time_is_proven": item.proven,
        "claimed_time": item.claimed,
        "intact": item.intact,
        "trusted": item.trusted,
        "verdict": item.verdict,
        "indication": item.verdict.indication,
        "sub_indication": item.sub_indication or None,
        "reasons": _reasons(item.reasons, words),
        "warnings": _reasons(item.warnings, words),
        "covers": item.covers,
        "status_as_of": item.status_as_of,
        "own_words": item.own_words,
    }
