"""What must hold of a report, whatever was done to the file.

The keys of the samples signed a known number of things, once, and are gone. So whatever a report
calls intact must be one of these things: nothing else was ever signed. That is told without a look
at where a mutation fell, and it holds for parts of two samples put together as well. What a file
holds is read here by other readers than the verifier's.
"""

from __future__ import annotations

import io
import re
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from types import FrameType

from eqaror_desktop.commands import Context, verify
from eqaror_desktop.flows.verification import Files, verify_file
from eqaror_desktop.messages import Messages
from signing.foreign.contents import Content
from signing.report import Kind, Report, SignatureReport, Verdict
from signing.reporting.data import complete, encode
from signing.reporting.html import page
from signing.reporting.outline import Verified, paper
from signing.reporting.words import ReportWords
from signing.verify_any import verify_stream
from tests.signing.fuzz.covered import (
    claimed,
    embedded,
    hashed,
    in_container,
    is_pdf,
    listed,
    members,
    revisions,
    signed_data,
    streamed,
    values_of,
)
from tests.signing.fuzz.finding import Finding, Hang
from tests.signing.fuzz.parts import look_into
from tests.signing.fuzz.samples import Samples
from tests.signing.fuzz.sight import seen

SECONDS = 10.0
"""Of processor time, for one file."""
MEMORY = 300 << 20
"""Bytes that looking at one file may add."""
_AS_FILE = 16
"""One of so many is written to the disk; that takes longer than most take to be verified."""
_QUICK = 0.03
"""Seconds of processor time in which nothing takes much memory: to ask costs a millisecond."""
_END = re.compile(rb"%%EOF\s*")


@dataclass
class Known:
    """Everything that was ever signed in the samples."""

    contents: set[bytes] = field(default_factory=set)
    """SHA-256 of what a signature is over."""
    pairs: set[tuple[str, bytes]] = field(default_factory=set)
    """Who signed what."""
    times: set[tuple[str, object, bool]] = field(default_factory=set)
    proofs: set[object] = field(default_factory=set)
    """Times of time-stamps."""
    values: set[bytes] = field(default_factory=set)
    """Values of signatures with the attributes they are over."""
    packages: set[frozenset[bytes]] = field(default_factory=set)
    """Members of our packages, without what no signature covers."""
    seen: set[bytes] = field(default_factory=set)
    """What PDFs show."""


