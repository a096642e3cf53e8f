"""The program and the registry as processes that need not load their libraries each time.

A Python that is started anew spends most of a small command's time importing. One process of
the test session imports everything once and forks for each command: its own process, pipes,
environment and exit code, as a person's start has them. Tests about starting itself start Python.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import sleep
from typing import IO

from tests import hosts

ROOT = Path(__file__).parent.parent
_MAINS = {"eqaror_desktop": "eqaror_desktop.cli", "registry": "registry.cli"}
_LOADED = (
    *("eqaror_desktop.application", "eqaror_desktop.checks", "eqaror_desktop.demo"),
    *("registry.serving", "uvicorn.lifespan.on", "uvicorn.loops.auto"),
    *("uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.auto"),
    *("requests", "pypdf", "signing.verify", "signing.package", "argon2"),
    "signing.token.child",
)
_CRASHED = 70
_MOST = 1 << 20


class WarmProcess:
    """One running command; :meth:`wait` gives its exit code as ``subprocess`` would."""

    def __init__(self, number: int, ended: IO[bytes]) -> None:
        self.number = number
        self._ended = ended
        self._code: int | None = None

    def wait(self) -> int:
        if self._code is None:
            with self._ended:
                told = self._ended.read()
            # Nothing is said by a process that a signal ended.
            self._code = int(told) if told else -signal.SIGKILL
            while self._holds_something():
                sleep(0.001)
        return self._code

    def _holds_something(self) -> bool:
        """A process that is ending closes one thing after the other; a lock may be the last."""
        try:
            # Its files are closed when its last thread has ended.
            threads = list(Path(f"/proc/{self.number}/task").iterdir())
            told = Path(f"/proc/{self.number}/stat").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return False
        return len(threads) > 1 or told.rpartition(b") ")[2][:1] not in b"ZX"

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal if it still runs, and wait."""
        if self._code is None:
            # Not another process: the loader waits for this one only at its next request.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.number, number)
        return self.wait()


@dataclass(frozen=True)
class Ended:
    """What a command left."""

    code: int
    out: bytes
    err: bytes


class Warm:
    """The process that has everything loaded; it ends with this process at the latest."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        """Begin to load; ``environment`` is added to that of the loader, not of the commands."""
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._loader = subprocess.Popen(
                [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
                cwd=ROOT,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
            )

    def close(self) -> None:
        self._line.close()
        self._loader.wait(20)

    def start(
        self,
        program: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        streams: tuple[int, int, int],
    ) -> WarmProcess:
        """Start ``python -m PROGRAM ARGUMENTS`` with these streams for standard ones."""
        ended, theirs = os.pipe()
        told = {
            "program": program,
            "arguments": list(arguments),
            "environment": dict(environment),
            "directory": str(Path.cwd()),
        }
        try:
            socket.send_fds(self._line, [json.dumps(told).encode()], [*streams, theirs])
        finally:
            os.close(theirs)
        return WarmProcess(int(self._line.recv(100)), os.fdopen(ended, "rb"))

    def run(
        self,
        program: str,
        arguments: Sequence[str],
        environment: Mapping[str, str] = os.environ,
        given: bytes = b"",
    ) -> Ended:
        """Run a command to its end."""
        with _memory(given) as source, _memory() as out, _memory() as err:
            streams = (source.fileno(), out.fileno(), err.fileno())
            code = self.start(program, arguments, environment, streams).wait()
            out.seek(0)
            err.seek(0)
            return Ended(code, out.read(), err.read())


def _memory(content: bytes = b"") -> IO[bytes]:
    """A file without a name: nothing given to a command comes to a disk."""
    made = os.fdopen(os.memfd_create("stream"), "w+b", buffering=0)
    made.write(content)
    made.seek(0)
    return made


def _serve(line: socket.socket) -> None:
    """Fork for each request until the test session has closed its end."""
    children: set[int] = set()
    while True:
        message, streams, _, _ = socket.recv_fds(line, _MOST, 4)
        if not message:
            break
        number = os.fork()
        if number == 0:
            line.close()
            _become(json.loads(message), streams)
        children.add(number)
        for stream in streams:
            os.close(stream)
        line.send(str(number).encode())
        for child in tuple(children):
            if os.waitpid(child, os.WNOHANG)[0]:
                children.remove(child)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _become(told: dict[str, object], streams: list[int]) -> None:
    """Run the command in this process, tell its exit code, and leave."""
    code = _CRASHED
    try:
        for number, stream in enumerate(streams[:3]):
            os.dup2(stream, number)
            os.close(stream)
        environment, arguments = told["environment"], told["arguments"]
        assert isinstance(environment, dict)
        assert isinstance(arguments, list)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(str(told["directory"]))
        sys.stdin, sys.stdout, sys.stderr = _text(0, "r"), _text(1, "w"), _text(2, "w")
        sys.argv = [str(told["program"]), *arguments]
        if told["program"] == "eqaror_desktop":
            hosts.Loaders.loaded = hosts.Loaded.forked()
            hosts.fork_hosts()
        code = _code_of(str(told["program"]))
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - as the interpreter itself does at its end
        with contextlib.suppress(OSError):
            traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stderr.flush()
        os.write(streams[3], str(code).encode())
        os._exit(code)


def _text(number: int, mode: str) -> io.TextIOWrapper:
    binary = os.fdopen(number, f"{mode}b", closefd=False)
    return io.TextIOWrapper(
        binary, "utf-8", "backslashreplace" if number == 2 else "strict", line_buffering=number > 0
    )


def _code_of(program: str) -> int:
    """Call the program's ``main`` and read its end as the interpreter does."""
    try:
        code = import_module(_MAINS.get(program, program)).main()
    except SystemExit as left:
        code = left.code
    return code if isinstance(code, int) else 0 if code is None else 1


def main() -> None:
    """Load everything, then serve the line that was handed over."""
    import gc
    import pkgutil

    import eqaror_desktop.commands

    names = [*_MAINS.values(), *_LOADED]
    names += [
        f"eqaror_desktop.commands.{found.name}"
        for found in pkgutil.iter_modules(eqaror_desktop.commands.__path__)
    ]
    for name in names:
        import_module(name)
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as line:
        _serve(line)


if __name__ == "__main__":
    main()
