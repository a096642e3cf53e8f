"""The window while tokens come and go: real tokens behind a driver that does as a script says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtTest import QTest

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.watchdog import LIMIT
from eqaror_desktop.settings import ModuleSetting, read_settings, write_settings
from signing.certificate import utc_now
from signing.token.provision import KeyKind
from sync.entries import OutboxState
from tests.application.conftest import Station
from tests.application.test_choosing import add_certificate
from tests.application.test_window_job import PATIENCE, Desk, desk
from tests.application.test_window_pins import answer
from tests.signing.faults import FaultyToken
from tests.signing.pki import HOKIM, Authority2
from tests.signing.softhsm import MadeToken
from ui.rows import Group, Local, Step
from ui.sign_dialog import SignDialog

__all__ = ["desk"]

pytestmark = pytest.mark.settled
SOON = 2.0
READER = "C_GetTokenInfo:flags:100"
"""CKF_PROTECTED_AUTHENTICATION_PATH (PKCS#11 v2.40, 3.2)."""
LOCKED = "C_GetTokenInfo:flags:40000"
"""CKF_USER_PIN_LOCKED."""
MUST_CHANGE = "C_GetTokenInfo:flags:80000"
"""CKF_USER_PIN_TO_BE_CHANGED."""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def driver(station: Station, built: Path, tmp_path: Path) -> FaultyToken:
    """Puts the driver with a script in the place of the station's own."""
    path = station.profile / "settings.toml"
    settings = read_settings(path)
    (spec,) = settings.module_specs()
    certificate = Authority2().issue(HOKIM).certificate
    token = MadeToken(spec, station.office.hokim.serial, KeyKind.EC_P256, certificate)
    made = FaultyToken(token, built, tmp_path / "fault")
    module = ModuleSetting(str(made.module.path), dict(made.module.environment))
    write_settings(path, replace(settings, modules=(module,)))
    return made


def opened(desk: Desk, station: Station, *, certificate: str = "") -> SignDialog:
    """Sign in, open the first draft, press Sign; choose the certificate if one is named."""
    application = desk.controller.station.application
    if certificate:
        first = _other(application, station, certificate)
        application.sign_in(None, bytearray(PIN), certificate=first)
        application.sync()
    else:
        station.sign_in(application)
    desk.controller.begin()
    desk.controller.watching.begin()
    desk.bot.waitUntil(lambda: desk.window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
    desk.open_first()
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    dialog = desk.controller.signing.dialog
    assert dialog is not None
    desk.bot.waitUntil(lambda: desk.window.status.token.isVisible(), timeout=PATIENCE)
    desk.bot.waitUntil(lambda: ":" in desk.window.status.token.text(), timeout=PATIENCE)
    if certificate:
        rows = dialog.chooser._view.certificates
        place = next(i for i, row in enumerate(rows) if row.identifier == certificate)
        dialog.chooser.list.setCurrentRow(place)
        desk.bot.waitUntil(lambda: dialog._ready, timeout=PATIENCE)
    # What this test did itself in the window's thread does not count.
    desk.bot.wait(100)
    desk.watchdog.longest_busy = 0.0
    return dialog


def _other(application: Application, station: Station, certificate: str) -> str:
    """Return the fingerprint of the hokim's certificate that is not this one."""
    offer = application.offer(pinfl=station.office.hokim.pinfl)
    usable = [item for token in offer.tokens for item in token.certificates if not item.refusal]
    (other,) = {item.facts.fingerprint for item in usable} - {certificate}
    return other


def within(desk: Desk, seconds: float, seen: Callable[[], bool]) -> None:
    began = monotonic()
    desk.bot.waitUntil(seen, timeout=PATIENCE)
    # Half a second for a machine that does other things as well.
    assert monotonic() - began < seconds + 0.5


def test_a_token_pulled_out_while_the_pin_is_typed(
    station: Station, driver: FaultyToken, desk: Desk
) -> None:
    dialog = opened(desk, station)
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    assert dialog.sign.isEnabled()
    driver.pull()
    within(desk, SOON, dialog.chooser.lack.isVisible)
    assert dialog.chooser.lack.code.text() == "E-104"
    assert dialog.pin.edit.text() == ""
    assert not dialog.sign.isEnabled()
    assert desk.window.status.token.text() == "No token"
    driver.put_back()
    within(desk, SOON + 1.0, dialog.pin.isVisible)
    assert dialog.chooser.current is not None
    assert dialog.chooser.current.token == station.office.hokim.serial
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
    dialog.sign.click()
    desk.bot.waitUntil(lambda: "Registered" in dialog.ended_title.text(), timeout=PATIENCE)
    assert desk.controller.station.application.outbox()[0].state is OutboxState.ACCEPTED
    assert desk.watchdog.longest_busy < LIMIT


def test_the_pin_is_typed_on_the_reader(station: Station, driver: FaultyToken, desk: Desk) -> None:
    dialog = opened(desk, station)
    driver.play(f"{READER},C_Login:pad:{PIN.decode()},C_Login:delay:1500")
    dialog.refresh_requested.emit()
    desk.bot.waitUntil(lambda: dialog.pin.reader.isVisible(), timeout=PATIENCE)
    assert not dialog.pin.edit.isVisible()
    dialog.sign.click()
    assert dialog.countdown.isVisible()
    assert "reader" in dialog.countdown.text()
    desk.bot.waitUntil(lambda: "Registered" in dialog.ended_title.text(), timeout=PATIENCE)
    assert desk.watchdog.longest_busy < LIMIT


def test_a_token_that_takes_no_pin_says_what_helps_before_one_is_typed(
    station: Station, driver: FaultyToken, desk: Desk
) -> None:
    dialog, pins, wait = opened(desk, station), desk.controller.pins, desk.bot.waitUntil
    lack = dialog.chooser.lack
    driver.play(LOCKED)
    dialog.refresh_requested.emit()
    wait(lack.isVisible, timeout=PATIENCE)
    assert (lack.code.text(), dialog.pin.isVisible()) == ("E-122", False)
    assert not dialog.sign.isEnabled()
    lack.do.click()
    unblocking = pins.dialog
    assert unblocking is not None
    assert unblocking.unblocking
    unblocking.reject()
    driver.play(MUST_CHANGE)
    dialog.refresh_requested.emit()
    wait(lambda: lack.code.text() == "E-124", timeout=PATIENCE)
    lack.do.click()
    changing = pins.dialog
    assert changing is not None
    assert not changing.unblocking
    wait(lambda: changing.chosen is not None, timeout=PATIENCE)
    driver.play("")
    answer(changing, PIN.decode())
    # It is looked at again by itself: the PIN can be typed now.
    wait(dialog.pin.isVisible, timeout=PATIENCE)
    assert not lack.isVisible()
    dialog.reject()


def test_sign_in_says_before_a_pin_is_typed_that_the_token_is_locked(
    driver: FaultyToken, desk: Desk
) -> None:
    driver.play(LOCKED)
    desk.controller.begin_signing_in()
    dialog, wait = desk.controller.signing_in.dialog, desk.bot.waitUntil
    assert dialog is not None
    lack = dialog.chooser.lack
    wait(lack.isVisible, timeout=PATIENCE)
    assert (lack.code.text(), dialog.pin.isVisible()) == ("E-122", False)
    lack.do.click()
    unblocking = desk.controller.pins.dialog
    assert unblocking is not None
    assert unblocking.unblocking
    unblocking.reject()
    driver.play("")
    desk.controller.station.pin_cured.emit()
    wait(dialog.pin.isVisible, timeout=PATIENCE)
    assert not lack.isVisible()
    dialog.reject()


def test_waiting_for_the_reader_can_be_given_up(
    station: Station, driver: FaultyToken, desk: Desk
) -> None:
    dialog = opened(desk, station)
    driver.play(f"{READER},C_Login:pad:{PIN.decode()},C_Login:delay:60000")
    dialog.refresh_requested.emit()
    desk.bot.waitUntil(lambda: dialog.pin.reader.isVisible(), timeout=PATIENCE)
    before = driver.calls("C_Login")
    dialog.sign.click()
    desk.bot.waitUntil(lambda: driver.calls("C_Login") > before, timeout=PATIENCE)
    dialog.cancel.click()
    within(desk, SOON, lambda: desk.controller.signing.dialog is None)
    assert desk.controller.station.application.outbox() == ()
    # The driver is there again for the next one.
    driver.play("")
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    again = desk.controller.signing.dialog
    assert again is not None
    desk.bot.waitUntil(again.pin.isVisible, timeout=PATIENCE)
    again.reject()


def test_what_a_signature_left_in_doubt_is_told_at_once(
    station: Station, driver: FaultyToken, desk: Desk
) -> None:
    dialog = opened(desk, station)
    signed, notice, shown = driver.calls("C_Sign"), desk.window.notice, desk.window.open_draft

    def sign(pin: str, script: str = "") -> None:
        driver.play(script)
        QTest.keyClicks(dialog.pin.edit, pin)
        desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
        dialog.sign.click()

    planned, card = desk.controller.signing._plan, dialog._plan.certificate
    assert planned is not None
    assert card is not None
    # Counted as the checks and the command line count them.
    assert card.days_left == planned.facts.days_left(utc_now())
    # Nothing was asked of the key: what this station remembers is said, and nothing is in doubt.
    sign("000000")
    desk.bot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
    desk.bot.waitUntil(lambda: "right one: 1." in dialog.pin.attempts.text(), timeout=PATIENCE)
    assert not notice.isVisible()
    # A driver that dies in the middle: checked anew, marked in the list, told above it.
    sign(PIN.decode(), f"C_Sign@{signed + 1}:crash")
    desk.bot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
    assert not dialog.sign.isEnabled()
    desk.bot.waitUntil(lambda: "outcome unknown" in notice.text.text(), timeout=PATIENCE)

    def local() -> Local | None:
        row = desk.window.drafts.model.row(shown)
        return None if row is None else row.local

    desk.bot.waitUntil(lambda: local() is Local.IN_DOUBT, timeout=PATIENCE)

    def told() -> bool:
        return any("the token was asked" in check.reason for check in dialog._plan.checks)

    desk.bot.waitUntil(told, timeout=PATIENCE)
    assert dialog.pin.isVisible()
    # Cancelled while the token signs: that is said while it lasts, and what it made afterwards.
    notice.hide()
    sign(PIN.decode(), f"C_Sign@{driver.calls('C_Sign') + 1}:delay:1500")
    before = driver.calls("C_Sign")
    desk.bot.waitUntil(lambda: driver.calls("C_Sign") > before, timeout=PATIENCE)
    dialog.cancel.click()
    assert "Being cancelled" in dialog.steps_note.text()
    desk.bot.waitUntil(lambda: "not kept" in notice.text.text(), timeout=PATIENCE)
    assert notice.isVisible()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is None, timeout=PATIENCE)
    desk.bot.waitUntil(lambda: local() is Local.NOTHING, timeout=PATIENCE)
    # Signed after all: nobody says any longer that it is not.
    driver.play("")
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    again = desk.controller.signing.dialog
    assert again is not None
    desk.bot.waitUntil(again.pin.isVisible, timeout=PATIENCE)
    assert notice.isVisible()
    QTest.keyClicks(again.pin.edit, PIN.decode())
    desk.bot.waitUntil(again.sign.isEnabled, timeout=PATIENCE)
    again.sign.click()
    desk.bot.waitUntil(lambda: "Registered" in again.ended_title.text(), timeout=PATIENCE)
    desk.bot.waitUntil(lambda: not notice.isVisible(), timeout=PATIENCE)


def test_whether_one_can_sign_follows_the_token(driver: FaultyToken, desk: Desk) -> None:
    desk.controller.watching.begin()
    desk.bot.waitUntil(lambda: ":" in desk.window.status.token.text(), timeout=PATIENCE)
    desk.window.bar.ready.click()
    ready = desk.controller.errands.readiness.dialog
    assert ready is not None
    desk.bot.waitUntil(lambda: ready.answer.text() == "Yes, you can sign now", timeout=PATIENCE)
    driver.pull()
    desk.bot.waitUntil(lambda: ready.answer.text() == "No, not yet", timeout=PATIENCE)
    driver.put_back()
    desk.bot.waitUntil(lambda: ready.answer.text() == "Yes, you can sign now", timeout=PATIENCE)
    ready.close()


def test_a_wrong_pin_is_told_though_it_was_cancelled_on_its_way(
    station: Station, driver: FaultyToken, desk: Desk
) -> None:
    dialog = opened(desk, station)
    before = driver.calls("C_Login")
    driver.play("C_Login:delay:1500")
    QTest.keyClicks(dialog.pin.edit, "000000")
    desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
    dialog.sign.click()
    desk.bot.waitUntil(lambda: driver.calls("C_Login") > before, timeout=PATIENCE)
    dialog.cancel.click()
    # The token counted it: whoever cancelled has to know.
    desk.bot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
    assert dialog.trouble.code.text() == "E-121"
    assert desk.controller.signing.dialog is dialog


def test_a_key_that_wants_the_pin_each_time(station: Station, desk: Desk) -> None:
    added = add_certificate(station, b"\x02", pin_each_time=True)
    dialog = opened(desk, station, certificate=added)
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
    dialog.sign.click()
    # The text and the package: each is a signature of its own.
    for _ in range(2):
        desk.bot.waitUntil(dialog.again.isVisible, timeout=PATIENCE)
        QTest.keyClicks(dialog.again.edit, PIN.decode())
        dialog.go_on.click()
        assert not dialog.again.isVisible()
    desk.bot.waitUntil(lambda: "Registered" in dialog.ended_title.text(), timeout=PATIENCE)
    assert desk.watchdog.longest_busy < LIMIT


def test_closing_the_dialog_answers_the_lane_that_asks(station: Station, desk: Desk) -> None:
    added = add_certificate(station, b"\x02", pin_each_time=True)
    dialog = opened(desk, station, certificate=added)
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
    dialog.sign.click()
    desk.bot.waitUntil(dialog.again.isVisible, timeout=PATIENCE)
    dialog.close()
    assert dialog.question is not None
    dialog.question.close_now.click()
    within(desk, SOON, lambda: desk.controller.signing.dialog is None)
    assert desk.controller.station.application.outbox() == ()


def test_the_sign_in_follows_the_token(station: Station, driver: FaultyToken, desk: Desk) -> None:
    del station
    driver.pull()
    desk.controller.watching.begin()
    desk.controller.signing_in.begin()
    dialog = desk.controller.signing_in.dialog
    assert dialog is not None
    desk.bot.waitUntil(dialog.chooser.lack.isVisible, timeout=PATIENCE)
    assert dialog.chooser.lack.code.text() == "E-102"
    driver.put_back()
    within(desk, SOON + 1.0, lambda: dialog.chooser.list.count() == 2)
    dialog.chooser.list.setCurrentRow(0)
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    driver.pull()
    within(desk, SOON + 1.0, lambda: dialog.chosen is None)
    assert dialog.pin.edit.text() == ""
    dialog.reject()


def test_another_persons_token_says_what_differs(station: Station, desk: Desk) -> None:
    """Only the officer's token is in: the dialog shows it, with both names, and asks no PIN."""
    application = desk.controller.station.application
    station.sign_in(application)
    application.tokens.close()
    store = station.office.places.tokens / "store"
    serial = station.office.hokim.serial.encode()
    (own,) = [d for d in store.iterdir() if serial in (d / "token.object").read_bytes()]
    own.rename(station.office.places.tokens / "away")
    desk.controller.begin()
    desk.bot.waitUntil(lambda: desk.window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)
    desk.open_first()
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    dialog = desk.controller.signing.dialog
    assert dialog is not None
    assert not dialog.pin.isVisible()
    reasons = " ".join(row.reason for row in dialog._plan.checks)
    for holder in (station.office.hokim, station.office.officer):
        assert f"…{holder.pinfl[-4:]}" in reasons
    assert dialog._step is not Step.TOKEN
    dialog.reject()
