"""What stops a start is said in the language that was chosen, whatever the desktop speaks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import Language, Settings, write_settings
from sync.errors import ProfileInUse

_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication([])
from eqaror_desktop.desktop.main import main

def look():
    box = application.activeModalWidget()
    if box is not None:
        print(box.happened.text(), box.code.text(), box.close_button.text(), sep="|", flush=True)
        box.accept()

timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
sys.exit(main(Path(sys.argv[1])))
"""
_BUTTONS = {"ru": ("Код E-", "Закрыть"), "uz_Cyrl": ("Код E-", "Ёпиш")}


@pytest.mark.parametrize("language", ["ru", "uz_Cyrl"])
def test_an_error_before_the_window(language: Language, tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.toml", Settings(language=language, secrets="file"))
    environment = {**os.environ, "LC_ALL": "en_US.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    with Application.open(tmp_path):
        ran = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(tmp_path)],
            capture_output=True,
            encoding="utf-8",
            env=environment | {"PYTHONIOENCODING": "utf-8"},
            timeout=60,
            check=False,
        )
    assert ran.returncode == 1, ran.stderr
    said, code, close = ran.stdout.strip().split("|")
    assert said == Messages.load(language).error(ProfileInUse(os.getpid())).what
    assert code.startswith(_BUTTONS[language][0])
    assert close == _BUTTONS[language][1]
