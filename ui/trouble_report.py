"""What "Copy report" copies: for whoever helps by telephone or mail, and nothing about people.

It is in English whatever the language, and holds no sentence: those name people, files and titles.
"""

from __future__ import annotations

import platform
from datetime import datetime

from PySide6.QtCore import QLocale, QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication

from resources.version import program_version
from ui.rows import Trouble


def report(trouble: Trouble, moment: datetime) -> str:
    """Return the text of a report.

    Args:
        trouble: what happened.
        moment: when, with its time zone.
    """
    system = f"{QSysInfo.prettyProductName()}, {QSysInfo.currentCpuArchitecture()}"
    qt = f"Qt {qVersion()}, {QGuiApplication.platformName()}, {QLocale().name()}"
    return "\n".join(
        (
            f"{trouble.code} {trouble.detail}".strip(),
            f"E-qaror Desktop {program_version()}",
            f"{system}, kernel {QSysInfo.kernelVersion()}",
            f"{qt}, Python {platform.python_version()}",
            moment.astimezone().isoformat(timespec="seconds"),
        )
    )
