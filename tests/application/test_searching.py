"""From a keystroke to marked rows: real store, real lanes, real window."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from eqaror_desktop.application import Application
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.desktop.searching import Searching
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.messages import Messages
from sync.store.contents import Part
from tests.sync.makers import draft, sha, summary
from tests.sync.test_drafts import page
from ui.draft_model import HIT
from ui.main_window import MainWindow
from ui.rows import DraftRow
from ui.search_rows import HitRow


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    (tmp_path / "settings.toml").write_text('secrets = "file"\n', encoding="utf-8")
    with Application.open(tmp_path) as application:
        made = [summary(n, title=f"Yer ajratish toʻgʻrisida {n}") for n in range(4)]
        application.store.drafts.apply(page(*made))
        application.store.drafts.put_detail(draft(made[2], b"text"))
        application.store.search.index_text(sha(b"text"), "Мактаб ҳовлиси ободонлаштирилсин")
        window = MainWindow("en")
        qtbot.addWidget(window)
        lanes = Lanes()
        station = Station(application, window, lanes, Messages.load("en"))
        searching = Searching(station)
        window.show()
        window.show_drafts(tuple(DraftRow.of(item) for item in made))
        yield window
        assert lanes.close()
        assert searching.question.text


def test_each_keystroke_ends_the_one_before_and_hits_follow(
    window: MainWindow, qtbot: QtBot
) -> None:
    drafts = window.drafts
    for typed in ("m", "ma", "maktab h"):
        drafts.searching.field.setText(typed)
    qtbot.waitUntil(lambda: drafts.model.rowCount() == 1)
    qtbot.waitUntil(lambda: isinstance(drafts.model.index(0).data(HIT), HitRow))
    hit = drafts.model.index(0).data(HIT)
    assert hit.part is Part.TEXT
    assert [hit.text[mark.start : mark.end] for mark in hit.marks] == ["Мактаб", "ҳ"]
    drafts.searching.field.setText("togri")
    qtbot.waitUntil(lambda: drafts.model.rowCount() == 4)
    qtbot.waitUntil(lambda: isinstance(drafts.model.index(0).data(HIT), HitRow))
    hit = drafts.model.index(0).data(HIT)
    title = drafts.model.index(0).data()
    assert [title[mark.start : mark.end] for mark in hit.title_marks] == ["toʻgʻri"]
    assert not hit.text
    drafts.searching.open_filters()
    qtbot.waitUntil(lambda: drafts.searching.filters.authority.count() == 2)
    drafts.searching.filters.close()
