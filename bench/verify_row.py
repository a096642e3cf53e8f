"""Verifying a package from a file, as ``eqaror verify`` does, against what others take for less.

A typical package against pyHanko's validation of its PDF alone, and one with 500 MB of annexes
against a bare SHA-256 of as many bytes. Both packages are made by the program's own flow.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bench import peer
from bench.decision import ANSWERS, PAGES
from bench.desk import Desk, fill, hokim, make_desk
from bench.large_row import ANNEXES, above_idle, hash_bytes, put_scan
from bench.measure import Bench, Comparison, OutputWrong, Result, Series, alternate, milliseconds
from bench.package_row import KINDS, SIGNATURES
from bench.token import PIN, make_token
from eqaror_desktop.choosing import Wanted
from eqaror_desktop.flows.signing import SigningFlow
from eqaror_desktop.flows.verification import verify_file
from eqaror_desktop.tokens import Tokens
from signing.package import TEXT
from signing.report import Verdict
from signing.token.provision import KeyKind
from signing.trust import TrustAnchors
from sync.secrets import choose_secrets
from sync.station import Store
from sync.wire import FileRef

GOAL = 1.5
"""Of pyHanko's validation of the PDF alone, by the project's plan."""
SPEED = 0.7
"""Of the bare SHA-256's, for a large package, by the project's plan."""
MEMORY_GOAL = 100
"""MiB above idle for a large package."""
_SIDE = 10_000
_WARM = 3
_LARGE_ROUNDS = 7


def run(bench: Bench, side: int = _SIDE) -> tuple[Result, ...]:
    """Run the row; ``side`` is that of a large annex's one picture, in pixels."""
    found = [_typical(bench, kind) for kind in KINDS]
    return (*found, _large(bench, side))


def _typical(bench: Bench, kind: KeyKind) -> Result:
    place = Bench(bench.directory / str(kind), 1)
    place.directory.mkdir()
    path, anchors = _package(place, kind, 0)
    with zipfile.ZipFile(path) as archive:
        pdf = archive.read(TEXT)
    root = anchors.anchors[0]
    measured = alternate(
        (
            lambda: milliseconds(lambda: _verify(path, anchors)),
            lambda: milliseconds(lambda: peer.require_valid(pdf, root)),
        ),
        bench.rounds,
        warm=_WARM,
    )
    ours = Series.of("package", "ms", measured[0])
    theirs = Series.of("pyHanko, its PDF only", "ms", measured[1])
    return Result(
        "verify",
        str(kind),
        (ours, theirs),
        (Comparison.of(ours, theirs, GOAL),),
        {
            "decision": f"{PAGES} pages, 2 annexes, {SIGNATURES} signatures, "
            f"{ANSWERS} signed answers",
            "package bytes": path.stat().st_size,
        },
    )


def _large(bench: Bench, side: int) -> Result:
    place = Bench(bench.directory / "large", 1)
    place.directory.mkdir()
    path, anchors = _package(place, KeyKind.EC_P256, side)
    size = path.stat().st_size
    block = os.urandom(1 << 20)
    rounds = min(bench.rounds, _LARGE_ROUNDS)

    def ours() -> tuple[float, float]:
        with above_idle() as memory:
            took = milliseconds(lambda: _verify(path, anchors))
        return took, memory.mebibytes

    def bare() -> tuple[float, float]:
        return milliseconds(lambda: hash_bytes(block, size)), 0.0

    measured = alternate((ours, bare), rounds, warm=1)
    verified = Series.of("large package", "ms", [item[0] for item in measured[0]])
    memory = Series.of("memory above idle", "MiB", [item[1] for item in measured[0]])
    hashed = Series.of("bare SHA-256", "ms", [item[0] for item in measured[1]])
    allowed = Series.of("memory allowed", "MiB", [float(MEMORY_GOAL)] * rounds)
    return Result(
        "verify",
        f"{size / 1e6:.0f} MB",
        (verified, hashed, memory, allowed),
        (
            Comparison.of(verified, hashed, 1 / SPEED),
            Comparison.of(memory, allowed, 1.0),
        ),
        {"annexes": ANNEXES, "package bytes": size},
    )


def _verify(path: Path, anchors: TrustAnchors) -> None:
    report = verify_file(path, anchors)
    if report.verdict is not Verdict.VALID or len(report.signatures) != ANSWERS + SIGNATURES:
        raise OutputWrong(f"{report.verdict}: {report.reasons}")


def _package(place: Bench, kind: KeyKind, side: int) -> tuple[Path, TrustAnchors]:
    """Sign one decision and return its file; with ``side``, its annexes are large scans."""
    path = place.directory / "package.asice"
    profile = place.directory / "profile"
    profile.mkdir()
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(profile, choose_secrets(profile, "file")))
        files: Sequence[FileRef] | None = None
        if side:
            files = [put_scan(store, number, side) for number in range(1, ANNEXES + 1)]
        desk: Desk = make_desk(place, 1, files)
        fill(store, desk.batch)
        token = make_token(desk.module, desk.authority, kind)
        tokens = Tokens((desk.module,))
        stack.callback(tokens.close)
        flow = SigningFlow(store, tokens, desk.anchors, pdf_profile=True)
        (draft,) = desk.batch.drafts
        plan = flow.plan(draft, hokim(), Wanted(token.serial), None, datetime.now(UTC))
        (signed,) = flow.sign([plan], bytearray(PIN), now=lambda: datetime.now(UTC))
        if signed.entry is None:
            raise signed.error or OutputWrong("no entry")
        with store.outbox.open_package(signed.entry.key) as package, path.open("wb") as target:
            package.seek(0)
            while piece := package.read(1 << 20):
                target.write(piece)
    return path, desk.anchors
