"""The main job through the real window: real store, registry, token and signature."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from eqaror_desktop import convert
from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.controller import Controller
from eqaror_desktop.desktop.lanes import Lane, Lanes
from eqaror_desktop.desktop.watchdog import Watchdog
from eqaror_desktop.errors import NothingAsked
from eqaror_desktop.settings import read_settings, write_settings
from resources.translations import compiled
from sync.entries import OutboxState
from sync.store.notes import Anchor
from sync.wire import Draft
from tests.application.conftest import Station
from ui import words
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Connection, Group, Local

PATIENCE = 30_000
"""Milliseconds; generous, because the machine may be busy."""


@dataclass
class Desk:
    """A running window on a station."""

    window: MainWindow
    controller: Controller
    watchdog: Watchdog
    bot: QtBot

    def sign_in(self, pin: str) -> None:
        self.controller.signing_in.begin()
        dialog = self.controller.signing_in.dialog
        assert dialog is not None
        self.bot.waitUntil(lambda: dialog.chooser.list.count() == 2, timeout=PATIENCE)
        # Two tokens are in: nobody but a person says whose turn it is.
        assert dialog.chosen is None
        dialog.chooser.list.setCurrentRow(0)
        QTest.keyClicks(dialog.pin.edit, pin)
        dialog.sign_in.click()

    def begin_work(self) -> None:
        """Wait for the list of who has signed in already; sign in where nobody has."""
        if self.controller.station.application.person() is None:
            self.sign_in(PIN.decode())
        self.bot.waitUntil(lambda: self.window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)

    def open_first(self) -> None:
        self.open_draft(0)

    def open_draft(self, place: int) -> None:
        view = self.window.drafts.view
        view.setCurrentIndex(self.window.drafts.model.index(place))
        self.bot.waitUntil(lambda: self.window.document.page_count > 0, timeout=PATIENCE)
        self.bot.waitUntil(lambda: not self.window.bar.sign.isHidden(), timeout=PATIENCE)


pytestmark = pytest.mark.settled


@pytest.fixture
def desk(station: Station, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    with opened_desk(station, qapp, qtbot) as made:
        yield made


@contextmanager
def opened_desk(station: Station, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    with ExitStack() as stack:
        application = stack.enter_context(station.open())
        speech = Speech(qapp)
        stack.callback(speech.be_silent)
        speech.speak("en", compiled("en"))
        lanes, window, watchdog = Lanes(), MainWindow("en"), Watchdog()
        qtbot.addWidget(window)
        stack.callback(lanes.close)
        stack.callback(watchdog.stop)
        controller = Controller(application, window, lanes, speech, "en")
        stack.callback(controller.watching.stop)
        window.show()
        controller.begin()
        yield Desk(window, controller, watchdog, qtbot)


@pytest.mark.fresh
def test_sign_in_read_sign_and_see_the_number(desk: Desk) -> None:
    desk.sign_in("000000")
    dialog = desk.controller.signing_in.dialog
    assert dialog is not None
    desk.bot.waitUntil(lambda: dialog.trouble.isVisible(), timeout=PATIENCE)
    assert dialog.trouble.code.text() == "E-121"
    assert dialog.pin.edit.text() == ""
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    dialog.sign_in.click()
    desk.bot.waitUntil(lambda: desk.window.drafts.group is Group.TO_SIGN, timeout=PATIENCE)

    desk.open_first()
    assert desk.window.side.trail_note.text().startswith("✓")
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    signing = desk.controller.signing.dialog
    assert signing is not None
    # Typed at once, while the files are still examined; it stays until it is of use.
    QTest.keyClicks(signing.pin.edit, PIN.decode())
    desk.bot.waitUntil(signing.sign.isEnabled, timeout=PATIENCE)
    signing.sign.click()
    desk.bot.waitUntil(lambda: "Registered" in signing.ended_title.text(), timeout=PATIENCE)
    (entry,) = desk.controller.station.application.outbox()
    assert entry.state is OutboxState.ACCEPTED
    assert entry.registration is not None
    assert entry.registration.number in signing.ended_title.text()
    signing.close_button.click()
    desk.bot.waitUntil(lambda: not desk.window.bar.sign.isVisible(), timeout=PATIENCE)
    assert desk.watchdog.longest_busy < 0.25


def test_signing_without_a_line_is_kept_and_says_so(desk: Desk, station: Station) -> None:
    desk.begin_work()
    desk.open_first()
    station.stop()
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    signing = desk.controller.signing.dialog
    assert signing is not None
    QTest.keyClicks(signing.pin.edit, PIN.decode())
    desk.bot.waitUntil(signing.sign.isEnabled, timeout=PATIENCE)
    signing.sign.click()
    desk.bot.waitUntil(lambda: "not sent yet" in signing.ended_title.text(), timeout=PATIENCE)
    (entry,) = desk.controller.station.application.outbox()
    assert entry.state is OutboxState.QUEUED
    signing.close_button.click()
    desk.bot.waitUntil(lambda: "outbox" in desk.window.bar.note.text(), timeout=PATIENCE)
    assert "1" in desk.window.outbox_label.text()


def newer(draft: Draft) -> Draft:
    """Return the draft as its drafter would have changed it: another text under the same id."""
    summary = draft.summary
    changed = replace(
        draft,
        summary=replace(
            summary,
            version=summary.version + 1,
            revision=summary.revision + 1,
            title=f"{summary.title} (ikkinchi tahrir)",
        ),
    )
    digest = convert.version(changed).digest
    return replace(changed, summary=replace(changed.summary, version_digest=digest))


def change_at_registry(station: Station, draft: Draft) -> None:
    """Put the draft's title and digest into the registry, as a new version."""
    summary = draft.summary
    with closing(sqlite3.connect(station.office.places.registry / "registry.db")) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        facts = (summary.title, summary.version, summary.version_digest, summary.id)
        database.execute(
            "UPDATE drafts SET title = ?, version = ?, version_digest = ?,"
            " revision = revision + 1 WHERE id = ?",
            facts,
        )
        for table, column in (("versions", "number"), ("annexes", "version")):
            database.execute(
                f"UPDATE {table} SET {column} = ? WHERE draft = ? AND {column} = ?",
                (summary.version, summary.id, summary.version - 1),
            )
        database.execute(
            "UPDATE versions SET digest = ? WHERE draft = ? AND number = ?",
            (summary.version_digest, summary.id, summary.version),
        )
        database.commit()