class Oracle:
    """Looks at files one after another."""

    def __init__(self, samples: Samples, place: Path) -> None:
        self._samples = samples
        self._path = place / "file"
        self._known = Known()
        self._words = ReportWords("uz")
        self._context = Context(None, Messages.load("en"))
        self._looked_at = 0
        self._memory = _memory()
        for sample in samples.every:
            if sample.is_whole:
                self._learn(sample.data)

    def look(self, data: bytes, *, hostile: bool = False) -> Report:
        """Verify, and print what is told.

        Args:
            data: the file.
            hostile: it was signed by somebody whom nobody trusts, and may be intact.

        Raises:
            Finding: a property does not hold.
        """
        begun = process_time()
        try:
            with alarm(SECONDS):
                report, used = self._verify(data)
                look_into(data, self._samples)
        except Hang:
            raise Finding(f"no answer in {SECONDS:g} s") from None
        except Finding:
            raise
        except Exception as error:
            raise Finding(f"{type(error).__name__} at {_origin(error)}: {error}"[:300]) from error
        if process_time() - begun > _QUICK:
            before, self._memory = self._memory, _memory()
            if self._memory - before > MEMORY:
                raise Finding(f"{self._memory - before >> 20} MiB of memory")
        self.judge(data, report, used=used, hostile=hostile)
        return report

    def _verify(self, data: bytes) -> tuple[Report, bool]:
        report, used = self._report(data)
        # The content of some is given with all of them; that it is not theirs is no finding.
        others = tuple(item for item in report.reasons if item.code != "CONTENT_UNUSED")
        if len(others) < len(report.reasons):
            report = Report.conclude(report.signatures, others, report.decision, report.trail)
        with redirect_stdout(io.StringIO()):
            verify._print(self._path, report, self._context)
        verified = Verified(self._path.name, report, self._samples.at, self._samples.anchors)
        encode(complete(verified, self._words))
        # What no page can hold is in the names of a file before it is anywhere else.
        page((paper(verified, self._words),)).encode("utf-8")
        return report, used

    def _report(self, data: bytes) -> tuple[Report, bool]:
        """Verify from memory, as the registry's page does; now and then as a file."""
        samples = self._samples
        self._looked_at += 1
        if self._looked_at % _AS_FILE:
            content = Content.of(samples.content, str(samples.matter))
            report = verify_stream(
                io.BytesIO(data), samples.anchors, contents=(content,), at=samples.at
            )
            return report, content.used
        self._path.write_bytes(data)
        files = Files([samples.matter])
        report = verify_file(self._path, samples.anchors, files=files, at=samples.at)
        if data and any(item.code == "UNREADABLE" for item in report.reasons):
            # The door takes a ValueError for a name that no file can have: here it is none.
            raise Finding(f"an error of the verifier was called UNREADABLE: {report.reasons}")
        return report, not files.unused

    # What is known.

    def _learn(self, data: bytes) -> None:
        report, used = self._verify(data)
        known = self._known
        for item in report.signatures:
            if not item.intact:
                continue
            covered = revisions(data) if is_pdf(data) else ()
            for content in covered or self._covered(data, report, item, used=used):
                known.contents.add(content)
                known.pairs.add((_signer(item), content))
            if item.proven:
                known.proofs.add(item.time)
            # Without its time-stamp the time is the claimed one, without a claim there is none.
            known.times.update(
                {(_signer(item), item.time, item.proven), (_signer(item), None, False)}
            )
        for signed in signed_data(data):
            known.values.update(values_of(signed))
            # What a time-stamp says is signed too, though it is not what it covers.
            known.contents.add(hashed(signed.content_bytes() or b""))
            for info in signed.signers:
                time = claimed(info)
                known.times.update((_signer(item), time, False) for item in report.signatures)
        if data[:2] == b"PK":
            known.packages.add(members(data))
        if is_pdf(data):
            # Revisions before the last are files that somebody may have kept.
            known.seen.update(seen(data[: one.end()]) for one in _END.finditer(data))

    # What is judged.

    def judge(
        self, data: bytes, report: Report, *, used: bool = False, hostile: bool = False
    ) -> None:
        """Compare a report with what was signed.

        Args:
            data: the file.
            report: what is said of it.
            used: the content beside it was found to be covered.
            hostile: as for :meth:`look`.

        Raises:
            Finding: it calls something intact that nobody signed.
        """
        known, pdf = self._known, is_pdf(data)
        intact = [i for i in report.signatures if i.intact and (i.trusted or not hostile)]
        if pdf and len(intact) > sum(one in known.contents for one in set(revisions(data))):
            raise Finding("more signatures are intact in a PDF than were made")
        for item in intact:
            for content in self._covered(data, report, item, used=used):
                if content not in known.contents:
                    raise Finding(f"{item.scope} is intact over what nobody signed")
                if item.trusted and (_signer(item), content) not in known.pairs and not pdf:
                    raise Finding(f"{item.scope}: trusted over what its signer never signed")
                if not hostile and _is_bound(item) and (_signer(item), content) not in known.pairs:
                    raise Finding(f"{item.scope}: of a certificate that it does not name")
            if item.proven and item.time not in known.proofs:
                raise Finding(f"{item.scope}: {item.time} is proven by nothing")
        if report.verdict is Verdict.VALID:
            self._judge_valid(data, report)

    def _judge_valid(self, data: bytes, report: Report) -> None:
        known = self._known
        for item in report.signatures:
            if (_signer(item), item.time, item.proven) not in known.times:
                raise Finding(f"valid at {item.time}, which nobody claimed")
        if any(not values <= known.values for values in map(values_of, signed_data(data))):
            raise Finding("valid with another value or other signed attributes")
        if is_pdf(data) and seen(data) not in known.seen:
            raise Finding("a valid PDF that shows something else")
        if data[:2] == b"PK" and streamed(data) != listed(data):
            raise Finding("two readers see two things in a valid container")
        if report.decision is not None and members(data) not in known.packages:
            raise Finding("a valid package of other members")

    def _covered(
        self, data: bytes, report: Report, item: SignatureReport, *, used: bool
    ) -> Iterable[bytes]:
        """Return the digests of what a signature is said to be over, read by other readers."""
        if item.kind is Kind.COUNTER_SIGNATURE:
            return ()
        if data[:2] == b"PK":
            return in_container(data, report.trail, item)
        if is_pdf(data):
            # Which of them is whose only the verifier knows; there must be one for each.
            found = revisions(data)
            return [one for one in found if one in self._known.contents] or found
        return (hashed(self._samples.content if used else embedded(data)),)


def _memory() -> int:
    """Return the most that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def _is_bound(item: SignatureReport) -> bool:
    """Whether a signature is said to name its certificate, and not to be broken."""
    codes = {reason.code for reason in item.reasons}
    return item.verdict is not Verdict.INVALID and "SIG_CONSTRAINTS_FAILURE" not in codes


def _signer(item: SignatureReport) -> str:
    return item.signer.fingerprint if item.signer else ""


def _origin(error: BaseException) -> str:
    """Return the last place in this program that an error passed."""
    found, trace = "?", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if {"signing", "eqaror_desktop"} & set(path.parts) and "tests" not in path.parts:
            found = f"{path.parent.name}/{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


# --- limits ------------------------------------------------------------------------------------


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """End what takes longer, of processor time: a busy machine is no finding."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    before: Callable[[int, FrameType | None], object] | int | None
    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
