"""Verifying a package from a file, as ``eqaror verify`` does, against what others take for less.

A typical package against pyHanko's validation of its PDF alone, and one with 500 MB of annexes
against a bare SHA-256 of as many bytes. The packages are made by the program's own flow in another
process: what a station keeps of the answers that it checked when it signed is not known here.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from shutil import copyfileobj

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
_TRUST = "trust.pem"
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
    paths, anchors = _packages(place, kind, _WARM + bench.rounds, 0)
    with zipfile.ZipFile(paths[0]) as archive:
        pdf = archive.read(TEXT)
    root = anchors.anchors[0]
    unseen = iter(paths)
    measured = alternate(
        (
            lambda: _verified(next(unseen), anchors),
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
            "package bytes": paths[0].stat().st_size,
        },
    )


def _large(bench: Bench, side: int) -> Result:
    place = Bench(bench.directory / "large", 1)
    place.directory.mkdir()
    (path,), anchors = _packages(place, KeyKind.EC_P256, 1, side)
    size = path.stat().st_size
    block = os.urandom(1 << 20)
    rounds = min(bench.rounds, _LARGE_ROUNDS)

    def ours() -> tuple[float, float]:
        with above_idle() as memory:
            took = _verified(path, anchors)
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


def _verified(path: Path, anchors: TrustAnchors) -> float:
    return milliseconds(lambda: _verify(path, anchors))


def _verify(path: Path, anchors: TrustAnchors) -> None:
    report = verify_file(path, anchors)
    if report.verdict is not Verdict.VALID or len(report.signatures) != ANSWERS + SIGNATURES:
        raise OutputWrong(f"{report.verdict}: {report.reasons}")


def _packages(
    place: Bench, kind: KeyKind, count: int, side: int
) -> tuple[list[Path], TrustAnchors]:
    """Sign so many decisions elsewhere and return their files."""
    with ProcessPoolExecutor(1, get_context("spawn")) as elsewhere:
        paths = elsewhere.submit(_sign, place.directory, kind, count, side).result()
    return paths, TrustAnchors.load([place.directory / _TRUST])


def _sign(directory: Path, kind: KeyKind, count: int, side: int) -> list[Path]:
    """Sign so many; with ``side``, their annexes are large scans."""
    profile = directory / "profile"
    profile.mkdir()
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(profile, choose_secrets(profile, "file")))
        files: Sequence[FileRef] | None = None
        if side:
            files = [put_scan(store, number, side) for number in range(1, ANNEXES + 1)]
        desk: Desk = make_desk(Bench(directory, count), count, files)
        fill(store, desk.batch)
        token = make_token(desk.module, desk.authority, kind)
        tokens = Tokens((desk.module,))
        stack.callback(tokens.close)
        flow = SigningFlow(store, tokens, desk.anchors, pdf_profile=True)
        now = datetime.now(UTC)
        plans = [
            flow.examined(flow.plan(draft, hokim(), Wanted(token.serial), None, now))
            for draft in desk.batch.drafts
        ]
        paths: list[Path] = []
        for signed in flow.sign(plans, bytearray(PIN), now=lambda: datetime.now(UTC)):
            if signed.entry is None:
                raise signed.error or OutputWrong("no entry")
            paths.append(directory / f"package-{len(paths)}.asice")
            with store.outbox.open_package(signed.entry.key) as package:
                package.seek(0)
                with paths[-1].open("wb") as target:
                    copyfileobj(package, target, 1 << 20)
        (directory / _TRUST).write_bytes(desk.anchors.pem() + desk.anchors.helpers_pem())
    return paths
