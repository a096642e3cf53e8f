"""Tests that are loaded once and run many times: those that touch a line, a function changed."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import resource
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

from tests.signing.mutants_made import HERE, Mutant

_SIGNING = str(HERE / "signing") + os.sep
_SLOWER = 4
"""So many times the processor time of the tests as they are; what takes longer is noticed."""
_AT_LEAST = 10
"""Seconds."""


@dataclass
class Touched:
    """Which test runs which lines, and for how long."""

    lines: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def tests(self, mutant: Mutant) -> list[str]:
        """Return those that run it, the quick ones first."""
        name = str(mutant.path)
        wanted = {(name, line) for line in mutant.lines}
        found = [test for test, lines in self.lines.items() if not wanted.isdisjoint(lines)]
        found = [test for test in found if test not in self.failed]
        return sorted(found, key=self.seconds.__getitem__)


class Loaded:
    """A plugin that does its work between the loading of all tests and their run."""

    def __init__(self, work: Callable[[Loaded], None]) -> None:
        self._work = work
        self._items: dict[str, pytest.Item] = {}
        self._functions: dict[tuple[str, int, str], list[FunctionType]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do it instead of running them."""
        self._items = {item.nodeid: item for item in session.items}
        self._functions = _functions()
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined] # children share it
        gc.collect()
        gc.freeze()
        self._work(self)
        return True

    @property
    def names(self) -> list[str]:
        """All of them."""
        return list(self._items)

    def run(self, names: Sequence[str], seconds: int = 0, mutant: Mutant | None = None) -> str:
        """Run some until one fails, in a process of their own.

        Returns:
            The one that failed or did not end; "" for none.
        """
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            if seconds:
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            _silence()
            os._exit(self._child(names, mutant, theirs))
        os.close(theirs)
        with os.fdopen(ours, encoding="utf-8") as pipe:
            told = pipe.read().splitlines()
        _, status = os.waitpid(child, 0)
        return told[-1] if status and told else ("it does not begin" if status else "")

    def _child(self, names: Sequence[str], mutant: Mutant | None, told: int) -> int:
        if mutant is not None:
            assert (str(mutant.path), mutant.first, mutant.qualname) in self._functions
            for key, code in _codes(mutant.code, mutant.qualname):
                for function in self._functions.get((str(mutant.path), *key), ()):
                    function.__code__ = code
        items = [self._items[name] for name in names]
        session = items[0].session
        session.config.pluginmanager.unregister(name="terminalreporter")
        before = session.testsfailed
        for item, after in zip(items, [*items[1:], None], strict=True):
            os.write(told, f"{item.nodeid}\n".encode())
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if session.testsfailed > before:
                return 1
        return 0

    def touched(self, kept: Path) -> None:
        """Run all of them in a process of its own, and keep which lines each runs."""
        child = os.fork()
        if child == 0:
            _silence()
            tracer = _Tracer()
            items = list(self._items.values())
            plugins = items[0].config.pluginmanager
            plugins.register(tracer)
            plugins.unregister(name="terminalreporter")
            for item, after in zip(items, [*items[1:], None], strict=True):
                begun = time.process_time()
                with tracer.item(item):
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                tracer.seconds[item.nodeid] = time.process_time() - begun
            kept.write_bytes(pickle.dumps(tracer.touched(items)))
            os._exit(0)
        os.waitpid(child, 0)


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)


def loaded(tests: Sequence[str], work: Callable[[Loaded], None]) -> None:
    """Load tests and do some work with them.

    Args:
        tests: files or directories of this one.
        work: what to do.
    """
    here = Path(__file__).parent
    # What all tests of the program share is not needed here, and takes a second to be loaded.
    options = ["-q", "-m", "not long", "--confcutdir", str(here)]
    options += ["-p", "no:cacheprovider", "-p", "no:xdist"]
    pytest.main([*options, *(str(here / name) for name in tests)], plugins=[Loaded(work)])


# --- a function changed -----------------------------------------------------------------------


def _codes(code: CodeType, name: str) -> Iterator[tuple[tuple[int, str], CodeType]]:
    """Give a function's code and that of those within it, which may have been made already."""
    yield (code.co_firstlineno, name), code
    for item in code.co_consts:
        if isinstance(item, CodeType):
            yield from _codes(item, item.co_qualname)


def _functions() -> dict[tuple[str, int, str], list[FunctionType]]:
    """Return every function of the verifier by its place, also of modules no test has loaded."""
    for path in sorted(Path(_SIGNING).rglob("*.py")):
        name = ".".join(path.relative_to(HERE).with_suffix("").parts)
        importlib.import_module(name.removesuffix(".__init__"))
    found = defaultdict(list)
    for item in gc.get_objects():
        if isinstance(item, FunctionType) and item.__code__.co_filename.startswith(_SIGNING):
            code = item.__code__
            found[code.co_filename, code.co_firstlineno, code.co_qualname].append(item)
    return dict(found)


# --- which test runs what ---------------------------------------------------------------------


class _Tracer:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._items: dict[str, set[tuple[CodeType, int]]] = defaultdict(set)
        self._fixtures: dict[str, set[tuple[CodeType, int]]] = defaultdict(set)
        self._now: set[tuple[CodeType, int]] = set()
        self._failed: set[str] = set()

    @contextlib.contextmanager
    def item(self, item: pytest.Item) -> Iterator[None]:
        with self._kept_in(self._items[item.nodeid]):
            sys.settrace(self._call)
            threading.settrace(self._call)
            yield
            sys.settrace(None)
            threading.settrace(None)

    @contextlib.contextmanager
    def _kept_in(self, where: set[tuple[CodeType, int]]) -> Iterator[None]:
        before, self._now = self._now, where
        yield
        self._now = before

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        """What a fixture runs is run for all that use it, and not for the first one alone."""
        with self._kept_in(self._fixtures[fixturedef.argname]):
            return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One that fails as it is would notice everything; some do while they are traced."""
        if report.failed:
            self._failed.add(report.nodeid)

    def _call(self, frame: FrameType, _event: str, _given: object) -> Any:
        return self._line if frame.f_code.co_filename.startswith(_SIGNING) else None

    def _line(self, frame: FrameType, event: str, _given: object) -> Any:
        if event == "line":
            self._now.add((frame.f_code, frame.f_lineno))
        return self._line

    def touched(self, items: Sequence[pytest.Item]) -> Touched:
        made = Touched(seconds=self.seconds, failed=sorted(self._failed))
        for item in items:
            names: Mapping[str, object] = dict.fromkeys(getattr(item, "fixturenames", ()))
            every = set(self._items[item.nodeid])
            for name in names:
                every |= self._fixtures.get(name, set())
            made.lines[item.nodeid] = {(code.co_filename, line) for code, line in every}
        return made


def limit(touched: Touched, names: Sequence[str]) -> int:
    """Return the seconds of processor time that some tests may take."""
    return int(_AT_LEAST + _SLOWER * sum(touched.seconds[name] for name in names))
