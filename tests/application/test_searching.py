"""From a keystroke to marked rows: real store, real lanes, real window."""

from __future__ import annotations

import json
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from eqaror_desktop.application import Application
from eqaror_desktop.cli import main
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

MADE = [summary(n, title=f"Yer ajratish toʻgʻrisida {n}") for n in range(4)]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    (tmp_path / "settings.toml").write_text('secrets = "file"\n', encoding="utf-8")
    with Application.open(tmp_path) as application:
        application.store.drafts.apply(page(*MADE))
        application.store.drafts.put_detail(draft(MADE[2], b"text"))
        application.store.search.index_text(sha(b"text"), "Мактаб ҳовлиси ободонлаштирилсин")
    return tmp_path


@pytest.fixture
def window(profile: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    with Application.open(profile) as application:
        window = MainWindow("en")
        qtbot.addWidget(window)
        lanes = Lanes()
        station = Station(application, window, lanes, Messages.load("en"))
        searching = Searching(station)
        window.show()
        window.show_drafts(tuple(DraftRow.of(item) for item in MADE))
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


def test_the_command_line_asks_the_same(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str, code: int = 0) -> str:
        assert main(["--profile", str(profile), *arguments]) == code
        return capsys.readouterr().out

    told = json.loads(said("search", "maktab", "hov", "--state", "READY_TO_SIGN", "--json"))
    (hit,) = told["hits"]
    assert hit["draft"]["id"] == "d-2"
    assert hit["passage"]["part"] == "text"
    marks = [hit["passage"]["text"][m["start"] : m["end"]] for m in hit["passage"]["marks"]]
    assert marks == ["Мактаб", "ҳов"]
    assert (told["more"], told["partial"]) == (False, False)
    shown = said("search", "тўғрисида -maktab", "--authority", "namuna", "--limit", "2").split(
        "\n"
    )
    assert [line.split()[1] for line in shown[:2]] == ["d-3", "d-1"]
    assert "2" in shown[2]
    assert "Мактаб ҳовлиси" in said("search", "hovlisi")
    assert "d-" not in said("search", "yer", "--since", "01.04.2026")
    assert (
        said("drafts", "--until", "2026-03-02", "--type", "Q", "--search", "yer").count("d-") == 4
    )
    assert said("drafts").count("d-") == 4
    with pytest.raises(SystemExit) as left:
        main(["--profile", str(profile), "search", "yer", "--organisation", "yoʻq"])
    assert left.value.code == 64
    with pytest.raises(SystemExit) as left:
        main(["--profile", str(profile), "search", "yer", "--since", "31.02.2026"])
    assert left.value.code == 64
