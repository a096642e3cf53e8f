"""What all tests share: a program that is loaded already, and an office to copy."""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import hosts
from tests.offices import make_office
from tests.once import made_once
from tests.warm import Warm

if TYPE_CHECKING:
    from tests.turns import Turns


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let each worker begin to load the tests elsewhere: it finds the others' part compiled.

    pytest rewrites the assertions of a module when it is loaded first, which takes three times as
    long as loading it. In a fresh checkout each worker would do that to all of them.
    """
    config = session.config
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    if worker == 0 or config.args_source is not config.ArgsSource.TESTPATHS:
        return
    here = Path(__file__).parent
    paths = sorted(here.rglob("test_*.py"))
    begin = len(paths) * worker // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for path in (*paths[begin:], *paths[:begin]):
        name = ".".join(path.relative_to(here.parent).with_suffix("").parts)
        # Whatever is wrong with it is told when it is collected.
        with contextlib.suppress(Exception, pytest.skip.Exception):
            import_module(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: at the end one of them would keep a single worker busy."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: no collection looks at it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def forked_hosts() -> Iterator[None]:
    """Token hosts that need not load their libraries each time; see :mod:`tests.hosts`."""
    hosts.fork_hosts()
    yield
    hosts.close()


@pytest.fixture
def cold_hosts() -> Iterator[None]:
    """Token hosts that are started as a person's are."""
    hosts.Loaders.cold = True
    yield
    hosts.Loaders.cold = False


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """Starts the program and the registry without loading them anew."""
    made = Warm()
    yield made
    made.close()


@pytest.fixture(scope="session")
def model_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that is copied and never used itself; one for all workers."""
    return made_once(tmp_path_factory, "model-office", make_office)


@pytest.fixture(scope="session", autouse=True)
def this_computer_knows_nothing() -> Iterator[None]:
    """What a computer keeps of profiles outside of them is kept apart for each run.

    And so is what Qt keeps of its file dialogs (``QtProject.conf``), which is a person's.
    """
    with tempfile.TemporaryDirectory(prefix="eqaror-state-") as place:
        os.environ["XDG_STATE_HOME"] = place
        os.environ["XDG_CONFIG_HOME"] = str(Path(place) / "config")
        yield


_WINDOWS = Path(__file__).parent / "application"


class _Collected:
    """Whether a window was left that has not been collected yet."""

    left = False


@pytest.fixture(autouse=True)
def windows_are_collected_in_their_own_thread(request: pytest.FixtureRequest) -> None:
    """As :class:`eqaror_desktop.desktop.collecting.Collecting` does it in the program.

    Python collects a window that holds itself in whatever thread makes the next object; the window
    of one test would be destroyed by a thread of the next.
    """
    if _Collected.left:
        from PySide6.QtCore import QCoreApplication, QEvent

        # Not at the end of its own test: what its fixtures gave is held until after that.
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
        gc.collect()
        gc.enable()
        _Collected.left = False
    if "qtbot" in request.fixturenames and _WINDOWS in request.path.parents:
        gc.disable()
        _Collected.left = True


@pytest.fixture(autouse=True)
def turns(request: pytest.FixtureRequest) -> Iterator[Turns | None]:
    """The window comes back to its loop within a tenth of a second, whatever it does."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield None
        return
    request.getfixturevalue("qapp")
    from tests.stuck import Watch
    from tests.turns import LIMIT, WATCHED

    watch = Watch.of(request.node)
    WATCHED.watch()
    WATCHED.longest = 0.0
    yield WATCHED
    watch.end()
    assert not watch.left, f"waited for ever: {watch.left}"
    assert WATCHED.longest < LIMIT, f"{1000 * WATCHED.longest:.0f} ms"
