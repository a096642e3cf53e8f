"""Everything that goes wrong: a clear sentence, an exit code, and nothing lost."""

from __future__ import annotations

import io
import socket
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.cli import main
from eqaror_desktop.demo import PIN
from eqaror_desktop.errors import AlreadySigned, NotAllowed, NothingAsked, SeveralTokens
from eqaror_desktop.findings import CheckCode, CheckState
from eqaror_desktop.flows.plans import SigningPlan
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import ModuleSetting, read_settings, write_settings
from signing.errors import (
    CertificateMismatch,
    DocumentTooLarge,
    DraftChanged,
    PinIncorrect,
    TokenAbsent,
)
from sync.entries import PACKAGE_DAMAGED, OutboxState
from sync.errors import ProfileInUse, SyncError
from sync.wire import CONTRACT_HEADER, CONTRACT_VERSION
from tests.application.conftest import Station

pytestmark = pytest.mark.settled


def ready(station: Station, application: Application) -> str:
    station.sign_in(application)
    return station.to_sign(application)[0].id


@pytest.mark.fresh
def test_wrong_pin(station: Station) -> None:
    serial = station.office.hokim.serial
    ran = station.eqaror("login", "--token", serial, "--pin-stdin", pin=b"999999")
    assert ran.code == 1
    assert "PIN is wrong" in ran.err
    assert "[PIN-INCORRECT]" in ran.err
    assert "999999" not in ran.err + ran.out
    with station.open() as application:
        chosen = ready(station, application)
        plan = application.desk.plan_signing(chosen)
        with pytest.raises(PinIncorrect):
            list(application.desk.sign([plan], bytearray(b"999999")))
        assert application.outbox() == ()
        # The right PIN still works: the wrong one was not kept or sent again.
        (signed,) = application.desk.sign([plan], bytearray(PIN))
        assert signed.entry is not None


def test_the_pin_buffer_is_wiped_whatever_happens(station: Station) -> None:
    with station.open() as application:
        chosen = ready(station, application)
        plan = application.desk.plan_signing(chosen)
        for pin in (bytearray(b"999999"), bytearray(PIN)):
            size = len(pin)
            with suppress(PinIncorrect):
                list(application.desk.sign([plan], pin))
            assert pin == bytes(size)


def test_no_token_in_the_reader(station: Station) -> None:
    store = station.office.places.tokens / "store"
    store.rename(store.with_name("elsewhere"))
    store.mkdir()
    ran = station.eqaror("login", "--pin-stdin", pin=PIN)
    assert ran.code == 1
    assert "[TOKEN-ABSENT]" in ran.err
    listed = station.eqaror("token", "list", "--json")
    assert (listed.code, listed.json["tokens"]) == (0, [])


def test_the_driver_is_not_there(station: Station) -> None:
    path = station.profile / "settings.toml"
    settings = read_settings(path)
    absent = ModuleSetting("/nonexistent/libtoken.so")
    write_settings(path, replace(settings, modules=(absent,)))
    ran = station.eqaror("login", "--pin-stdin", pin=PIN)
    assert ran.code == 1
    assert "/nonexistent/libtoken.so" in ran.err
    assert "[MODULE-NOT-LOADED]" in ran.err
    assert station.eqaror("doctor").code == 1


@pytest.mark.fresh
def test_two_tokens_must_be_told_apart(station: Station) -> None:
    with station.open() as application, pytest.raises(SeveralTokens) as caught:
        application.sign_in(None, bytearray(PIN))
    holders = {station.office.hokim.serial, station.office.officer.serial}
    assert set(caught.value.serials) == holders


def test_tokens_come_in_one_order(station: Station) -> None:
    """Slots are numbered anew at every start; a person must not find another token chosen."""
    expected = [station.office.hokim.serial, station.office.officer.serial]
    for _ in range(3):
        with station.open() as application:
            offer = application.offer()
            assert offer.problems == ()
            assert [token.info.serial for token in offer.tokens] == expected


def test_a_token_that_is_not_there(station: Station) -> None:
    with station.open() as application, pytest.raises(TokenAbsent):
        application.sign_in("0000000000000000", bytearray(PIN))


