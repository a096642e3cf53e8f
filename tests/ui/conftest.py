"""Real widgets on the offscreen platform; a Qt warning fails the test that caused it."""

from __future__ import annotations

import os

# Before Qt is loaded by anything: the platform is chosen when the application is made.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resources.translations import compiled
from tests.ui import examples
from tests.ui.pdf import make_pdf
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.theme import LIGHT, Scheme, apply, style_sheet, use_readable_font

# What the offscreen platform cannot do, it says with a warning.
OFFSCREEN = (
    "This plugin does not support",
    # What would tell of a tray that starts later.
    "QObject::connect: No such signal QPlatformNativeInterface::systemTrayWindowChanged",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore(*OFFSCREEN, extend=True))


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    use_readable_font(qapp)
    _be_light(qapp)
    yield qapp
    _be_light(qapp)


def _be_light(application: QApplication) -> None:
    """Every widget there is would be styled anew by an application that is told its look again."""
    if application.styleSheet() != style_sheet(LIGHT):
        apply(application, Scheme.LIGHT)


@pytest.fixture
def speech(app: QApplication) -> Iterator[Speech]:
    before = QLocale()
    made = Speech(app)
    assert made.speak("en", compiled("en"))
    yield made
    made.be_silent()
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def forget_closed_widgets() -> Iterator[None]:
    """Closed widgets go now: every one that stays is styled and translated again in each test."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))


@pytest.fixture(scope="session")
def pdf() -> bytes:
    return make_pdf(3)


@pytest.fixture
def window(speech: Speech, qtbot: QtBot) -> MainWindow:  # noqa: ARG001 - English words
    made = MainWindow("en")
    qtbot.addWidget(made)
    made.show()
    made.show_drafts(examples.drafts(60))
    return made
