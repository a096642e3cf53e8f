"""What a person does beside the list: am I ready, print, save, verify what is dropped, set up."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from ui import paper_words
from ui.dropping import FileDrop
from ui.more_menu import MoreMenu
from ui.narrow_panels import NarrowPanels
from ui.narrow_tools import NarrowTools
from ui.rows import plain

if TYPE_CHECKING:
    from eqaror_desktop.desktop.history import History
    from eqaror_desktop.desktop.printing import Printing
    from eqaror_desktop.desktop.readiness import Readiness
    from eqaror_desktop.desktop.setting_up import SettingUp
    from signing.token.watch import TokenEvent
    from sync.wire import Me
    from ui.rows import DraftView


_NAMED, _LETTERS = 3, 80
"""How many addresses are told, and how much of each."""


class _Left(msgspec.Struct, frozen=True):
    """Of what the assistant keeps, whether it was gone through."""

    finished: bool = False


class Errands(QObject):
    """Puts its menu into the tool bar and does what is chosen there; each part when it is."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        window = station.window
        self.menu = MoreMenu(window)
        window.tools.addWidget(self.menu)
        self.narrow = NarrowTools(window.tools, window.tools.giving_way)
        self.panels = NarrowPanels(window)
        self.drop = FileDrop(window)
        self.drop.dropped.connect(window.verify_requested)
        self.drop.left_out.connect(self._tell_left_out)
        self.menu.ready_requested.connect(self._show_ready)
        self.menu.print_requested.connect(self._print)
        self.menu.pages_requested.connect(self._save_pages)
        self.menu.package_requested.connect(self._save_package)
        self.menu.sheet_requested.connect(self._save_sheet)
        self.menu.sheet_print_requested.connect(self._print_sheet)
        station.print_wanted.connect(self._print_made)
        self.menu.setup_requested.connect(self._set_up)
        self.menu.menu().aboutToShow.connect(self._look)
        window.document_shown.connect(self._look)
        window.draft_opened.connect(self._look)
        window.side.shown.connect(self._tell_history)
        window.bar.ready_requested.connect(self._show_ready)
        self._look()

    @cached_property
    def readiness(self) -> Readiness:
        """Whether one can sign now."""
        from eqaror_desktop.desktop.readiness import Readiness

        made = Readiness(self._station)
        made.setup_wanted.connect(self._set_up)
        self._station.language_changed.connect(made.look)
        return made

    def tokens_changed(self, event: TokenEvent) -> None:
        """Let what stands on the screen follow the tokens."""
        if "readiness" in vars(self):
            self.readiness.tokens_changed(event)

    @cached_property
    def setting_up(self) -> SettingUp:
        """The first-run assistant."""
        from eqaror_desktop.desktop.setting_up import SettingUp

        made = SettingUp(self._station)
        made.closed.connect(self._set_up_again)
        return made

    @cached_property
    def printing(self) -> Printing:
        """The way to a printer."""
        from eqaror_desktop.desktop.printing import Printing

        return Printing(self._station)

    @cached_property
    def history(self) -> History:
        """What became of the draft on the screen."""
        from eqaror_desktop.desktop.history import History

        made = History(self._station)
        self._station.language_changed.connect(made.look)
        return made

    def begin(self) -> None:
        """Offer the assistant on a station nobody has set up, or where it was left half-way."""
        application = self._station.application

        def work(_tell: Tell) -> bool:
            if application.person() is not None:
                return False
            kept = application.store.facts.get("setup")
            if kept is None:
                return not application.settings.registry
            return not msgspec.json.decode(kept, type=_Left).finished

        def done(new: bool) -> None:
            if new:
                self._set_up()

        self._station.lanes.start(Lane.READING, work, done, self._station.show_error)

    def signed_in(self, person: Me) -> None:
        """Show who has just signed in, where the assistant waits for it."""
        if "setting_up" in self.__dict__:
            self.setting_up.signed_in(person)
        if "readiness" in self.__dict__:
            self.readiness.look()

    def _tell_left_out(self, names: list[str]) -> None:
        """Say what was dropped and is not looked at: reports of the rest do not name it."""
        said = ", ".join(plain(name)[:_LETTERS] for name in names[:_NAMED])
        station = self._station
        station.window.notice.tell(lambda: station.messages.text("words", "left_out", names=said))

    def _show_ready(self) -> None:
        self.readiness.show()

    def _set_up(self) -> None:
        self.setting_up.show()

    def _set_up_again(self) -> None:
        if "readiness" in self.__dict__:
            self.readiness.look()

    def _tell_history(self) -> None:
        self.history.look()

    def _look(self) -> None:
        view = self._view
        self.menu.show_possible(
            draft=view is not None,
            pages=view is not None and self._station.window.document.page_count > 0,
            registered=view is not None and bool(view.row.number),
        )

    @property
    def _view(self) -> DraftView | None:
        return self._station.window.side.view

    def _print(self) -> None:
        self._read(self.printing.begin)

    def _read(self, use: Callable[[str, bytes], None]) -> None:
        """Read the file that is on the screen, and use it with its name."""
        view, sha256 = self._view, self._station.window.document.file
        if view is None or not self._station.window.document.page_count:
            return
        files, name = self._station.application.store.files, self._name(view)

        def work(_tell: Tell) -> bytes:
            return files.read(sha256)

        def done(content: bytes) -> None:
            use(name, content)

        self._station.lanes.start(Lane.READING, work, done, self._station.show_error)

    def _save_pages(self) -> None:
        view = self._view
        if view is None:
            return
        restricted = view.row.restricted

        def use(name: str, content: bytes) -> None:
            path = self._choose(f"{name}.pdf", "PDF (*.pdf)")
            if path is not None:
                from eqaror_desktop.desktop import papers

                papers.save_pages(self._station, content, path, restricted=restricted)

        self._read(use)

    def _save_package(self) -> None:
        view = self._view
        if view is None:
            return
        name = f"{_stem(view)}.asice"
        path = self._choose(name, paper_words.package() + " (*.asice)")
        if path is not None:
            from eqaror_desktop.desktop import papers

            restricted = view.row.restricted
            papers.save_package(self._station, view.row.id, path, restricted=restricted)

    def _save_sheet(self) -> None:
        view = self._view
        if view is None:
            return
        name = paper_words.sheet()
        path = self._choose(f"{name} {_stem(view)}.pdf", "PDF (*.pdf);;HTML (*.html)")
        if path is not None:
            from eqaror_desktop.desktop import papers

            papers.save_sheet(self._station, view.row.id, path)

    def _print_sheet(self) -> None:
        view = self._view
        if view is not None:
            from eqaror_desktop.desktop import papers

            papers.print_sheet(self._station, view.row.id)

    def _print_made(self, title: str, content: bytes) -> None:
        self.printing.begin(title, content)

    def _choose(self, name: str, kinds: str) -> Path | None:
        from ui.file_names import name_to_save
        from ui.save_places import offered

        window = self._station.window
        path = name_to_save(window, paper_words.save(), offered(name), kinds)
        return Path(path) if path else None

    def _name(self, view: DraftView) -> str:
        annex = self._station.window.middle.number
        return f"{_stem(view)}-{annex}" if annex else _stem(view)


def _stem(view: DraftView) -> str:
    """Return what a file of this draft is called: its number or its id, and no path."""
    name = view.row.number or f"{view.row.id}-v{view.row.version}"
    return re.sub(r"[^\w.-]+", "-", name).strip(".-") or "qaror"