def open_to_answer(desk: Desk, station: Station) -> Draft:
    """Sign in as the officer and open a draft that waits for the officer's answer."""
    application = desk.controller.station.application
    station.sign_in(application, officer=True)
    desk.controller.begin()
    desk.bot.waitUntil(lambda: desk.window.drafts.group is Group.TO_AGREE, timeout=PATIENCE)
    desk.window.drafts.view.setCurrentIndex(desk.window.drafts.model.index(0))
    desk.bot.waitUntil(desk.window.bar.agree.isEnabled, timeout=PATIENCE)
    desk.bot.waitUntil(lambda: not desk.window.bar.agree.isHidden(), timeout=PATIENCE)
    return application.draft(desk.window.open_draft)


@pytest.mark.fresh
def test_an_agreement_covers_only_the_version_that_was_shown(desk: Desk, station: Station) -> None:
    draft = open_to_answer(desk, station)
    desk.window.bar.agree.click()
    dialog = desk.controller.answering.dialog
    assert dialog is not None
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    desk.bot.waitUntil(dialog.sign.isEnabled, timeout=PATIENCE)
    application = desk.controller.station.application
    # Only the store knows yet: the window has not heard of the new version.
    application.store.drafts.put_detail(newer(draft))
    dialog.sign.click()
    desk.bot.waitUntil(dialog.newer.isVisible, timeout=PATIENCE)
    assert application.outbox() == ()
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    assert not dialog.sign.isEnabled()


@pytest.mark.fresh
def test_a_newer_version_ends_an_open_answer(desk: Desk, station: Station) -> None:
    draft = open_to_answer(desk, station)
    desk.window.bar.agree.click()
    dialog = desk.controller.answering.dialog
    assert dialog is not None
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    desk.controller.station.application.store.drafts.put_detail(newer(draft))
    desk.controller.open_draft(draft.summary.id)
    desk.bot.waitUntil(dialog.newer.isVisible, timeout=PATIENCE)
    assert not dialog.sign.isEnabled()
    assert not dialog.pin.isEnabled()
    assert dialog.pin.edit.text() == ""


