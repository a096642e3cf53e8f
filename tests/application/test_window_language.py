"""The language is changed while windows that stand beside the list are open."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.application.conftest import Station
from tests.application.test_review import newer
from tests.application.test_window_job import PATIENCE, Desk, desk
from ui.base import Text
from ui.report_dialog import ReportDialog
from ui.setup_dialog import SetupStep

__all__ = ["desk"]
pytestmark = pytest.mark.settled


def english(top: QWidget) -> list[str]:
    """Texts with three plain English words: what the program says, no name, path or title."""
    told = (label.text() for label in top.findChildren(Text) if label.isVisibleTo(top))
    words = r"\b(?:the|is|and|not|has|was|of|no|can|to|you|left|does|this)\b"
    # A directory of the tests has the words of its test in its name.
    plain = ((text, re.sub(r"/\S+", "", text.lower())) for text in told)
    return [text for text, said in plain if len(re.findall(words, said)) > 1]


def test_what_is_compared_and_to_be_signed_is_said_again(desk: Desk, station: Station) -> None:
    desk.begin_work()
    bot, controller, application = desk.bot, desk.controller, desk.controller.station.application
    (first, *_) = station.to_sign(application)
    draft = application.store.drafts.draft(first.id)
    application.store.versions.put(draft)
    changed = newer(replace(draft, summary=replace(draft.summary, title="Yangi nom")))
    station.stop()
    application.store.drafts.put_detail(changed)
    comparing = controller.reviewing.comparing
    comparing.begin(first.id, draft.summary.version)
    compared = comparing.dialog
    assert compared is not None
    model = compared.table.compared
    bot.waitUntil(lambda: model.rowCount() > 1, timeout=PATIENCE)
    assert model.line(1).text == "Title"
    controller.begin_batch((first.id,))
    batch = controller.batching.dialog
    assert batch is not None
    bot.waitUntil(lambda: bool(batch.tree.rows[0].checks), timeout=PATIENCE)
    before = {row.name for row in batch.tree.rows[0].checks}
    desk.window.language_chosen.emit("ru")
    bot.waitUntil(lambda: model.line(1).text == "Название", timeout=PATIENCE)
    bot.waitUntil(
        lambda: (
            bool(batch.tree.rows[0].checks)
            and not before & {row.name for row in batch.tree.rows[0].checks}
        ),
        timeout=PATIENCE,
    )
    assert english(compared) + english(batch) == []
    for window in (compared, batch):
        window.close()


def test_what_was_found_out_is_said_again(desk: Desk, station: Station) -> None:
    desk.begin_work()
    station.stop()
    bot, errands = desk.bot, desk.controller.errands
    readiness, setting = errands.readiness, errands.setting_up
    readiness.show()
    setting.show()
    bot.waitUntil(lambda: setting.dialog is not None, timeout=PATIENCE)
    ready, setup = readiness.dialog, setting.dialog
    assert ready is not None
    assert setup is not None
    setup.steps.setCurrentRow(list(SetupStep).index(SetupStep.REGISTRY))
    setup.address.setText("bad address")
    setup.use.click()
    bot.waitUntil(setup.trouble.isVisible, timeout=PATIENCE)
    setup.test.click()
    bot.waitUntil(lambda: bool(setup.found.text()), timeout=PATIENCE)
    bot.waitUntil(lambda: ready.complete, timeout=PATIENCE)
    assert all(english(window) for window in (ready, setup))
    desk.window.language_chosen.emit("ru")
    bot.waitUntil(lambda: "адрес" in setup.trouble.happened.text().lower(), timeout=PATIENCE)
    bot.waitUntil(lambda: "Драйверы" in setup.found.text(), timeout=PATIENCE)
    bot.waitUntil(lambda: ready.complete and "вошёл" in " ".join(texts(ready)), timeout=PATIENCE)
    assert english(ready) + english(setup) == []
    for window in (ready, setup):
        window.close()


def test_what_stands_before_the_list_lets_no_language_be_chosen(
    desk: Desk, station: Station
) -> None:
    desk.begin_work()
    desk.controller.errands.drop.dropped.emit([str(station.profile / "settings.toml")])
    report = desk.window.findChild(ReportDialog)
    assert report is not None
    assert report.windowModality() is Qt.WindowModality.WindowModal
    assert QApplication.activeModalWidget() is report
    # Shut before anything was found out; what comes then finds nobody.
    report.close()
    QTest.qWait(100)


def texts(top: QWidget) -> list[str]:
    return [label.text() for label in top.findChildren(Text)]


def test_what_the_whole_computer_decides_cannot_be_chosen_in_the_window(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.begin_work()
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    # A demo office's profile leaves that file aside.
    own = desk.controller.station.application.profile.settings
    own.write_text(own.read_text().replace("machine = false", "machine = true"))
    decided = tmp_path / "eqaror-desktop" / "settings.toml"
    decided.parent.mkdir()
    decided.write_text('[look]\nscheme = "light"\n')
    menu = desk.window.looks
    first = menu.actions()[0]
    assert first.isEnabled()
    menu.aboutToShow.emit()
    desk.bot.waitUntil(lambda: not first.isEnabled(), timeout=PATIENCE)
    assert first.toolTip() == "Set by your administrator"
    assert menu.motion.isEnabled()
    assert desk.window.languages.actions()[0].isEnabled()
