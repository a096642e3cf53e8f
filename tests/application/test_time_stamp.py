"""Time-stamps before a package leaves: which server, how often, and never twice for one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from eqaror_desktop.clock import ClockBook, Source
from eqaror_desktop.flows import time_stamp as flow
from eqaror_desktop.flows.stamp_servers import REGISTRY, StampServers, Wait
from eqaror_desktop.flows.time_stamp import Desk, time_stamp
from eqaror_desktop.settings import TimeStampServer
from signing.cms import signature_value
from signing.package import build_package, read_signature
from signing.timestamp import TimeStamp
from signing.trust import TrustAnchors
from signing.verify import verify_package
from sync import wire
from sync.calls import Limits
from sync.client import RegistryClient
from sync.entries import OutboxEntry
from sync.errors import NoTimeStamp, StoreDamaged, Unreachable
from sync.http import Http
from sync.secrets import choose_secrets
from sync.station import Store
from tests.application import tsa
from tests.application.tsa import Tsa
from tests.signing.foreign.cms_parts import add_unsigned
from tests.signing.foreign.crafted import attribute
from tests.signing.foreign.test_loose import beside_certificates
from tests.signing.pki import Authority2, make_case
from tests.signing.test_timestamp import SERVER

CASE = make_case()
STAMPER = CASE.authority.signer(SERVER, time_stamping=True)
PACKAGE = CASE.package(pdf_profile=False)
ANCHORS = replace(CASE.authority.anchors(), intermediates=(CASE.authority.issuing.certificate,))
HTML = b"<html><body>We are under maintenance</body></html>"


@dataclass
class Clock:
    """Real time, moved on by the test."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def pass_(self, **span: float) -> None:
        self.ahead += timedelta(**span)