def test_a_version_nobody_read_opens_no_dialog(desk: Desk, station: Station) -> None:
    desk.begin_work()
    desk.open_first()
    application = desk.controller.station.application
    changed = newer(application.draft(desk.window.open_draft))
    change_at_registry(station, changed)
    desk.window.bar.sign.click()
    desk.bot.waitUntil(desk.window.notice.isVisible, timeout=PATIENCE)
    assert "newer version" in desk.window.notice.text.text()
    digest = changed.summary.version_digest
    desk.bot.waitUntil(lambda: desk.window.open_version == digest, timeout=PATIENCE)
    assert desk.controller.signing.dialog is None
    assert application.outbox() == ()


def test_a_refusal_is_told_and_stays_until_it_is_put_away(desk: Desk, station: Station) -> None:
    desk.begin_work()
    desk.open_first()
    chosen, application = desk.window.open_draft, desk.controller.station.application
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    signing = desk.controller.signing.dialog
    assert signing is not None
    # A cycle under way might bring that it was returned, and it would not be signed.
    connected = words.connection(Connection.CONNECTED)
    label = desk.window.connection_label
    desk.bot.waitUntil(lambda: connected in label.text(), timeout=PATIENCE)
    moved = station.administer("advance", chosen, "RETURNED", "--reason", "Ilova xato")
    assert moved.code == 0, moved.err
    QTest.keyClicks(signing.pin.edit, PIN.decode())
    desk.bot.waitUntil(signing.sign.isEnabled, timeout=PATIENCE)
    signing.sign.click()
    desk.bot.waitUntil(lambda: "refused" in signing.ended_title.text(), timeout=PATIENCE)
    desk.bot.waitUntil(desk.window.notice.isVisible, timeout=PATIENCE)
    signing.close_button.click()
    (entry,) = application.outbox()
    assert entry.title in desk.window.notice.text.text()
    reason = desk.controller.station.messages.refusal(entry.code or "")
    assert reason in desk.window.notice.text.text()
    desk.bot.waitUntil(lambda: "1 refused" in desk.window.outbox_label.text(), timeout=PATIENCE)

    def local() -> Local | None:
        row = desk.window.drafts.model.row(chosen)
        return row.local if row else None

    assert local() is Local.REFUSED
    application.store.outbox.forget(entry.key)
    desk.controller.load_drafts()
    desk.bot.waitUntil(lambda: local() is Local.NOTHING, timeout=PATIENCE)
    assert desk.window.outbox_label.text() == "Outbox is empty"


def test_what_is_not_asked_any_more_is_not_signed(desk: Desk, station: Station) -> None:
    desk.begin_work()
    desk.open_first()
    chosen, application = desk.window.open_draft, desk.controller.station.application
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    signing = desk.controller.signing.dialog
    assert signing is not None
    QTest.keyClicks(signing.pin.edit, PIN.decode())
    desk.bot.waitUntil(signing.sign.isEnabled, timeout=PATIENCE)
    plan = application.desk.plan_signing(chosen, station.office.hokim.serial)
    moved = station.administer("advance", chosen, "RETURNED", "--reason", "Ilova xato")
    assert moved.code == 0, moved.err
    desk.controller.sync()
    desk.bot.waitUntil(lambda: signing.close_button.isVisible(), timeout=PATIENCE)
    assert "not to be signed" in signing.ended_title.text()
    assert "Returned" in signing.ended_text.text()
    assert signing.pin.edit.text() == ""
    signing.close_button.click()
    # Nor where it was planned before: in a batch, or while the cycle ran.
    (signed,) = application.desk.sign([plan], bytearray(PIN))
    assert isinstance(signed.error, NothingAsked)
    assert application.outbox() == ()


def test_what_was_chosen_last_is_opened_whatever_ends_meanwhile(desk: Desk) -> None:
    desk.begin_work()
    desk.open_first()
    first = desk.window.open_draft
    other = next(draft for draft in desk.window.drafts.model.rows.ids if draft != first)
    desk.window.draft_opened.emit(other)
    desk.controller.station.drafts_changed.emit()
    desk.bot.waitUntil(lambda: desk.window.open_draft == other, timeout=PATIENCE)
    desk.bot.wait(300)
    assert desk.window.open_draft == other


