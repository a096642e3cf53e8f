"""A registry that is put back from an older copy has lost what this station holds receipts of."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.demo import PIN
from eqaror_desktop.flows.receipt import ReceiptState
from sync.entries import OutboxKind, OutboxState
from tests.application.conftest import Ran, Station
from tests.application.test_window_job import PATIENCE, opened_desk
from ui.outbox_view import OutboxView

pytestmark = pytest.mark.settled


def _sign(station: Station, draft: str) -> Ran:
    token = station.office.hokim.serial
    ran = station.eqaror("sign", draft, "--token", token, "--pin-stdin", pin=PIN)
    assert ran.code == 0, ran.err
    return ran


def _log_in(station: Station) -> None:
    token = station.office.hokim.serial
    ran = station.eqaror("login", "--token", token, "--pin-stdin", pin=PIN)
    assert ran.code == 0, ran.err


def _number(station: Station, draft: str) -> tuple[str, str]:
    """Return the key and the number of a draft's last accepted package."""
    told = station.eqaror("outbox", "--json").json
    found = [item for item in told if item["draft"] == draft and item["state"] == "ACCEPTED"]
    return found[-1]["key"], found[-1]["registration"]["number"]


def _lose(station: Station, first: str) -> tuple[str, str]:
    """Sign a draft, then let an older copy of the registry serve; returns key and number."""
    registry = station.office.places.registry
    copy = registry.with_name("copy")
    station.stop()
    shutil.copytree(registry, copy)
    station.start()
    _sign(station, first)
    assert station.eqaror("sync").code == 0
    key, number = _number(station, first)
    assert station.eqaror("outbox", "retry", key[:8]).out.startswith(first)
    station.stop()
    shutil.rmtree(registry)
    copy.rename(registry)
    station.start()
    _log_in(station)
    return key, number


def test_it_is_handed_in_again_in_the_window(
    station: Station, qapp: QApplication, qtbot: QtBot
) -> None:
    with station.open() as application:
        station.sign_in(application)
        draft = station.to_sign(application)[0].id
    key, number = _lose(station, draft)
    assert station.eqaror("sync").code == 1
    with opened_desk(station, qapp, qtbot) as desk:
        desk.begin_work()
        desk.window.outbox_requested.emit()
        (view,) = desk.window.findChildren(OutboxView)
        qtbot.waitUntil(lambda: view.chosen is not None, timeout=PATIENCE)
        chosen = view.chosen
        assert chosen is not None
        assert (chosen.key, chosen.lost) == (key, True)
        assert "does not show this registration" in view.detail.text()
        qtbot.waitUntil(view.retry.isEnabled, timeout=PATIENCE)
        view.retry.click()
        outbox = desk.controller.station.application.store.outbox

        def numbers() -> list[str]:
            found = outbox.entries(draft=draft)
            return [item.registration.number for item in found if item.registration]

        qtbot.waitUntil(lambda: numbers() == [number, number], timeout=PATIENCE)
        qtbot.waitUntil(lambda: not view.retry.isEnabled(), timeout=PATIENCE)


def test_what_the_registry_lost_is_told_and_handed_in_again(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        first, second = (item.id for item in station.to_sign(application)[:2])
    key, number = _lose(station, first)
    synced = station.eqaror("sync")
    assert synced.code == 1
    told = f"{first} was registered as № {number}"
    assert told in synced.out
    assert f"eqaror outbox retry {key[:8]}" in synced.out
    (lost,) = station.eqaror("sync", "--json").json["lost"]
    assert (lost["key"], lost["registration"]["number"]) == (key, number)
    assert told in station.eqaror("doctor").out
    returned = station.eqaror("return", first, "--reason", "lost")
    assert "[ALREADY-SIGNED]" in returned.err
    token = station.office.hokim.serial
    signed = station.eqaror("sign", first, "--token", token, "--pin-stdin", pin=PIN)
    assert "[ALREADY-SIGNED]" in signed.err

    # The number is given once more meanwhile.
    _sign(station, second)
    assert _number(station, second)[1] == number
    synced = station.eqaror("sync")
    assert f"№ {number} was given to several decisions: " in synced.out
    assert second in station.eqaror("doctor").out

    again = station.eqaror("outbox", "retry", key[:8])
    assert again.code == 0, again.err
    now = _number(station, first)[1]
    assert now != number
    assert f"had № {number} and now has № {now}" in again.err
    with station.open() as application:
        packages = application.store.outbox.entries(draft=first)
        assert [entry.state for entry in packages] == [OutboxState.ACCEPTED] * 2
        assert {entry.kind for entry in packages} == {OutboxKind.PACKAGE}
        assert packages[0].package == packages[1].package
        assert application.receipt_state(packages[1]) is ReceiptState.VALID
    last = station.eqaror("sync", "--json")
    assert (last.code, last.json["lost"], last.json["numbers_given_twice"]) == (0, [], {})
    assert (
        station.eqaror("export", first, "--output", str(station.profile.with_name("package"))).code
        == 0
    )
    settled = station.eqaror("outbox", "retry", key[:8])
    assert (settled.code, settled.err) == (0, "")
    assert settled.out.startswith(f"{first}: nothing is to be sent")
