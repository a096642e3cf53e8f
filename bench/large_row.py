"""A package with 500 MB of annexes against a bare SHA-256 of as many bytes, and what it weighs.

The subject is the program's own flow: compose, sign twice, verify everything as a stranger's. The
annexes came with the draft earlier, as they do in an office, and are read from the encrypted
store. What follows in the background, closing the package for its sending, is a series of its own.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.desk import fill, hokim, make_desk
from bench.measure import Bench, Comparison, OutputWrong, Result, Series, alternate, milliseconds
from bench.token import PIN, make_token
from eqaror_desktop.choosing import Wanted
from eqaror_desktop.flows.plans import SigningPlan
from eqaror_desktop.flows.signing import SigningFlow, Step
from eqaror_desktop.tokens import Tokens
from signing.report import Verdict
from signing.token.provision import KeyKind
from signing.verify import verify_package
from sync.secrets import choose_secrets
from sync.station import Store
from sync.wire import FileRef

ANNEXES = 5
GOAL = 1.5
"""Of a bare SHA-256 of the same bytes, by the project's plan."""
MEMORY_GOAL = 150
"""MiB above idle, by the project's plan."""
_SIDE = 10_000
"""Pixels: an uncompressed scan of 100 MB, one byte a pixel."""
_WARM = 1


def run(bench: Bench, side: int = _SIDE) -> tuple[Result, ...]:
    """Run the row; ``side`` is that of an annex's one picture, in pixels."""
    profile = bench.directory / "profile"
    profile.mkdir()
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(profile, choose_secrets(profile, "file")))
        files = [put_scan(store, number, side) for number in range(1, ANNEXES + 1)]
        desk = make_desk(bench, bench.rounds + _WARM, files)
        fill(store, desk.batch)
        token = make_token(desk.module, desk.authority, KeyKind.EC_P256)
        tokens = Tokens((desk.module,))
        stack.callback(tokens.close)
        flow = SigningFlow(store, tokens, desk.anchors, pdf_profile=True)
        now = datetime.now(UTC)
        plans = [
            flow.examined(flow.plan(draft, hokim(), Wanted(token.serial), None, now))
            for draft in desk.batch.drafts
        ]
        size = sum(file.size for file in files)
        ours = _Ours(store, flow, plans)
        stack.callback(ours.close)
        block = os.urandom(1 << 20)

        def bare() -> tuple[float, float, float]:
            return milliseconds(lambda: hash_bytes(block, size)), 0.0, 0.0

        measured = alternate((ours.one, bare), bench.rounds, warm=_WARM)
        with store.outbox.open_package(ours.key) as package:
            report = verify_package(package, desk.anchors)
        if report.verdict is not Verdict.VALID:
            raise OutputWrong(f"{report.verdict}: {report.reasons}")
    verified = Series.of("large package", "ms", [item[0] for item in measured[0]])
    closed = Series.of("closing it for sending", "ms", [item[1] for item in measured[0]])
    memory = Series.of("memory above idle", "MiB", [item[2] for item in measured[0]])
    hashed = Series.of("bare SHA-256", "ms", [item[0] for item in measured[1]])
    allowed = Series.of("memory allowed", "MiB", [float(MEMORY_GOAL)] * bench.rounds)
    return (
        Result(
            "large",
            f"{size / 1e6:.0f} MB",
            (verified, closed, hashed, memory, allowed),
            (
                Comparison.of(verified, hashed, GOAL),
                Comparison.of(closed, hashed),
                Comparison.of(memory, allowed, 1.0),
            ),
            {"annexes": ANNEXES, "package bytes": size},
        ),
    )


class _Ours:
    """The flow's batch, one package at a time."""

    def __init__(self, store: Store, flow: SigningFlow, plans: list[SigningPlan]) -> None:
        self._store = store
        self._kept = 0.0
        self.key = ""
        self._batch = flow.sign(
            plans, bytearray(PIN), now=lambda: datetime.now(UTC), progress=self._progress
        )

    def _progress(self, _plan: SigningPlan, step: Step) -> None:
        if step is Step.KEEP:
            self._kept = time.perf_counter()

    def close(self) -> None:
        """End the batch while the store is open."""
        for _ in self._batch:
            raise OutputWrong("plans are left over")

    def one(self) -> tuple[float, float, float]:
        """Return milliseconds until it was verified, those of closing it, and MiB above idle."""
        with above_idle() as memory:
            begun = time.perf_counter()
            signed = next(self._batch)
            if signed.entry is None:
                raise signed.error or OutputWrong("no entry")
            self.key = signed.entry.key
            closing = milliseconds(lambda: self._store.outbox.close_package(self.key))
        return (self._kept - begun) * 1000, closing, memory.mebibytes


@dataclass
class Memory:
    """How many MiB more than before were resident at the most."""

    mebibytes: float = 0.0


@contextmanager
def above_idle() -> Iterator[Memory]:
    """Measure the memory of what is done inside."""
    found = Memory()
    idle = _memory("VmRSS")
    # From here on the kernel counts the peak anew.
    Path("/proc/self/clear_refs").write_text("5")
    yield found
    # Nothing at all would make a ratio without a meaning.
    found.mebibytes = max(_memory("VmHWM") - idle, 0.1)


def hash_bytes(block: bytes, size: int) -> None:
    """Hash ``size`` bytes, ``block`` again and again."""
    digest = hashlib.sha256()
    for _ in range(size // len(block)):
        digest.update(block)
    digest.update(block[: size % len(block)])


def _memory(name: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise OutputWrong(name)


def put_scan(store: Store, number: int, side: int) -> FileRef:
    """Put an annex into the store: one page with one uncompressed grey picture."""
    digest = hashlib.sha256()
    size = 0
    for piece in _scan(number, side):
        digest.update(piece)
        size += len(piece)
    store.files.put(_scan(number, side), digest.hexdigest())
    return FileRef(digest.hexdigest(), size, f"{number}-ilova.pdf")


def _scan(number: int, side: int) -> Iterator[bytes]:
    """Yield a PDF that a program could have made of a paper; its picture is the last object."""
    drawing = b"595 0 0 842 0 0 cm /I Do"
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>"
    )
    picture = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Length %d>>\nstream\n" % (side, side, side * side)
    )
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawing), drawing),
        picture,
    )
    head, offsets = b"%PDF-1.7\n", []
    for index, body in enumerate(bodies, start=1):
        offsets.append(len(head))
        head += b"%d 0 obj\n" % index + body + (b"" if body is picture else b"\nendobj\n")
    yield head
    yield from (bytes([(row * number) % 251]) * side for row in range(side))
    tail = b"\nendstream\nendobj\n"
    yield tail
    yield b"xref\n0 6\n0000000000 65535 f\r\n"
    yield b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    start = len(head) + side * side + len(tail)
    yield b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
