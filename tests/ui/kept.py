"""Small grey pictures of every window, kept beside the tests; ``./dev pictures`` makes them anew.

A picture is reduced to a dot for each six pixels: enough for whatever stands somewhere, and so few
that the shapes of letters, which differ between machines, are lost.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import ui  # noqa: F401 - before PySide6, see docs/decisions/0010-pyside-on-python-3.11.md

# isort: split

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QWidget

from resources.translations import compiled
from tests.ui import examples
from tests.ui.gallery import DIALOGS
from ui import clock
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Connection
from ui.theme import Scheme, apply

HERE = Path(__file__).parent / "kept"
FAMILY = "Noto Sans"
"""Of ``fonts-noto-core``, which the program's packages bring along."""
MOMENT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
_DOT = 6
_STEP = 12
"""Levels of grey, of 255, by which a dot may be lighter or darker than all around its place."""
_SQUARE = 16
_EDGE = 3
"""Dots by which a window may be wider or higher."""


def _window(parent: QWidget) -> QWidget:
    made = MainWindow("uz")
    made.resize(1024, 600)
    made.show_drafts(examples.drafts(40))
    made.show_draft(examples.view())
    made.show_person(examples.PERSON)
    made.show_connection(Connection.CONNECTED, examples.NOW)
    made.show_outbox_count(2)
    made.setParent(parent, Qt.WindowType.Window)
    return made


WINDOWS: Mapping[str, Callable[[QWidget], QWidget]] = {"window": _window, **DIALOGS}


@contextmanager
def as_kept(app: QApplication) -> Iterator[None]:
    """Write with one font, in one language, at one moment, on every machine."""
    before = app.font()
    font = QFont(FAMILY)
    font.setPointSizeF(10)
    # What fits the grid of one machine's screen is wider on another.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    # What is due tomorrow in the morning is due today in the evening.
    real, examples.NOW = examples.NOW, MOMENT
    clock.go_by(lambda: MOMENT)
    speech = Speech(app)
    speech.speak("uz", compiled("uz"))
    yield
    speech.be_silent()
    clock.go_by(None)
    examples.NOW = real
    app.setFont(before)


def reduced(widget: QWidget) -> QImage:
    """Return a widget's picture, a grey dot for each six pixels."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    size = QSize(max(picture.width() // _DOT, 1), max(picture.height() // _DOT, 1))
    small = picture.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return small.convertToFormat(QImage.Format.Format_Grayscale8)


def drawn(
    app: QApplication,
    parent: QWidget,
    name: str,
    change: Callable[[QWidget], None] = lambda _: None,
) -> QImage:
    """Make a window, change something, draw it, and let it go."""
    made = WINDOWS[name](parent)
    made.show()
    change(made)
    for _ in range(3):
        app.processEvents()
    picture = reduced(made)
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    return picture


def unlike(one: QImage, two: QImage) -> float:
    """Return how much differs where most does, from 0 to 1; 1 where the sizes of windows differ.

    Of each square of a hundred pixels the dots are counted that are lighter or darker than all
    around their place in the other picture: one panel that is gone counts as much as many.
    """
    width, height = min(one.width(), two.width()), min(one.height(), two.height())
    if max(one.width(), two.width()) > width + _EDGE:
        return 1.0
    if max(one.height(), two.height()) > height + _EDGE:
        return 1.0
    first, second = _dots(one), _dots(two)
    lost: Counter[tuple[int, int]] = Counter()
    for here, there in ((first, second), (second, first)):
        for y in range(height):
            if here[y] == there[y]:
                continue
            around = there[max(y - 1, 0) : y + 2]
            for x in range(width):
                near = b"".join(line[max(x - 1, 0) : x + 2] for line in around)
                if not min(near) - _STEP <= here[y][x] <= max(near) + _STEP:
                    lost[x // _SQUARE, y // _SQUARE] += 1
    return max(lost.values(), default=0) / (2 * _SQUARE * _SQUARE)


def _dots(picture: QImage) -> list[bytes]:
    data, line = bytes(picture.constBits()), picture.bytesPerLine()
    return [data[y * line : y * line + picture.width()] for y in range(picture.height())]


def main() -> int:
    """Keep every window as it looks now."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    place.mkdir(exist_ok=True)
    app = QApplication(sys.argv[:1])
    with as_kept(app):
        for scheme, suffix in ((Scheme.LIGHT, ""), (Scheme.DARK, "-dark")):
            apply(app, scheme)
            parent = QWidget()
            for name in WINDOWS if scheme is Scheme.LIGHT else ("window", "sign"):
                drawn(app, parent, name).save(str(place / f"{name}{suffix}.png"), quality=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
