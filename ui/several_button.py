"""The button below the list that signs several drafts together."""

from __future__ import annotations

from PySide6.QtGui import QIcon, QKeySequence

from ui import words
from ui.elided import ElidedButton
from ui.icons import icon


class SeveralButton(ElidedButton):
    """There where there are several; the choice is made in the dialog it opens."""

    def __init__(self) -> None:
        super().__init__()
        self.setIcon(icon("sign"))

    def fit(self, count: int, room: int, *, picked: bool) -> None:
        """Say what it does; cut, its words may say the opposite.

        Args:
            count: of the drafts that would be signed together.
            room: pixels there are for it.
            picked: whether they were picked in the list, or are a whole group.
        """
        whole, short = self.tr("Sign several…"), self.tr("Several…")
        if picked:
            whole = words.counted(self.tr("Sign %n selected…", "", count), count)
            short = words.counted(self.tr("Selected: %n…", "", count), count)
        self.setAccessibleName(whole.rstrip("…"))
        for shown, text in ((icon("sign"), whole), (QIcon(), whole), (QIcon(), short)):
            self.setIcon(shown)
            self.setText(text)
            if self.sizeHint().width() <= room:
                break
        # A text without a letter for Alt takes a button's keys away.
        self.setShortcut(QKeySequence("Ctrl+Shift+B"))
        keys = self.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = self.tr("Select several drafts, or sign from the whole group")
        self.setToolTip(f"{tip} ({keys})")
