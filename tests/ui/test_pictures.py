"""Every window still looks as it was kept, but for the shapes of letters.

What this holds against: a part that is hidden or pushed away, other margins, letters of another
font, the wrong colours. A change that is meant is kept with ``./dev pictures --only tests``, after
somebody has looked at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QImage
from PySide6.QtWidgets import QApplication, QWidget

import resources
from resources.translations import CODES
from tests.ui.gallery import DIALOGS
from tests.ui.kept import FAMILY, HERE, WINDOWS, as_kept, drawn, unlike
from ui.main_window import MainWindow
from ui.sign_dialog import SignDialog
from ui.theme import Scheme, apply

ALIKE = 0.05
"""Of a square's dots. The same window drawn twice differs in none; see the faults below."""


@pytest.fixture
def kept_app(app: QApplication) -> Iterator[QApplication]:
    with as_kept(app):
        assert QFontInfo(app.font()).family() == FAMILY
        yield app


def kept(name: str) -> QImage:
    picture = QImage(str(HERE / f"{name}.png"))
    assert not picture.isNull(), name
    return picture.convertToFormat(QImage.Format.Format_Grayscale8)


def test_every_window_looks_as_it_was_kept(kept_app: QApplication) -> None:
    parent = QWidget()
    other = {name: unlike(kept(name), drawn(kept_app, parent, name)) for name in WINDOWS}
    apply(kept_app, Scheme.DARK)
    for name in ("window", "sign"):
        other[f"{name}-dark"] = unlike(kept(f"{name}-dark"), drawn(kept_app, parent, name))
    assert {name: share for name, share in other.items() if share > ALIKE} == {}
    assert {path.stem for path in HERE.glob("*.png")} == set(other)


def _nothing(_: object) -> None:
    """Break nothing."""


def _hide_the_panel(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.side.hide()


def _hide_the_checks(window: QWidget) -> None:
    assert isinstance(window, SignDialog)
    window.checks.hide()


def _double_the_margins(window: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    layout.setContentsMargins(layout.contentsMargins() * 2)


def _lose_the_font(app: QApplication) -> None:
    font = QFont("DejaVu Sans")
    font.setPointSizeF(10)
    app.setFont(font)


def _take_the_other_colours(app: QApplication) -> None:
    apply(app, Scheme.DARK)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("window", _nothing, _hide_the_panel),
        ("sign", _nothing, _hide_the_checks),
        ("return", _nothing, _double_the_margins),
        ("report", _nothing, _double_the_margins),
        ("error", _lose_the_font, _nothing),
        ("agree", _lose_the_font, _nothing),
        ("prompt", _take_the_other_colours, _nothing),
    ],
)
def test_what_is_broken_is_found(
    kept_app: QApplication,
    name: str,
    before: Callable[[QApplication], None],
    after: Callable[[QWidget], None],
) -> None:
    before(kept_app)
    share = unlike(kept(name), drawn(kept_app, QWidget(), name, after))
    assert share > 3 * ALIKE


def test_no_window_is_taken_for_another() -> None:
    pictures = {name: kept(name) for name in DIALOGS}
    mistaken = [
        (one, two)
        for one in pictures
        for two in pictures
        if one < two and unlike(pictures[one], pictures[two]) <= 3 * ALIKE
    ]
    assert mistaken == []


def test_the_documentation_has_every_picture_and_they_are_small() -> None:
    files = sorted((Path(resources.__file__).parents[1] / "docs" / "pictures").glob("*.png"))
    shown: dict[str, set[str]] = {language: set() for language in CODES}
    looks: dict[str, set[str]] = {}
    for file in files:
        scene, language, *look = file.stem.split("-")
        shown[language].add("-".join((scene, *look)) if scene == "window" else scene)
        looks.setdefault(scene, set()).add("-".join(look))
    # The window at every size in both looks, and each scene, in every language alike.
    assert {"window", "window-dark", "window-150", "window-dark-200"} < shown["uz"]
    assert {"sign", "batch", "agree", "report", "compare", "ready", "outbox"} < shown["uz"]
    assert shown["uz"] == shown["uz_Cyrl"] == shown["ru"] == shown["en"]
    # Each scene at every size in both looks, if not in every language.
    every = {"", "dark", "150", "dark-150", "200", "dark-200"}
    assert {scene: every - look for scene, look in looks.items() if every - look} == {}
    assert not [file.name for file in files if file.stat().st_size > 300_000]
    assert sum(file.stat().st_size for file in files) < 15_000_000
