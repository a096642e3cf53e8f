"""Can I sign now? The doctor's findings in the window, each part in a lane of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from sync.errors import Unreachable
from ui.readiness_dialog import Cure, Part, ReadinessDialog, ReadinessRow
from ui.rows import CheckState, plain

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.doctor.finding import Finding
    from eqaror_desktop.messages import Messages
    from signing.token.watch import TokenEvent

_LANES = {
    Part.TOKEN: Lane.TOKEN,
    Part.REGISTRY: Lane.FETCHING,
    Part.STATION: Lane.READING,
    Part.WAITING: Lane.FETCHING,
}
_DOING = {
    "person": Cure.SIGN_IN,
    "status": Cure.SYNC,
    "outbox": Cure.OUTBOX,
    "registry": Cure.SETUP,
    "trust": Cure.SETUP,
}


class Readiness(QObject):
    """One dialog at a time; it stays beside the window, and can look again."""

    setup_wanted = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: ReadinessDialog | None = None
        self._cured = False
        """Whether a person chose a cure that comes to something in a cycle of synchronising."""
        station.cycle_ended.connect(self._cycle_ended)
        station.pin_cured.connect(self.look)

    def show(self) -> None:
        """Open the dialog and look at everything."""
        if self.dialog is None:
            dialog = ReadinessDialog(self._station.window)
            dialog.refresh_requested.connect(self.look)
            dialog.cure_wanted.connect(self._do)
            dialog.finished.connect(self._closed)
            self.dialog = dialog
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.look()

    def tokens_changed(self, event: TokenEvent) -> None:
        """Look again at what was put in or pulled out."""
        from signing.token.watch import EventKind

        if self.dialog is not None and event.kind is not EventKind.PRESENT:
            self._look_at(Part.TOKEN)

    def look(self) -> None:
        """Look at everything anew; parts come as they are found out."""
        if self.dialog is None:
            return
        self.dialog.show_looking()
        for part in Part:
            self._look_at(part)

    def _look_at(self, part: Part) -> None:
        application, messages = self._station.application, self._station.messages

        def work(_tell: Tell) -> tuple[ReadinessRow, ...]:
            from eqaror_desktop.doctor import registry, station, tokens, whole

            looks: dict[Part, Callable[[], Iterator[Finding]]] = {
                Part.TOKEN: lambda: tokens.look_at_tokens(application, messages),
                # The window's own stream of hints tells whether they come.
                Part.REGISTRY: lambda: registry.look_at_registry(
                    application, messages, listen=False
                ),
                Part.STATION: lambda: station.look_at_station(application, messages),
                Part.WAITING: lambda: whole.look_at_waiting(application, messages),
            }
            return tuple(_row(item, messages) for item in looks[part]())

        def done(found: tuple[ReadinessRow, ...]) -> None:
            if self.dialog is not None:
                self.dialog.show_part(part, found)

        def failed(error: BaseException) -> None:
            trouble = rows.trouble(error, messages)
            text = f"{trouble.happened} [{trouble.code}]"
            done((ReadinessRow(str(part), CheckState.BAD, text, trouble.cure, hinders=True),))

        self._station.lanes.start(_LANES[part], work, done, failed, topic=f"readiness {part}")

    def _do(self, cure: str) -> None:
        station = self._station
        if cure == Cure.SIGN_IN:
            station.sign_in_wanted.emit()
        elif cure == Cure.SYNC:
            self._cured = True
            station.window.sync_requested.emit()
        elif cure == Cure.OUTBOX:
            self._cured = True
            station.window.outbox_requested.emit()
        elif cure == Cure.SETUP:
            self.setup_wanted.emit()

    def _cycle_ended(self) -> None:
        cured, self._cured = self._cured, False
        if cured:
            self.look()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def token_rows(application: Application, messages: Messages) -> tuple[ReadinessRow, ...]:
    """Look at drivers, tokens and certificates alone; belongs into the token's lane."""
    from eqaror_desktop.doctor.tokens import look_at_tokens

    return tuple(_row(item, messages) for item in look_at_tokens(application, messages))


def _doing(item: Finding) -> Cure:
    # Being without a line is cured by no setting.
    if item.error == Unreachable.__name__:
        return Cure.SYNC
    return _DOING.get(item.topic, Cure.NONE)


def _row(item: Finding, messages: Messages) -> ReadinessRow:
    good = item.ok and not item.warns
    states = CheckState.GOOD if good else CheckState.WARNING if item.ok else CheckState.BAD
    return ReadinessRow(
        name=messages.text("doctor", item.topic),
        state=states,
        text="\n".join(plain(line) for line in (item.what or item.text).splitlines()),
        cure=plain(item.cure),
        do=Cure.NONE if good else _doing(item),
        hinders=item.hinders,
    )
