"""A whole signed package against pyHanko's signing of the PDF alone.

The subject is the program's own flow, in a warm batch under one PIN: compare the digests, sign the
PDF (PAdES), write the container, sign it (CAdES), verify everything as a stranger's. What the
outbox then costs to keep it on disk is a series of its own.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench import peer
from bench.decision import ANSWERS, PAGES, Batch, make_batch
from bench.measure import Bench, Comparison, OutputWrong, Result, Series, alternate, milliseconds
from bench.token import PIN, Token, make_token, softhsm
from eqaror_desktop.flows.signing import Signed, SigningFlow, SigningPlan, Step
from eqaror_desktop.tokens import Tokens, identity
from registry.authority import DemoAuthority
from registry.office import people
from signing.report import Verdict
from signing.signer import Signer
from signing.token.modules import ModuleSpec
from signing.token.provision import KeyKind
from signing.trust import TrustAnchors
from signing.verify import verify_package
from sync.secrets import choose_secrets
from sync.station import Store
from sync.wire import Change, ChangesPage, Me, Organisation, Person, Policy, Role

KINDS = (KeyKind.EC_P256, KeyKind.RSA_2048)
GOAL = 0.5
"""Of pyHanko's time, by the project's plan."""
SIGNATURES = 2
"""Of the token, in one package."""
_WARM = 5


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
    authority = DemoAuthority.create(bench.directory, "Bench")
    module = softhsm(bench.directory / "softhsm")
    now = datetime.now(UTC).replace(microsecond=0)
    anchors = TrustAnchors(
        (authority.root,), (authority.issuing,), authority.revocation_lists([], now)
    )
    batch = make_batch(authority, bench.rounds + _WARM, now)
    found = []
    for kind in KINDS:
        token = make_token(module, authority, kind)
        with ExitStack() as stack:
            profile = bench.directory / f"profile-{kind}"
            profile.mkdir()
            store = stack.enter_context(Store.open(profile, choose_secrets(profile, "file")))
            _fill(store, batch)
            found.append(_case(bench, kind, token, module, anchors, batch, store, stack))
    return tuple(found)


def _case(
    bench: Bench,
    kind: KeyKind,
    token: Token,
    module: ModuleSpec,
    anchors: TrustAnchors,
    batch: Batch,
    store: Store,
    stack: ExitStack,
) -> Result:
    tokens = Tokens((module,))
    stack.callback(tokens.close)
    flow = SigningFlow(store, tokens, anchors, pdf_profile=True)
    now = datetime.now(UTC)
    plans = [flow.plan(draft, _me(), token.serial, timedelta(), now) for draft in batch.drafts]
    ours = _Ours(flow, plans)

    # A session is one child's; the baselines have a child of their own on the same token.
    others = Tokens((module,))
    stack.callback(others.close)
    session = stack.enter_context(others.open(token.serial, bytearray(PIN)))
    signer = session.signer(identity(token.certificate, anchors))
    theirs = peer.SessionSigner(signer)
    pdf = b""

    def by_peer() -> tuple[float, float]:
        nonlocal pdf
        begun = time.perf_counter()
        pdf = peer.sign(batch.text, theirs)
        return (time.perf_counter() - begun) * 1000, 0.0

    def bare() -> tuple[float, float]:
        return milliseconds(lambda: _sign_only(signer)), 0.0

    measured = alternate((ours.one, by_peer, bare), bench.rounds, warm=_WARM)
    package = _package(store, ours, anchors)
    peer.require_valid(pdf, anchors.anchors[0])
    (bench.directory / f"{kind}.asice").write_bytes(package)
    (bench.directory / f"{kind}.pdf").write_bytes(pdf)

    verified = Series.of("package", "ms", [pair[0] for pair in measured[0]])
    kept = Series.of("package, kept in the outbox", "ms", [pair[1] for pair in measured[0]])
    by_pyhanko = Series.of("pyHanko, PDF only", "ms", [pair[0] for pair in measured[1]])
    bare_calls = Series.of("bare signature calls", "ms", [pair[0] for pair in measured[2]])
    return Result(
        "package",
        str(kind),
        (verified, kept, by_pyhanko, bare_calls),
        (
            Comparison.of(verified, by_pyhanko, GOAL),
            Comparison.of(kept, by_pyhanko),
            Comparison.of(verified, bare_calls),
        ),
        {
            "decision": f"{PAGES} pages, {len(batch.drafts[0].annexes)} annexes, "
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


def _fill(store: Store, batch: Batch) -> None:
    store.drafts.belong_to(people.HOKIM.pinfl)
    changes = tuple(Change(draft.summary.id, draft.summary) for draft in batch.drafts)
    store.drafts.apply(ChangesPage(changes, "1", more=False))
    for draft in batch.drafts:
        store.drafts.put_detail(draft)
    for sha256, data in batch.files.items():
        store.files.put(data, sha256)


def _me() -> Me:
    hokim, office = people.HOKIM, people.HOKIMIYAT
    return Me(
        person=Person(hokim.name, hokim.post, hokim.pinfl),
        organisation=Organisation(office.stir, office.name),
        roles=(Role.HOKIM,),
        acting_from=None,
        acting_until=None,
        policy=Policy(
            pdf_profile=True, agreement_days=3, max_annex_bytes=1 << 27, max_package_bytes=1 << 29
        ),
    )
