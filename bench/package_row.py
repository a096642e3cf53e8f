"""A whole signed package against pyHanko's signing of the PDF alone.

The subject is the program's own flow, in a warm batch under one PIN: compare the digests, sign the
PDF (PAdES), write the container, sign it (CAdES), verify everything as a stranger's. What the
outbox then costs to keep it on disk is a series of its own.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from bench import peer
from bench.decision import ANSWERS, PAGES
from bench.desk import Desk, fill, hokim, make_desk
from bench.measure import Bench, Comparison, OutputWrong, Result, Series, alternate, milliseconds
from bench.token import PIN, Token, make_token
from eqaror_desktop.choosing import Wanted
from eqaror_desktop.flows.plans import SigningPlan
from eqaror_desktop.flows.signing import Signed, SigningFlow, Step
from eqaror_desktop.tokens import Tokens, identity
from signing.report import Verdict
from signing.signer import Signer
from signing.token.provision import KeyKind
from signing.trust import TrustAnchors
from signing.verify import verify_package
from sync.secrets import choose_secrets
from sync.station import Store

KINDS = (KeyKind.EC_P256, KeyKind.RSA_2048)
GOAL = 0.5
"""Of pyHanko's time, by the project's plan."""
ALLOWANCE = 15.0
"""Milliseconds a package may take beside the token's own work, by the project's plan."""
SIGNATURES = 2
"""Of the token, in one package."""
_WARM = 5
_PUBLIC = "https://qaror.example/v/"


@dataclass
class _Ours:
    """The flow's batch, one package at a time, with the time each part took."""

    flow: SigningFlow
    plans: list[SigningPlan]
    started: float = 0.0
    kept: float = 0.0
    last: Signed | None = None
    batch: Iterator[Signed] = field(init=False)

    def __post_init__(self) -> None:
        self.batch = self.flow.sign(
            self.plans, bytearray(PIN), now=lambda: datetime.now(UTC), progress=self._progress
        )

    def _progress(self, _plan: SigningPlan, step: Step) -> None:
        if step is Step.KEEP:
            self.kept = time.perf_counter()

    def one(self) -> tuple[float, float]:
        """Sign the next; returns the milliseconds until it was verified and until it was kept."""
        self.started = time.perf_counter()
        self.last = next(self.batch)
        ended = time.perf_counter()
        if self.last.error is not None:
            raise self.last.error
        return (self.kept - self.started) * 1000, (ended - self.started) * 1000


def run(bench: Bench) -> tuple[Result, ...]:
    """Run the row for both kinds of keys.

    Leaves the last package and the last PDF of pyHanko for each kind in the directory, with
    ``trust.pem``.
    """
    desk = make_desk(bench, bench.rounds + _WARM)
    found = []
    for kind in KINDS:
        token = make_token(desk.module, desk.authority, kind)
        with ExitStack() as stack:
            profile = bench.directory / f"profile-{kind}"
            profile.mkdir()
            store = stack.enter_context(Store.open(profile, choose_secrets(profile, "file")))
            fill(store, desk.batch)
            found.append(_case(bench, kind, token, desk, store, stack))
    return tuple(found)


def _case(
    bench: Bench,
    kind: KeyKind,
    token: Token,
    desk: Desk,
    store: Store,
    stack: ExitStack,
) -> Result:
    tokens = Tokens((desk.module,))
    stack.callback(tokens.close)
    # With the panel and its QR code, as an office has it; pyHanko's signature shows nothing.
    flow = SigningFlow(store, tokens, desk.anchors, pdf_profile=True, public_url=_PUBLIC)
    now = datetime.now(UTC)
    wanted = Wanted(token.serial)
    plans = [
        flow.examined(flow.plan(draft, hokim(), wanted, None, now)) for draft in desk.batch.drafts
    ]
    ours = _Ours(flow, plans)
    # What a batch did not come to is settled in its store, before that is closed.
    stack.callback(cast("Generator[Signed, None, None]", ours.batch).close)

    # A session is one child's; the baselines have a child of their own on the same token.
    others = Tokens((desk.module,))
    stack.callback(others.close)
    session = stack.enter_context(others.open(token.serial, bytearray(PIN)))
    signer = session.signer(identity(token.certificate, desk.anchors))
    theirs = peer.SessionSigner(signer)
    pdf = b""

    def by_peer() -> tuple[float, float]:
        nonlocal pdf
        begun = time.perf_counter()
        pdf = peer.sign(desk.batch.text, theirs)
        return (time.perf_counter() - begun) * 1000, 0.0

    def bare() -> tuple[float, float]:
        return milliseconds(lambda: _sign_only(signer)), 0.0

    measured = alternate((ours.one, by_peer, bare), bench.rounds, warm=_WARM)
    package = _package(store, ours, desk.anchors)
    peer.require_valid(pdf, desk.anchors.anchors[0])
    (bench.directory / f"{kind}.asice").write_bytes(package)
    (bench.directory / f"{kind}.pdf").write_bytes(pdf)

    verified = Series.of("package", "ms", [pair[0] for pair in measured[0]])
    kept = Series.of("package, kept in the outbox", "ms", [pair[1] for pair in measured[0]])
    by_pyhanko = Series.of("pyHanko, PDF only", "ms", [pair[0] for pair in measured[1]])
    bare_calls = Series.of("bare signature calls", "ms", [pair[0] for pair in measured[2]])
    allowed = Series.of(
        f"bare signature calls + {ALLOWANCE:g} ms",
        "ms",
        [pair[0] + ALLOWANCE for pair in measured[2]],
    )
    return Result(
        "package",
        str(kind),
        (verified, kept, by_pyhanko, bare_calls, allowed),
        (
            Comparison.of(verified, by_pyhanko, GOAL),
            Comparison.of(kept, by_pyhanko),
            Comparison.of(verified, allowed, 1.0),
        ),
        {
            "decision": f"{PAGES} pages, {len(desk.batch.drafts[0].annexes)} annexes, "
            f"{ANSWERS} signed answers",
            "signature calls in a package": SIGNATURES,
            "package bytes": len(package),
            "pyHanko": "PAdES-B-B only, through a token session as ours",
        },
    )


def _sign_only(signer: Signer) -> None:
    # As long as the attributes a CMS signature covers; hashing them is part of a call.
    for _ in range(SIGNATURES):
        signer.sign(os.urandom(256))


def _package(store: Store, ours: _Ours, anchors: TrustAnchors) -> bytes:
    assert ours.last is not None
    assert ours.last.entry is not None
    package = store.outbox.package(ours.last.entry.key)
    report = verify_package(io.BytesIO(package), anchors)
    scopes = [item.scope for item in report.signatures]
    if report.verdict is not Verdict.VALID or len(scopes) != ANSWERS + SIGNATURES:
        raise OutputWrong(f"{report.verdict}: {report.reasons}")
    return package
