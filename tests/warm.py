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
import re
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
_ROOMS = ("eqaror_desktop", "registry", "signing", "sync")
_NOT_LOADED = re.compile(r"\.(desktop|pac_child|__main__)\b")
"""What a window loads, and what runs when it is imported."""
_LOADED = (
    *("uvicorn.lifespan.on", "uvicorn.loops.auto", "uvicorn.loops.asyncio"),
    *("uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.auto"),
    *("anyio._backends._asyncio", "sqlalchemy.dialects.sqlite"),
    *("cryptography.hazmat.backends.openssl.backend", "platformdirs.unix", "_strptime"),
    *("requests", "pypdf", "segno", "segno.writers", "argon2", "encodings.ascii"),
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

    for room in _ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if not _NOT_LOADED.search(name):
                import_module(name.removesuffix(".__init__"))
    for name in _LOADED:
        import_module(name)
    assert not [name for name in sys.modules if name.startswith("PySide6")]
    from eqaror_desktop.messages import Messages

    # Read once too: a table of texts takes as long as the rest of a small command.
    Messages.load("en").explained()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as line:
        _serve(line)


if __name__ == "__main__":
    main()
