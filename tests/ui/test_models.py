"""The item models keep Qt's own rules, and filter and count as promised."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from sync.wire import Action, DraftState
from tests.ui import examples
from ui import words
from ui.draft_delegate import DraftDelegate
from ui.draft_list import DraftList
from ui.draft_model import ROW, DraftModel
from ui.draft_rows import DraftRows, Since
from ui.outbox_model import OutboxModel
from ui.outbox_rows import OutboxState
from ui.rows import Group, Local, Mark
from ui.trail_model import TrailModel, summary

pytestmark = pytest.mark.usefixtures("app")


def watch(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_draft_model_keeps_the_rules_while_it_changes() -> None:
    model = DraftModel()
    watching = watch(model)
    model.set_rows(examples.drafts(200))
    for group in Group:
        model.set_group(group)
    model.set_found(frozenset({"d-00003", "d-00007", "absent"}))
    assert model.rowCount() == 2
    model.set_found(None)
    model.set_rows(examples.drafts(3))
    model.set_rows(())
    assert model.rowCount() == 0
    assert watching is not None


def test_trail_model_keeps_the_rules_while_it_changes() -> None:
    model = TrailModel()
    watching = watch(model)
    model.set_rows(examples.trail())
    assert model.rowCount() == len(examples.trail()) + 2
    model.set_rows(tuple(replace(row, mark=Mark.CHECKED) for row in examples.trail()))
    model.set_rows(())
    assert watching is not None


def test_a_package_without_its_time_stamp_is_told_as_such() -> None:
    model = OutboxModel()
    waiting = replace(examples.outbox()[0], state=OutboxState.QUEUED)
    model.set_rows((waiting, replace(waiting, key="other", unstamped=True)))
    told = [model.index(row, 2).data() for row in range(2)]
    assert told == ["Waiting to be sent", "Signed, not yet time-stamped"]
    moment = examples.NOW + timedelta(days=1)
    model.set_rows((replace(waiting, next_try=moment, unstamped=True),))
    assert model.index(0, 5).data() == words.day_and_time(moment)
    # What is due has no time: it was due a minute ago, and was not sent.
    model.set_rows((replace(waiting, next_try=examples.NOW - timedelta(minutes=1)),))
    assert model.index(0, 5).data() == ""


def test_outbox_model_keeps_the_rules_while_it_changes() -> None:
    model = OutboxModel()
    watching = watch(model)
    model.set_rows(examples.outbox())
    settled = tuple(replace(row, state=OutboxState.ACCEPTED) for row in examples.outbox())
    model.set_rows(settled)
    model.set_rows(settled[:1])
    assert model.rowCount() == 1
    assert watching is not None


def test_every_draft_is_counted_in_exactly_one_group() -> None:
    model = DraftModel()
    rows = examples.drafts(91)
    model.set_rows(rows)
    counts = model.counts()
    assert counts[Group.ALL] == 91
    assert sum(counts[group] for group in Group if group is not Group.ALL) == 91
    for group in Group:
        model.set_group(group)
        assert model.rowCount() == counts[group]


def _columns(rows: dict[str, tuple[Group, int]]) -> DraftRows:
    groups, marks = zip(*rows.values(), strict=True)
    return DraftRows(tuple(rows), groups, marks, {})


def test_whatever_changes_at_once_each_draft_keeps_its_index() -> None:
    dice = random.Random(7)
    model = DraftModel()
    watching = watch(model)
    some = (Group.TO_SIGN, Group.WAITING, Group.REGISTERED)
    rows = {f"d-{n}": (dice.choice(some), n) for n in range(60)}
    model.set_rows(_columns(rows))
    moved: list[object] = []
    model.layoutChanged.connect(lambda: moved.append(1))
    for number in range(60):
        model.set_group((Group.ALL, *some)[number % 4])
        held = {model.id_at(n): QPersistentModelIndex(model.index(n)) for n in range(12)}
        there = list(rows.items())[dice.randrange(3) :]
        there += [(f"n-{number}-{n}", (dice.choice(some), 0)) for n in range(dice.randrange(4))]
        if number % 5:
            dice.shuffle(there)
        rows = dict(there)
        for draft in dice.sample(list(rows), 5):
            rows[draft] = (dice.choice(some), -number)
        moved.clear()
        model.set_rows(_columns(rows))
        group = (Group.ALL, *some)[number % 4]
        shown = [d for d, (of, _) in rows.items() if group in (Group.ALL, of)]
        assert [model.id_at(n) for n in range(model.rowCount())] == shown
        for draft, index in held.items():
            assert index.row() == (shown.index(draft) if draft in shown else -1)
        assert len(moved) <= 1
    assert watching is not None


def test_two_thousand_of_many_change_without_a_stall(app: QApplication, qtbot: QtBot) -> None:
    size, changed = 50_000, 2_000
    left = DraftList()
    qtbot.addWidget(left)
    left.show()
    rows = {f"d-{n}": (Group.WAITING, n) for n in range(size)}
    left.show_drafts(_columns(rows))
    app.processEvents()
    took, plain = [], []
    for number in range(4):
        picked = [f"d-{n}" for n in range(number, size, size // changed)]
        leaving = set(picked)
        # What has changed is above what has not, as the registry orders them.
        rows = dict.fromkeys(picked, (Group.WAITING, -number)) | {
            draft: kept for draft, kept in rows.items() if draft not in leaving
        }
        new = _columns(rows)
        since = Since.between(left.model.rows, new)
        begun = perf_counter()
        left.show_drafts(new, since)
        app.processEvents()
        took.append(perf_counter() - begun)
        begun = perf_counter()
        assert len({draft: place for place, draft in enumerate(new.ids)}) == size
        plain.append(perf_counter() - begun)
    assert left.model.id_at(0) == "d-3"
    # As long as one loop or two over all ids; views that ask Python for each row take 24.
    assert min(took) < 8 * min(plain)


def test_the_outbox_is_a_group_while_something_waits_in_it(qtbot: QtBot) -> None:
    # High enough for a button of each group.
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(340, 800)
    left = DraftList(window)
    left.resize(window.size())
    made = left.findChild(QToolButton, "group_outbox")
    assert isinstance(made, QToolButton)
    rows = examples.drafts(13)
    left.show_drafts(rows)
    assert rows[12].local is Local.UNSENT
    assert (made.isHidden(), made.text()[-1]) == (False, "1")
    made.click()
    assert left.model.shown_of(Group.OUTBOX) == (rows[12].id,)
    left.show_drafts(rows[:12])
    # Nobody loses the place where he stands.
    assert not made.isHidden()
    left.show_group(Group.TO_SIGN)
    assert made.isHidden()


@pytest.mark.parametrize(
    ("state", "actions", "local", "group"),
    [
        (DraftState.READY_TO_SIGN, (Action.SIGN,), Local.NOTHING, Group.TO_SIGN),
        (DraftState.READY_TO_SIGN, (Action.SIGN,), Local.UNSENT, Group.OUTBOX),
        (DraftState.READY_TO_SIGN, (Action.SIGN,), Local.UNCONFIRMED, Group.OUTBOX),
        # Refused: it is the person's turn again.
        (DraftState.READY_TO_SIGN, (Action.SIGN,), Local.REFUSED, Group.TO_SIGN),
        (DraftState.IN_AGREEMENT, (Action.AGREE, Action.OBJECT), Local.NOTHING, Group.TO_AGREE),
        (DraftState.RETURNED, (Action.REVISE,), Local.NOTHING, Group.RETURNED),
        (DraftState.IN_AGREEMENT, (), Local.NOTHING, Group.WAITING),
        (DraftState.REVOKED, (), Local.NOTHING, Group.REGISTERED),
    ],
)
def test_group_follows_what_is_asked(
    state: DraftState, actions: tuple[Action, ...], local: Local, group: Group
) -> None:
    row = replace(examples.draft(), state=state, actions=actions, local=local)
    assert row.group is group


def test_only_changed_rows_are_announced(qtbot: QtBot) -> None:
    model = DraftModel()
    rows = examples.drafts(50)
    model.set_rows(rows)
    model.modelReset.connect(lambda: pytest.fail("a reset loses selection and scrolling"))
    changed = (*rows[:7], replace(rows[7], title="Yangi sarlavha"), *rows[8:])
    with qtbot.waitSignal(model.dataChanged) as told:
        model.set_rows(changed)
    first, last = told.args[0], told.args[1]
    assert (first.row(), last.row()) == (7, 7)
    assert first.data() == "Yangi sarlavha"


def test_what_is_painted_is_also_spoken() -> None:
    model = DraftModel()
    row = replace(examples.draft(4), restricted=True)
    model.set_rows((row,))
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in (row.title, row.authority, row.number):
        assert part in spoken


def test_a_clip_is_never_painted_without_its_number() -> None:
    option = QStyleOptionViewItem()
    option.font = QApplication.font()

    def painted(count: int, width: int) -> QImage:
        model = DraftModel()
        model.set_rows((replace(examples.draft(1), annex_count=count, restricted=False),))
        image = QImage(width, 120, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        option.rect = image.rect()
        painter = QPainter(image)
        DraftDelegate().paint(painter, option, model.index(0, 0))
        painter.end()
        return image

    clips = []
    for width in range(180, 360, 4):
        two, three = painted(2, width), painted(3, width)
        clips.append(two != painted(0, width))
        assert clips[-1] == (two != three), width
    assert set(clips) == {True, False}


@pytest.mark.parametrize("width", [180, 200, 240, 400])
def test_a_number_is_shown_whole_where_the_authority_is_cut(width: int) -> None:
    def painted(last: str) -> QImage:
        done = replace(
            examples.draft(),
            state=DraftState.REGISTERED,
            deadline=None,
            number=f"104-9-4-Q/2{last}",
        )
        model = DraftModel()
        model.set_rows((done,))
        option = QStyleOptionViewItem()
        option.font = QApplication.font()
        image = QImage(width, 110, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        option.rect = image.rect()
        painter = QPainter(image)
        DraftDelegate().paint(painter, option, model.index(0, 0))
        painter.end()
        return image

    # A cut number ends in dots, whatever its last letter is.
    assert painted("6") != painted("7")


def test_summary_counts_the_newest_round_and_broken_signatures_of_older_ones() -> None:
    found = summary(examples.trail())
    # Agreed by silence is counted apart: there is no signature to be checked.
    assert (found.good, found.deemed, found.waiting, found.bad) == (3, 1, 1, 1)


def test_drafts_that_move_leave_and_come_keep_what_is_chosen() -> None:
    model = DraftModel()
    watching = watch(model)
    rows = examples.drafts(80)
    model.set_rows(rows)
    model.modelReset.connect(lambda: pytest.fail("a reset loses selection and scrolling"))
    held = {row.id: QPersistentModelIndex(model.position(row.id)) for row in rows[3:60:7]}
    newer = replace(rows[50], title="Yangi sarlavha")
    come = tuple(examples.draft(number) for number in range(90, 94))
    # Some leave, one changes and goes to the top, others come to the middle.
    left = tuple(row for row in rows if row.id not in {"d-00010", "d-00011", newer.id})
    model.set_rows((newer, *left[:30], *come, *left[30:]))
    assert model.rowCount() == 82
    shown = [model.id_at(number) for number in (0, 1, 11, 31, 34, 35)]
    assert shown == [newer.id, "d-00000", "d-00012", "d-00090", "d-00093", "d-00032"]
    for draft, index in held.items():
        assert index.isValid() == (draft != "d-00010")
        if index.isValid():
            assert index.data(ROW).id == draft
    assert watching is not None


def test_rows_are_asked_for_when_somebody_comes_to_them(qtbot: QtBot) -> None:
    rows = examples.drafts(900)
    every = DraftRows.of(rows)
    listed = DraftRows(every.ids, every.groups, every.marks, {rows[0].id: rows[0]})
    model = DraftModel()
    watching = watch(model)
    model.set_rows(listed)
    model.set_group(Group.TO_SIGN)
    assert sum(model.counts().values()) == 1800
    assert model.shown_of(Group.TO_SIGN)
    model.set_group(Group.ALL)
    qtbot.wait(1)
    with qtbot.waitSignal(model.rows_wanted) as told:
        assert model.index(500).data(ROW) is None
    (wanted,) = told.args
    assert wanted == every.ids[440:561]
    with qtbot.waitSignal(model.dataChanged):
        model.add_rows(wanted, rows[440:561])
    assert model.index(500).data() == rows[500].title
    # One that changed is shown as it was until it is read again.
    marks = [*every.marks[:500], "newer", *every.marks[501:]]
    model.set_rows(DraftRows(every.ids, every.groups, marks, {rows[0].id: rows[0]}))
    with qtbot.waitSignal(model.rows_wanted) as told:
        assert model.index(500).data() == rows[500].title
    assert every.ids[500] in told.args[0]
    assert every.ids[501] not in told.args[0]
    assert watching is not None