class Place:
    """A station with one signed package, and time-stamp servers."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.now = Clock()
        self.client = RegistryClient(Http("http://127.0.0.1:9", limits=Limits(connect=1)))
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        self.client._session.keep(wire.Session("a", tomorrow, "r", tomorrow))
        self.stack = ExitStack()
        self.store = self.stack.enter_context(
            Store.open(directory, choose_secrets(directory, "file"))
        )
        self.servers: tuple[TimeStampServer, ...] = ()

    def serve(self, *servers: Tsa) -> None:
        """Use these servers, in this order."""
        for server in servers:
            self.stack.enter_context(server.serving())
        self.servers = tuple(TimeStampServer(server.address) for server in servers)

    def reopen(self) -> None:
        """As after a restart of the program."""
        self.store.close()
        secrets = choose_secrets(self.directory, "file")
        self.store = self.stack.enter_context(Store.open(self.directory, secrets))

    def queue(self, package: bytes = PACKAGE) -> OutboxEntry:
        return self.store.outbox.queue_package(
            package, person="1" * 14, draft="d", title="t", version_digest="0" * 64
        )

    @property
    def desk(self) -> Desk:
        return Desk(
            outbox=self.store.outbox,
            facts=self.store.facts,
            client=self.client,
            servers=StampServers(self.servers, self.store.facts, self.now),
            clock=ClockBook(self.store.facts, self.now),
            anchors=lambda: ANCHORS,
            now=self.now,
        )

    def stamped(self, entry: OutboxEntry) -> bool:
        signature = read_signature(io.BytesIO(self.store.outbox.package(entry.key)))
        return signature_value(signature)[1]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "profile")
    with made.stack:
        yield made
    made.client.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "LIMITS", replace(flow.LIMITS, connect=1.0, read=0.4, whole=1.0))


@pytest.mark.parametrize("package", [b"no package", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_damage(place: Place, package: bytes) -> None:
    """Synchronising knows nothing of signing."""
    with pytest.raises(StoreDamaged):
        time_stamp(place.queue(package), place.desk)


def test_openssl_stamps_under_the_policy_asked_for(place: Place, tmp_path: Path) -> None:
    foreign = tsa.openssl(tmp_path, CASE.authority, datetime.now(UTC))
    place.serve(foreign)
    (server,) = place.servers
    place.servers = (replace(server, policy="1.2.860.3.2.11.2"),)
    entry = time_stamp(place.queue(), place.desk)
    assert place.stamped(entry)
    report = verify_package(io.BytesIO(place.store.outbox.package(entry.key)), ANCHORS)
    assert report.signatures[0].level.startswith("B-"), report.reasons
    assert not any(reason.failed for reason in report.reasons), report.reasons
    # Asked for a policy it does not have, it refuses, and nothing is stamped.
    place.servers = (replace(server, policy="1.2.3.4"),)
    with pytest.raises(NoTimeStamp) as caught:
        time_stamp(place.queue(), place.desk)
    assert "unacceptedPolicy" in caught.value.reason


def test_one_server_after_the_other(place: Place) -> None:
    """Each kind of failure leads on to the next server, and is remembered."""
    gone = tsa.says(307, "text/html", b"")
    failing = (
        tsa.says(200, "text/html", HTML),
        tsa.says(200, tsa.REPLY, HTML),
        tsa.says(503, "text/plain", b""),
        gone,
        tsa.wrong_nonce(STAMPER, place.now),
        tsa.silent(0.8),
    )
    last = tsa.good(STAMPER, place.now)
    place.serve(*failing, last)
    dead = TimeStampServer("http://127.0.0.1:9/tsa")
    place.servers = (dead, *place.servers)
    entry = time_stamp(place.queue(), place.desk)
    assert place.stamped(entry)
    waits = [place.desk.servers.wait(item) for item in place.servers]
    assert [wait.reason if wait else "" for wait in waits] == [
        "refused",
        "answer content type text/html",
        "answer not a time-stamp answer",
        "http 503",
        "http 307",
        "answer the time-stamp answers another question",
        "silent",
        "",
    ]
    # The next package costs none of their time-outs; not even a request.
    place.reopen()
    assert place.stamped(time_stamp(place.queue(), place.desk))
    assert [len(server.asked) for server in (*failing, last)] == [1, 1, 1, 1, 1, 1, 2]
    # After the pause they are asked again, and one that fails again waits longer.
    place.now.pass_(seconds=31)
    assert place.stamped(time_stamp(place.queue(), place.desk))
    assert [len(server.asked) for server in failing] == [2] * len(failing)
    wait = place.desk.servers.wait(dead)
    assert wait is not None
    assert timedelta(seconds=50) < wait.until - place.now() <= timedelta(seconds=60)
    place.desk.servers.forgive()
    assert place.desk.servers.wait(dead) is None


def test_what_readers_would_refuse_is_left_out_or_asked_for_elsewhere(place: Place) -> None:
    """Certificates in a time-stamp are signed by nobody, attributes outside as well."""
    stranger = Authority2("Boshqa").root.certificate.public_bytes(Encoding.DER)
    more = attribute("1.2.3", b"\x05\0")
    crossed = tsa.adding(STAMPER, place.now, lambda token: beside_certificates(token, stranger))
    worded = tsa.adding(STAMPER, place.now, lambda token: add_unsigned(token, more))
    place.serve(worded, crossed)
    entry = time_stamp(place.queue(), place.desk)
    report = verify_package(io.BytesIO(place.store.outbox.package(entry.key)), ANCHORS)
    assert (report.reasons, report.signatures[0].level) == ((), "B-LT")
    assert [len(server.asked) for server in (worded, crossed)] == [1, 1]
    wait = place.desk.servers.wait(place.servers[0])
    assert wait is not None
    assert "1.2.3" in wait.reason


def test_proofs_that_readers_would_refuse_stay_out(place: Place) -> None:
    place.serve(tsa.good(STAMPER, place.now))
    stranger = Authority2("Boshqa").root.certificate.public_bytes(Encoding.DER)

    def complete(signature: bytes, _manifest: bytes, _stamp: TimeStamp) -> bytes:
        return beside_certificates(signature, stranger)

    entry = time_stamp(place.queue(), replace(place.desk, complete=complete))
    report = verify_package(io.BytesIO(place.store.outbox.package(entry.key)), ANCHORS)
    assert (report.reasons, report.signatures[0].level) == ((), "B-LT")


def test_a_server_of_which_nobody_tells_the_status_gives_way_to_the_next(place: Place) -> None:
    """With its time-stamp the registry would take the package only once it is told, if ever."""
    other = Authority2("Boshqa")
    strange = tsa.good(other.signer(SERVER, time_stamping=True), place.now)
    place.serve(strange, tsa.good(STAMPER, place.now))
    silent = replace(ANCHORS, anchors=(*ANCHORS.anchors, other.root.certificate))
    entry = time_stamp(place.queue(), replace(place.desk, anchors=lambda: silent))
    report = verify_package(io.BytesIO(place.store.outbox.package(entry.key)), ANCHORS)
    assert (report.reasons, report.signatures[0].level) == ((), "B-LT")
    wait = place.desk.servers.wait(place.servers[0])
    assert wait is not None
    assert "TRY_LATER" in wait.reason
    # A list that the registry tells of is enough.
    place.desk.servers.forgive()
    told = replace(silent, crls=(*silent.crls, *other.crls()))
    entry = time_stamp(place.queue(), replace(place.desk, anchors=lambda: told))
    report = verify_package(io.BytesIO(place.store.outbox.package(entry.key)), told)
    assert (report.reasons, report.signatures[0].level) == ((), "B-T")
    assert len(strange.asked) == 2


def test_without_any_answer_the_package_waits(place: Place) -> None:
    place.serve(tsa.says(503, "text/plain", b""))
    entry = place.queue()
    with pytest.raises(NoTimeStamp) as caught:
        time_stamp(entry, place.desk)
    assert caught.value.reason == "http 503"
    assert timedelta() < caught.value.until - place.now() <= timedelta(seconds=30)
    # With the registry among the servers its absence is what is told: all waits for it.
    place.servers = (*place.servers, TimeStampServer(REGISTRY))
    with pytest.raises(Unreachable):
        time_stamp(entry, place.desk)
    assert place.store.outbox.entry(entry.key).awaits_time_stamp


def test_a_budget_is_never_exceeded(place: Place) -> None:
    """20 in 20 minutes, then blocked for a day: the 21st request must not leave."""
    server = tsa.good(STAMPER, place.now)
    place.serve(server)
    place.servers = (replace(place.servers[0], budget=3, window_minutes=20),)
    begun = place.now()
    for _ in range(3):
        assert place.stamped(time_stamp(place.queue(), place.desk))
        place.now.pass_(minutes=2)
    place.reopen()
    entry = place.queue()
    with pytest.raises(NoTimeStamp):
        time_stamp(entry, place.desk)
    with pytest.raises(NoTimeStamp) as caught:
        time_stamp(entry, place.desk)
    assert caught.value.reason == "budget"
    assert abs(caught.value.until - (begun + timedelta(minutes=20))) < timedelta(seconds=5)
    assert len(server.asked) == 3
    # What a person wants at once does not spend more either.
    place.desk.servers.forgive()
    with pytest.raises(NoTimeStamp):
        time_stamp(entry, place.desk)
    # A clock set back neither frees the window nor blocks it for long.
    place.now.pass_(days=-1)
    wait = place.desk.servers.wait(place.servers[0])
    assert wait is not None
    assert wait.until - place.now() <= timedelta(minutes=20)
    place.now.pass_(days=1)
    place.now.pass_(minutes=14.5)
    assert place.stamped(time_stamp(entry, place.desk))
    assert len(server.asked) == 4
    assert place.desk.servers.wait(place.servers[0]) is not None


def test_failed_requests_count_too(place: Place) -> None:
    server = tsa.says(503, "text/plain", b"")
    place.serve(server)
    place.servers = (replace(place.servers[0], budget=2, window_minutes=60),)
    entry = place.queue()
    for _ in range(6):
        with pytest.raises(NoTimeStamp):
            time_stamp(entry, place.desk)
        place.now.pass_(minutes=5)
    assert len(server.asked) == 2


def test_a_spent_server_gives_way_to_the_next(place: Place) -> None:
    first, second = tsa.good(STAMPER, place.now), tsa.good(STAMPER, place.now)
    place.serve(first, second)
    place.servers = (replace(place.servers[0], budget=1), place.servers[1])
    for _ in range(3):
        assert place.stamped(time_stamp(place.queue(), place.desk))
    assert (len(first.asked), len(second.asked)) == (1, 2)


def test_a_time_stamp_is_kept_before_it_is_used(place: Place) -> None:
    """Killed between the answer and the package's new end, by SIGKILL, in a process of its own."""
    server = tsa.good(STAMPER, place.now)
    place.serve(server)
    entry = place.queue()
    place.store.close()
    anchors = place.directory / "anchors.pem"
    anchors.write_bytes(ANCHORS.pem())
    (place.directory / "helpers.pem").write_bytes(ANCHORS.helpers_pem())
    command = [sys.executable, "-m", "tests.application.killed_stamping"]
    command += [str(place.directory), place.servers[0].url, entry.key]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ}, timeout=60
    )
    assert ran.returncode == -9, ran.stderr
    assert len(server.asked) == 1
    place.reopen()
    assert not place.stamped(entry)
    assert place.store.outbox.entry(entry.key).awaits_time_stamp
    assert place.stamped(time_stamp(place.store.outbox.entry(entry.key), place.desk))
    assert len(server.asked) == 1
    # Nothing is left over, and what is stamped is not asked for again.
    before = place.store.outbox.entry(entry.key)
    assert time_stamp(before, place.desk) == before
    assert len(server.asked) == 1
    assert place.desk.facts.get(_name(place, entry)) is None


