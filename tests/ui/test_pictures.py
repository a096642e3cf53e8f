"""The dialogs still look as on the pictures of the documentation, but for letters and colours.

Fonts differ between machines: sizes may differ by a fifth, and of the pictures it is compared only
where something stands – the density of edges in a coarse grid.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

import resources
from resources.translations import compiled
from tests.ui.gallery import DIALOGS
from ui.languages import Speech
from ui.main_window import MainWindow

KEPT = Path(resources.__file__).parents[1] / "docs" / "pictures"
GRID = 12
ALIKE = 0.75
"""Correlation of two grids; a dialog and another one have less than 0.6."""


def structure(picture: QImage) -> list[float]:
    """Return how much stands in each field of a grid laid over the picture."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    even = grey.scaled(
        GRID * 16,
        GRID * 16,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    side = GRID * 16
    data, line = bytes(even.constBits()), even.bytesPerLine()
    found = [0.0] * (GRID * GRID)
    for y in range(side - 1):
        for x in range(side - 1):
            here = data[y * line + x]
            step = abs(here - data[y * line + x + 1]) + abs(here - data[(y + 1) * line + x])
            found[(y // 16) * GRID + x // 16] += min(step, 64)
    # A little blurred, so that a word one field further does not count.
    return [
        sum(
            found[r * GRID + c]
            for r in range(max(row - 1, 0), min(row + 2, GRID))
            for c in range(max(column - 1, 0), min(column + 2, GRID))
        )
        for row in range(GRID)
        for column in range(GRID)
    ]


def alike(one: list[float], two: list[float]) -> float:
    """Return Pearson's correlation."""
    mean_one, mean_two = sum(one) / len(one), sum(two) / len(two)
    both = sum((a - mean_one) * (b - mean_two) for a, b in zip(one, two, strict=True))
    spread = sum((a - mean_one) ** 2 for a in one) * sum((b - mean_two) ** 2 for b in two)
    return both / spread**0.5 if spread else 0.0


def drawn(dialog: QWidget, app: QApplication) -> QImage:
    dialog.show()
    for _ in range(5):
        app.processEvents()
    return dialog.grab().toImage()


@pytest.mark.parametrize("name", [name for name in DIALOGS if name != "sign"])
def test_a_dialog_looks_as_on_its_picture(
    app: QApplication, speech: Speech, window: MainWindow, name: str
) -> None:
    speech.speak("uz", compiled("uz"))
    kept = QImage(str(KEPT / f"{name}-uz.png"))
    assert not kept.isNull()
    dialog = DIALOGS[name](window)
    now = drawn(dialog, app)
    dialog.close()
    assert now.width() == pytest.approx(kept.width(), rel=0.2)
    assert now.height() == pytest.approx(kept.height(), rel=0.2)
    assert alike(structure(now), structure(kept)) > ALIKE


def test_a_broken_layout_would_be_found(
    app: QApplication, speech: Speech, window: MainWindow
) -> None:
    speech.speak("uz", compiled("uz"))
    dialog = DIALOGS["agree"](window)
    picture = drawn(dialog, app)
    dialog.close()
    upside_down = picture.flipped(Qt.Orientation.Vertical)
    assert alike(structure(picture), structure(upside_down)) < ALIKE
    assert alike(structure(picture), structure(QImage(str(KEPT / "outbox-uz.png")))) < ALIKE


def test_every_picture_is_small() -> None:
    files = sorted(KEPT.glob("*.png"))
    assert {f"window-{code}" for code in ("en", "uz-dark", "uz_Cyrl-150", "ru-dark-200")} <= {
        file.stem for file in files
    }
    assert not [file.name for file in files if file.stat().st_size > 500_000]
    assert sum(file.stat().st_size for file in files) < 4_000_000
