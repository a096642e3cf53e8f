"""The bar below the document: the one thing that can be done now, or why nothing can."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QWidget

from sync.wire import Action
from ui import review_words, words
from ui.base import Panel, Text, button, row
from ui.elided import ElidedButton
from ui.icons import icon, sized
from ui.rows import DraftView, Obstacle


class ActionBar(Panel):
    """Shows the actions the application allows; it decides nothing itself."""

    sign_requested = Signal()
    agree_requested = Signal()
    object_requested = Signal()
    return_requested = Signal()
    reject_requested = Signal()
    newer_requested = Signal()
    """The newer version is to be shown."""
    ready_requested = Signal()
    """Somebody wants to know whether signing would work now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._view: DraftView | None = None
        self._readable = False
        self._asking = False
        self._low = False
        self.note = Text("soft")
        self.sign = button("main")
        self.agree = button("main")
        self.objecting = ElidedButton()
        self.returning = ElidedButton("quiet")
        self.rejecting = ElidedButton("quiet")
        for made, name in ((self.sign, "sign"), (self.agree, "agree"), (self.objecting, "object")):
            sized(made, 18)
            role = made.palette().ColorRole
            made.setIcon(
                icon(name, role.ButtonText if made is self.objecting else role.HighlightedText)
            )
        self.sign.clicked.connect(self.sign_requested)
        self.agree.clicked.connect(self.agree_requested)
        self.objecting.clicked.connect(self.object_requested)
        self.returning.clicked.connect(self.return_requested)
        self.rejecting.clicked.connect(self.reject_requested)
        self.ready = button("quiet")
        self.ready.setIcon(icon("info"))
        sized(self.ready, 18)
        self.ready.clicked.connect(self.ready_requested)
        self.newer = button("main")
        self.newer.clicked.connect(self.newer_requested)
        self._buttons = (
            self.ready,
            self.rejecting,
            self.returning,
            self.objecting,
            self.agree,
            self.sign,
            self.newer,
        )
        self._pressed: QAbstractButton | None = None
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(14, 8, 14, 8)
        self._line.addWidget(self.note, 1)
        self._line.addLayout(row(None, *self._buttons))
        self.retranslate()

    def show_draft(self, view: DraftView | None) -> None:
        """Show what can be done with a draft; None when none is open."""
        self._view = view
        actions = view.actions if view else ()
        self.newer.setVisible(view is not None and view.obstacle is Obstacle.NEWER)
        self.sign.setVisible(Action.SIGN in actions)
        self.agree.setVisible(Action.AGREE in actions)
        self.objecting.setVisible(Action.OBJECT in actions)
        self.returning.setVisible(Action.RETURN in actions)
        self.rejecting.setVisible(Action.REJECT in actions)
        token_asked = {Action.SIGN, Action.AGREE, Action.OBJECT} & set(actions)
        signed_out = view is not None and view.obstacle is Obstacle.SIGN_IN
        self.ready.setVisible(bool(token_asked) or signed_out)
        if view is None:
            self.note.setText("")
        elif view.obstacle is not Obstacle.NONE:
            self.note.setText(words.obstacle(view.obstacle))
        elif Action.SIGN in actions:
            self.note.setText(
                self.tr(
                    "Your signature covers the text, %n annex(es) and the trail.",
                    "",
                    len(view.annexes),
                )
            )
        elif Action.AGREE in actions:
            asked = self.tr("Your organisation is asked whether it agrees.")
            # On a low screen there is room for one sentence, and this one does not wait.
            self.note.setText(review_words.asked(view.row) or asked)
        elif Action.RETURN in actions:
            self.note.setText(self.tr("You can return the draft, with a reason."))
        else:
            self.note.setText(words.obstacle(Obstacle.NOT_YOUR_TURN))
        self.setVisible(view is not None)
        self._enable()

    def show_low(self, *, low: bool) -> None:
        """Leave the room to the pages: what can be done says it by its buttons alone.

        The sentence stays where nothing can be done, which it gives the reason of; else it is
        the bar's tool tip.
        """
        self._low = low
        above, around = (2, 8) if low else (8, 14)
        self._line.setContentsMargins(around, above, around, above)
        self._enable()

    def show_newer(self) -> None:
        """Allow nothing more in the version that is shown: a newer one is here."""
        if self._view is not None:
            self.show_draft(replace(self._view, actions=(), obstacle=Obstacle.NEWER))

    def show_readable(self, *, readable: bool) -> None:
        """Allow signing and agreeing only once the text's pages are here to be read."""
        self._readable = readable
        self._enable()

    def show_asking(self, *, asking: bool) -> None:
        """Show that the registry and the token are being asked, or no longer."""
        if asking:
            # A button that is disabled loses the focus; the dialog would give it back elsewhere.
            self._pressed = next((made for made in self._buttons if made.hasFocus()), None)
        self._asking = asking
        self._enable()
        if not asking and self._pressed is not None:
            self._pressed.setFocus()
            self._pressed = None

    def _enable(self) -> None:
        for made in (self.sign, self.agree):
            made.setEnabled(self._readable and not self._asking)
        for made in (self.objecting, self.returning, self.rejecting):
            made.setEnabled(not self._asking)
        self.sign.setText(self.tr("Asking the registry…") if self._asking else self.tr("Sign…"))
        self._divide()

    def _divide(self) -> None:
        """Put the sentence above the buttons where it would wrap into a column beside them."""
        margins = self._line.contentsMargins()
        taken = sum(made.sizeHint().width() + 8 for made in self._buttons if not made.isHidden())
        room = self.width() - margins.left() - margins.right() - taken
        needed = self.note.fontMetrics().horizontalAdvance(self.note.text())
        beside = taken == 0 or needed <= 2 * room
        why = taken == 0 or (self._view is not None and self._view.obstacle is not Obstacle.NONE)
        shown = why or needed <= room or not self._low
        self.note.setVisible(shown)
        self.setToolTip("" if shown else self.note.text())
        self.setAccessibleDescription("" if shown else self.note.text())
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()

    def retranslate(self) -> None:
        self.newer.setText(self.tr("Show the newer version"))
        self.agree.setText(self.tr("Agree…"))
        self.objecting.setText(self.tr("Object…"))
        self.returning.setText(self.tr("Return…"))
        self.rejecting.setText(self.tr("Reject…"))
        self.ready.setToolTip(f"{self.tr('Can I sign now?')} (F8)")
        self.ready.setAccessibleName(self.tr("Can I sign now?"))
        self.show_draft(self._view)