def test_a_kept_time_stamp_of_somebody_not_trusted_is_not_used(place: Place) -> None:
    server = tsa.good(STAMPER, place.now)
    place.serve(server)
    entry = place.queue()
    place.store.facts.put(_name(place, entry), "bm90IGEgdG9rZW4=")
    assert place.stamped(time_stamp(entry, place.desk))
    assert len(server.asked) == 1


def test_a_time_stamp_tells_the_time(place: Place) -> None:
    """A server 3 minutes ahead of us: either is wrong, and that is told."""
    ahead = tsa.good(STAMPER, lambda: place.now() + timedelta(minutes=3))
    place.serve(ahead)
    desk = place.desk
    time_stamp(place.queue(), desk)
    (reading,) = desk.clock.readings()
    assert reading.source is Source.TIME_STAMP
    assert abs(reading.skew - timedelta(minutes=3)) < timedelta(seconds=5)
    assert desk.anchors().anchors == TrustAnchors((CASE.authority.root.certificate,)).anchors


@pytest.mark.parametrize("off", [{"days": 400}, {"days": -20}, {"minutes": 11}], ids=str)
def test_a_server_with_a_wrong_time_gives_way_to_the_next(
    place: Place, off: dict[str, float]
) -> None:
    liar = tsa.good(STAMPER, lambda: place.now() + timedelta(**off))
    honest = tsa.good(STAMPER, place.now)
    place.serve(liar, honest)
    desk = place.desk
    entry = time_stamp(place.queue(), desk)
    report = verify_package(io.BytesIO(place.store.outbox.package(entry.key)), ANCHORS)
    proven = report.signatures[0].time
    assert proven is not None
    assert abs(proven - place.now()) < timedelta(minutes=1)
    assert [len(server.asked) for server in (liar, honest)] == [1, 1]
    wait = desk.servers.wait(place.servers[0])
    assert wait is not None
    assert wait.reason == "clock"
    # One liar says nothing of this computer's clock.
    assert all(abs(item.skew) < timedelta(minutes=1) for item in desk.clock.readings())


