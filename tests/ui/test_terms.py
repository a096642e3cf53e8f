"""Terms that count down by a clock that is set, in four languages, only where somebody looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from resources.translations import compiled
from sync.wire import Action, DraftState
from tests.ui import examples
from ui import clock, review_words, words
from ui.agree_dialog import AgreeDialog
from ui.draft_model import spoken
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import DraftRow

DUE = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
"""18:00 in Tashkent."""


@pytest.fixture
def at() -> Iterator[list[datetime]]:
    """The moment it is, which a test may change."""
    moment = [DUE - timedelta(hours=60)]
    clock.go_by(lambda: moment[0])
    yield moment
    clock.go_by(None)


def row(state: DraftState = DraftState.IN_AGREEMENT) -> DraftRow:
    actions = (Action.AGREE, Action.OBJECT)
    return replace(examples.draft(1), state=state, deadline=DUE, actions=actions)


@pytest.mark.usefixtures("speech")
def test_a_term_goes_from_days_to_hours_to_minutes_to_agreement(at: list[datetime]) -> None:
    told = []
    for left in (60, 48.5, 47.9, 2, 1, 0.5, 0, -3):
        at[0] = DUE - timedelta(hours=left)
        told.append(review_words.term(row()))
    assert told == [
        "2 days left",
        "2 days left",
        "47 hours left",
        "2 hours left",
        "1 hour left",
        "30 minutes left",
        "silence has agreed",
        "silence has agreed",
    ]
    assert review_words.asked(row()) == ("The term passed on 24 Nov 2026 18:00: deemed agreed.")
    at[0] = DUE - timedelta(hours=5)
    assert review_words.asked(row()) == (
        "Silence counts as agreement on 24 Nov 2026 18:00 · 5 hours left"
    )
    # Silence means nothing where nobody is asked to agree.
    assert review_words.asked(row(DraftState.LEGAL_REVIEW)) == ""
    assert review_words.term(row(DraftState.LEGAL_REVIEW)) == "due today"
    assert review_words.asked(row()) in spoken(row())


@pytest.mark.usefixtures("speech")
def test_who_answers_after_the_term_is_told_what_silence_has_done(
    qtbot: QtBot, at: list[datetime]
) -> None:
    at[0] = DUE + timedelta(minutes=1)
    made = AgreeDialog(replace(examples.view(), row=row()), None)
    qtbot.addWidget(made)
    assert "deemed agreed" in made.explanation.text()


@pytest.mark.usefixtures("at")
def test_days_are_those_of_tashkent_wherever_the_computer_thinks_it_is() -> None:
    late = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
    # In Tashkent it is half past midnight of the 25th.
    assert words.days_until(late, datetime(2026, 11, 24, 18, 0, tzinfo=UTC)) == 1
    assert words.days_until(late, datetime(2026, 11, 24, 19, 0, tzinfo=UTC)) == 0


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", ["остался 1 час", "осталось 2 часа", "осталось 5 часов", "остался 21 час"]),
        ("uz", ["1 soat qoldi", "2 soat qoldi", "5 soat qoldi", "21 soat qoldi"]),
        ("uz_Cyrl", ["1 соат қолди", "2 соат қолди", "5 соат қолди", "21 соат қолди"]),
    ],
)
def test_hours_are_counted_as_the_language_counts(
    speech: Speech, at: list[datetime], language: str, expected: list[str]
) -> None:
    speech.speak(language, compiled(language))
    told = []
    for hours in (1, 2, 5, 21):
        at[0] = DUE - timedelta(hours=hours)
        told.append(review_words.left(DUE))
    assert told == expected
    assert "24.11.2026 18:00" in review_words.silence(DUE)


def test_only_what_is_in_sight_is_told_that_a_minute_has_passed(
    window: MainWindow, at: list[datetime], qtbot: QtBot
) -> None:
    window.show_draft(replace(examples.view(row()), actions=(Action.AGREE, Action.OBJECT)))
    assert "60" not in window.bar.note.text()
    assert "2 days left" in window.bar.note.text()
    refreshed: list[str] = []
    window.minutes.follow(window.side, lambda: refreshed.append("side"))
    window.side.hide()
    at[0] = DUE - timedelta(hours=3)
    window.minutes.tick()
    assert "3 hours left" in window.bar.note.text()
    assert refreshed == []
    window.side.show()
    assert refreshed == ["side"]
    at[0] = DUE + timedelta(hours=1)
    window.showMinimized()
    window.minutes.tick()
    assert "3 hours left" in window.bar.note.text()
    window.showNormal()
    qtbot.waitUntil(window.isVisible)
    window.minutes.tick()
    assert "deemed agreed" in window.bar.note.text()