def test_the_result_is_followed_until_it_is_settled(desk: Desk) -> None:
    desk.begin_work()
    desk.open_first()
    desk.window.bar.sign.click()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    signing = desk.controller.signing.dialog
    assert signing is not None
    # A cycle in its late phase ends with the entry still queued, and is told of first.
    desk.controller.station.sync_wanted.disconnect(desk.controller.sync)
    QTest.keyClicks(signing.pin.edit, PIN.decode())
    desk.bot.waitUntil(signing.sign.isEnabled, timeout=PATIENCE)
    signing.sign.click()
    application = desk.controller.station.application
    desk.bot.waitUntil(lambda: bool(application.outbox()), timeout=PATIENCE)
    desk.bot.waitUntil(lambda: desk.controller.signing.waiting, timeout=PATIENCE)
    desk.controller.signing.synced()
    desk.bot.waitUntil(lambda: "not sent yet" in signing.ended_title.text(), timeout=PATIENCE)
    desk.controller.sync()
    desk.bot.waitUntil(lambda: "Registered" in signing.ended_title.text(), timeout=PATIENCE)
    assert not desk.controller.signing.waiting


def test_the_pin_is_in_sight_on_a_small_screen_and_asking_is_shown(desk: Desk) -> None:
    desk.window.resize(1024, 600)
    desk.begin_work()
    desk.open_first()
    application = desk.controller.station.application
    review = application.review
    review.begin_remark(application.draft(desk.window.open_draft), Anchor(), "Topshirilmagan")
    desk.window.bar.sign.click()
    assert not desk.window.bar.sign.isEnabled()
    desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
    assert desk.window.bar.sign.isEnabled()
    signing = desk.controller.signing.dialog
    assert signing is not None
    signing.resize(860, 420)
    desk.bot.waitUntil(lambda: not signing.pin.edit.visibleRegion().isEmpty(), timeout=2000)
    assert signing.pin.edit.visibleRegion().boundingRect() == signing.pin.edit.rect()
    # Nobody signs over a remark of his own without having been told.
    told = [label.text() for label in signing.checks.findChildren(QLabel)]
    assert any("not handed in: 1" in text for text in told)
    signing.reject()


def test_what_was_asked_for_and_left_opens_no_dialog(desk: Desk) -> None:
    desk.begin_work()
    desk.open_first()
    signing, lanes = desk.controller.signing, desk.controller.station.lanes

    def token_answered() -> None:
        passed: list[object] = []
        lanes.start(Lane.TOKEN, lambda _tell: None, passed.append, passed.append)
        desk.bot.waitUntil(lambda: bool(passed), timeout=PATIENCE)

    def opened() -> bool:
        return signing.dialog is not None

    desk.window.bar.sign.click()
    wanted = desk.window.open_draft
    # What somebody types meanwhile must not land in the field of a PIN.
    desk.window.drafts.view.setCurrentIndex(desk.window.drafts.model.index(1))
    desk.bot.waitUntil(lambda: desk.window.open_draft not in ("", wanted), timeout=PATIENCE)
    token_answered()
    assert not opened()
    desk.bot.waitUntil(desk.window.bar.sign.isEnabled, timeout=PATIENCE)
    desk.window.bar.sign.click()
    desk.bot.waitUntil(opened, timeout=PATIENCE)
    dialog = signing.dialog
    assert dialog is not None
    dialog.refresh_requested.emit()
    dialog.reject()
    token_answered()
    assert not opened()


@pytest.mark.parametrize("visible", [True, False])
def test_the_office_says_whether_there_is_a_panel(
    visible: bool, station: Station, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    path = station.profile / "settings.toml"
    settings = read_settings(path)
    policy = replace(settings.signing, visible_signature=visible)
    write_settings(path, replace(settings, signing=policy))
    with opened_desk(station, qapp, qtbot) as desk:
        desk.begin_work()
        desk.open_first()
        desk.window.bar.sign.click()
        desk.bot.waitUntil(lambda: desk.controller.signing.dialog is not None, timeout=PATIENCE)
        signing = desk.controller.signing.dialog
        assert signing is not None
        QTest.keyClicks(signing.pin.edit, PIN.decode())
        desk.bot.waitUntil(signing.sign.isEnabled, timeout=PATIENCE)
        signing.sign.click()
        desk.bot.waitUntil(lambda: "Registered" in signing.ended_title.text(), timeout=PATIENCE)
        application = desk.controller.station.application
        (entry,) = application.outbox()
        text = tmp_path / "decision.pdf"
        assert entry.package is not None
        with application.store.packages.open(entry.package) as stream, ZipFile(stream) as package:
            text.write_bytes(package.read("decision.pdf"))
        (own,) = application.verify(text).signatures
        assert own.intact
        # Only a panel holds words of the signer's own.
        assert own.own_words is visible
        row = rows.report_row(
            "decision.pdf", application.verify(text), desk.controller.station.messages
        )
        assert bool(row.signatures[0].note) is visible
        signing.close_button.click()