def test_two_servers_against_this_clock_tell_of_it(place: Place) -> None:
    true = [tsa.good(STAMPER, lambda: place.now() + timedelta(hours=3)) for _ in range(2)]
    place.serve(*true)
    desk = place.desk
    entry = place.queue()
    with pytest.raises(NoTimeStamp) as caught:
        time_stamp(entry, desk)
    assert caught.value.reason == "clock"
    (reading,) = desk.clock.readings()
    assert abs(reading.skew - timedelta(hours=3)) < timedelta(minutes=1)
    # Where the registry's clock says the same, theirs is the right time.
    desk.servers.forgive()
    desk.clock.heard(Source.REGISTRY, timedelta(hours=3))
    assert place.stamped(time_stamp(entry, desk))


def test_no_time_stamp_from_before_the_signature(place: Place) -> None:
    target = io.BytesIO()
    moment = place.now() + timedelta(minutes=30)
    build_package(CASE.content, CASE.hokim, target, moment=moment, pdf_profile=False)
    place.serve(tsa.good(STAMPER, place.now))
    with pytest.raises(NoTimeStamp) as caught:
        time_stamp(place.queue(target.getvalue()), place.desk)
    assert caught.value.reason == "clock"


def test_a_wait_names_its_reason(place: Place) -> None:
    server = TimeStampServer("http://127.0.0.1:9/", budget=1)
    servers = StampServers((server,), place.store.facts, place.now)
    servers.begin(server)
    found = servers.wait(server)
    assert isinstance(found, Wait)
    assert found.reason == "budget"


def _name(place: Place, entry: OutboxEntry) -> str:
    import hashlib

    signature = read_signature(io.BytesIO(place.store.outbox.package(entry.key)))
    return f"time-stamp of {hashlib.sha256(signature_value(signature)[0]).hexdigest()}"