def test_registry_down_at_sign_in_spends_no_pin(station: Station) -> None:
    station.stop()
    pin = bytearray(PIN)
    ran = station.eqaror("login", "--token", station.office.hokim.serial, "--pin-stdin", pin=PIN)
    assert ran.code == 1
    assert "[UNREACHABLE]" in ran.err
    with station.open() as application, pytest.raises(Exception, match="127"):
        application.sign_in(station.office.hokim.serial, pin)
    assert pin == bytes(len(PIN))


def test_a_draft_withdrawn_before_signing_stops_before_the_pin(station: Station) -> None:
    with station.open() as application:
        chosen = ready(station, application)
        moved = station.administer("advance", chosen, "RETURNED", "--reason", "Ilova xato")
        assert moved.code == 0, moved.err
        with pytest.raises(NothingAsked):
            application.desk.plan_signing(chosen)
        assert application.outbox() == ()


def fresh_check(plan: SigningPlan) -> CheckState:
    (found,) = (item.state for item in plan.checks if item.code is CheckCode.FRESH)
    return found


@contextmanager
def rubbish(address: str) -> Iterator[None]:
    """A server where the registry was that answers in JSON and keeps no contract."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in (("Content-Type", "application/json"), ("Content-Length", "2")):
                self.send_header(name, value)
            self.send_header(CONTRACT_HEADER, CONTRACT_VERSION)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", int(address.rpartition(":")[2])), Answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_copy_that_the_registry_did_not_confirm_is_not_called_the_newest(
    station: Station,
) -> None:
    assert station.registry is not None
    address = station.registry.address
    with station.open() as application:
        chosen = ready(station, application)
        desk = application.desk
        assert fresh_check(desk.plan_signing(chosen)) is CheckState.OK
        # What was asked a moment ago holds for another certificate.
        assert fresh_check(desk.plan_signing(chosen, fresh=False)) is CheckState.OK
        station.stop()
        for again in (True, False):
            plan = desk.plan_signing(chosen, fresh=again)
            assert fresh_check(plan) is CheckState.SKIPPED
            assert not plan.stopped_by
        with rubbish(address):
            # Whatever answers in its place stops no signature that a dead line would not stop.
            assert fresh_check(desk.plan_signing(chosen)) is CheckState.SKIPPED


def test_a_mute_registry_costs_one_wait_and_not_one_for_each_decision(station: Station) -> None:
    assert station.registry is not None
    address = station.registry.address
    with station.open() as application:
        station.sign_in(application)
        first, second = [item.id for item in station.to_sign(application)[:2]]
        client = application.connection.signed_in()
        client.http.limits = replace(client.http.limits, read=0.8)
        station.stop()
        # It takes connections and says nothing.
        with socket.create_server(("127.0.0.1", int(address.rpartition(":")[2]))):
            took = []
            for draft in (first, second, first):
                begun = monotonic()
                plan = application.desk.plan_signing(draft)
                took.append(monotonic() - begun)
                assert fresh_check(plan) is CheckState.SKIPPED
            assert took[0] > 0.8
            assert took[2] < took[0] - 0.5
            application.desk.heard()
            begun = monotonic()
            application.desk.plan_signing(first)
            assert monotonic() - begun > 0.8


def test_a_draft_withdrawn_after_signing_is_refused_and_kept(station: Station) -> None:
    with station.open() as application:
        chosen = ready(station, application)
        (signed,) = application.desk.sign([application.desk.plan_signing(chosen)], bytearray(PIN))
        assert signed.entry is not None
        assert (
            station.administer("advance", chosen, "RETURNED", "--reason", "Ilova xato").code == 0
        )
    # Which one it was, and why, is told at once: a count is nothing to act on.
    told = station.eqaror("sync")
    assert told.code == 1
    (line,) = [line for line in told.out.splitlines() if line.startswith(f"{chosen} ")]
    with station.open() as application:
        (entry,) = application.outbox()
        assert entry.title in line
        assert entry.code is not None
        assert Messages.load("en").refusal(entry.code, entry.kind) in line
        assert entry.state is OutboxState.REFUSED
        assert entry.code in {"not_ready", "draft_changed"}
        assert entry.registration is None
        # What was signed is still there, to be looked at.
        assert application.store.outbox.package(entry.key)[:2] == b"PK"


@pytest.mark.fresh
def test_a_tampered_file_from_the_registry_is_never_signed(station: Station) -> None:
    with station.open() as application:
        application.sign_in(station.office.hokim.serial, bytearray(PIN))
        tampered = 0
        for path in (station.office.places.registry / "files").rglob("*"):
            if path.is_file() and path.stat().st_size > 1000:
                content = bytearray(path.read_bytes())
                content[500] ^= 1
                path.write_bytes(bytes(content))
                tampered += 1
        assert tampered > 10
        report = application.sync()
        assert report.failure is None
        assert report.errors
        assert application.drafts()
        chosen = station.to_sign(application)[0].id
        with pytest.raises((SyncError, NotAllowed)) as caught:
            application.desk.plan_signing(chosen)
        assert "[" in str(Messages.load("en").error(caught.value))
        assert application.outbox() == ()


def test_somebody_elses_token_cannot_sign(station: Station) -> None:
    with station.open() as application:
        chosen = ready(station, application)
        plan = application.desk.plan_signing(chosen, station.office.officer.serial)
        assert {"person", "organisation"} <= set(plan.stopped_by)
        pin = bytearray(PIN)
        with pytest.raises(NotAllowed):
            list(application.desk.sign([plan], pin))
        assert application.outbox() == ()


def test_somebody_elses_token_cannot_agree(station: Station) -> None:
    from sync.wire import Action, Answer

    with station.open() as application:
        station.sign_in(application, officer=True)
        asked = [item for item in application.drafts(asked=True) if Action.AGREE in item.actions]
        hokim = station.office.hokim.serial
        with pytest.raises(CertificateMismatch):
            application.desk.answer(asked[0].id, Answer.AGREED, "", hokim, bytearray(PIN))
        # No package would have room for these words, and no PIN is asked for.
        with pytest.raises(DocumentTooLarge):
            application.desk.answer(
                asked[0].id, Answer.OBJECTED, "oʻ" * 12_000, None, bytearray(b"not the PIN")
            )
        assert application.outbox() == ()


def test_an_altered_draft_on_this_station_is_noticed(station: Station) -> None:
    with station.open() as application:
        chosen = ready(station, application)
        plan = application.desk.plan_signing(chosen)
        other = replace(plan.draft, text=replace(plan.draft.text, size=plan.draft.text.size + 1))
        altered = replace(plan, draft=other)
        (signed,) = application.desk.sign([altered], bytearray(PIN))
        assert isinstance(signed.error, DraftChanged)
        assert application.outbox() == ()


def test_one_bad_draft_does_not_stop_a_batch(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        first, second = (
            application.desk.plan_signing(x.id) for x in station.to_sign(application)[:2]
        )
        broken = replace(first, draft=replace(first.draft, annexes=()), trail=())
        good = list(application.desk.sign([broken, second], bytearray(PIN)))
        assert [item.entry is None for item in good] == [bool(first.draft.annexes), False]


def test_only_the_version_that_was_shown_is_signed(station: Station) -> None:
    from sync.wire import Action, Answer

    with station.open() as application:
        chosen = ready(station, application)
        shown = application.draft(chosen).summary.version_digest
        with pytest.raises(DraftChanged):
            application.desk.plan_signing(chosen, shown="0" * 64)
        assert application.desk.plan_signing(chosen, shown=shown).digest == shown
    with station.open() as application:
        station.sign_in(application, officer=True)
        asked = [item for item in application.drafts(asked=True) if Action.AGREE in item.actions]
        pin = bytearray(PIN)
        serial = station.office.officer.serial
        with pytest.raises(DraftChanged):
            application.desk.answer(asked[0].id, Answer.AGREED, "", serial, pin, shown="0" * 64)
        assert pin == bytes(len(PIN))
        assert application.outbox() == ()


def test_a_version_is_signed_once(station: Station) -> None:
    with station.open() as application:
        chosen = ready(station, application)
        station.stop()
        list(application.desk.sign([application.desk.plan_signing(chosen)], bytearray(PIN)))
        with pytest.raises(AlreadySigned):
            application.desk.plan_signing(chosen)
        assert len(application.outbox()) == 1


def test_a_package_damaged_on_disk_can_be_signed_again(station: Station) -> None:
    with station.open() as application:
        chosen = ready(station, application)
        (first,) = application.desk.sign([application.desk.plan_signing(chosen)], bytearray(PIN))
        assert first.entry is not None
        for path in (station.profile / "packages").rglob("*"):
            if path.is_file():
                content = bytearray(path.read_bytes())
                content[len(content) // 2] ^= 1
                path.write_bytes(bytes(content))
        report = application.sync()
        assert report.failure is None
        (entry,) = application.outbox()
        assert (entry.state, entry.code) == (OutboxState.QUEUED, PACKAGE_DAMAGED)
        (second,) = application.desk.sign([application.desk.plan_signing(chosen)], bytearray(PIN))
        assert second.entry is not None
        application.sync()
        settled = {item.key: item.state for item in application.outbox()}
        assert settled[second.entry.key] is OutboxState.ACCEPTED


def test_a_second_program_on_the_profile_says_so(station: Station) -> None:
    with station.open():
        with pytest.raises(ProfileInUse):
            station.open()
        ran = station.eqaror("drafts")
        assert ran.code == 1
        assert "[PROFILE-IN-USE]" in ran.err


def test_verify_says_which_of_three(station: Station, tmp_path: Path) -> None:
    with station.open() as application:
        chosen = ready(station, application)
        list(application.desk.sign([application.desk.plan_signing(chosen)], bytearray(PIN)))
        application.sync()
        package = b"".join(application.carrier.registered_package(chosen))
    good, bad, plain = tmp_path / "a.asice", tmp_path / "b.asice", tmp_path / "c.pdf"
    good.write_bytes(package)
    changed = bytearray(package)
    changed[package.index(b"%PDF-") + 200] ^= 1
    bad.write_bytes(bytes(changed))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        text = archive.read("decision.pdf")
        plain.write_bytes(text[: text.rindex(b"%%EOF", 0, -20) + 6])
        signed_pdf = tmp_path / "d.pdf"
        signed_pdf.write_bytes(text)
    trust = str(station.office.places.trust)
    empty = str(tmp_path / "none")
    assert station.eqaror("verify", str(good), "--trust", trust).code == 0
    assert station.eqaror("verify", str(bad), "--trust", trust).code == 1
    assert station.eqaror("verify", str(good), str(bad), "--trust", trust).code == 1
    ran = station.eqaror("verify", str(plain), "--trust", trust, "--json")
    assert (ran.code, ran.json["reasons"][0]["code"]) == (2, "SIGNED_DATA_NOT_FOUND")
    pdf = station.eqaror("verify", str(signed_pdf), "--trust", trust, "--json")
    assert pdf.json["signatures"][0]["intact"] is True
    other = station.eqaror("--profile", empty, "verify", str(good), "--json")
    assert (other.code, other.json["verdict"]) == (2, "indeterminate")


def test_wrong_usage_is_64(station: Station) -> None:
    for arguments in (["sign"], ["nonsense"], ["drafts", "--state", "WRONG"], ["sign", "x"]):
        ran = station.eqaror(*arguments)
        expected = 1 if arguments == ["sign", "x"] else 64
        assert ran.code == expected, (arguments, ran.err)
        assert "Traceback" not in ran.err


def test_unreadable_settings_are_named(station: Station) -> None:
    (station.profile / "settings.toml").write_text("registry = 5\n", encoding="utf-8")
    ran = station.eqaror("drafts")
    assert ran.code == 1
    assert "[SETTINGS-INVALID]" in ran.err
    assert "registry" in ran.err


def test_without_a_screen_it_says_so(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    ran = station.eqaror()
    assert (ran.code, "[NO-DISPLAY]" in ran.err) == (1, True), ran.err


def test_without_a_screen_and_a_registry_the_demo_names_the_registry(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    # As in an installed package: no such module is found.
    monkeypatch.setitem(sys.modules, "registry", None)
    assert main(["demo"]) == 1
    assert "[DEMO-UNAVAILABLE]" in capsys.readouterr().err
