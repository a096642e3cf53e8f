"""Token hosts that need not load Python and its libraries each time.

A token host is a process of its own, and hundreds are started: most of their time is importing.
One process of each test session has imported the host's program and forks for every host that is
asked for; all else is as in a person's start: its own process and session, its pipes, its
environment, its arguments, and it is a child of who asked. Linux only, as the tests are. Tests
about starting itself ask for ``cold_hosts``; what tests start as a Python of its own is cold too.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).parent.parent
_COMMAND = [sys.executable, "-I", "-m", "signing.token.child"]
_MOST = 1 << 20
_PR_SET_CHILD_SUBREAPER = 36
"""prctl(2): an orphan below this process becomes its child."""
_REAL = subprocess.Popen


class Loaded:
    """The process that has the host's program loaded; it ends when its line is closed."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._lock = threading.Lock()
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    @classmethod
    def anew(cls) -> Loaded:
        """Begin to load in a new Python."""
        line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "tests.hosts", str(theirs.fileno())]
            Loaders.made.append(_REAL(command, cwd=ROOT, pass_fds=(theirs.fileno(),)))
        return cls(line)

    @classmethod
    def forked(cls) -> Loaded:
        """Fork from this process, which has the host's program loaded and no threads."""
        line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if os.fork() == 0:
            kept = os.dup2(theirs.fileno(), 3)
            nothing = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(nothing, number)
            # Whoever waits for the end of what this process has open waits for it alone.
            os.closerange(4, 1 << 16)
            _serve(socket.socket(fileno=kept))
            os._exit(0)
        theirs.close()
        return cls(line)

    def close(self) -> None:
        """Let it end."""
        self._line.close()

    def start(
        self, arguments: Sequence[str], environment: dict[str, str], streams: Sequence[int]
    ) -> int:
        """Start a host; return its process number. It is a child of this process."""
        told = json.dumps({"arguments": list(arguments), "environment": environment})
        with self._lock:
            socket.send_fds(self._line, [told.encode()], list(streams))
            return int(self._line.recv(100))


class Loaders:
    """Whose hosts are forked: nobody's until somebody asks for it."""

    made: ClassVar[list[subprocess.Popen[bytes]]] = []
    """Held, so that nobody complains about a process that was let go."""
    loaded: Loaded | None = None
    cold = False
    """Whether hosts are to be started as a person's are."""
    lock = threading.Lock()

    @classmethod
    def of_this_process(cls) -> Loaded:
        """Return the one that is loaded; it is loaded by the first that asks."""
        with cls.lock:
            cls.loaded = cls.loaded or Loaded.anew()
            return cls.loaded


class Started(_REAL):  # type: ignore[type-arg]  # as generic as the real one
    """``subprocess.Popen``, but token hosts are forked from what is loaded."""

    def _execute_child(self, args: Any, *others: Any) -> None:
        # The arguments of CPython 3.11 to 3.14; anything else fails loudly in the first test.
        if Loaders.cold or not isinstance(args, list) or args[:4] != _COMMAND:
            super()._execute_child(args, *others)  # type: ignore[misc]  # not in the stubs
            return
        environment, pipes = others[5], others[9:15]
        try:
            streams = (pipes[0], pipes[3], pipes[5])
            self.pid = Loaders.of_this_process().start(args[4:], environment, streams)
            self._child_created = True
        finally:
            self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]  # not in the stubs


def fork_hosts() -> None:
    """Fork the token hosts of this process from now on."""
    subprocess.Popen = Started  # type: ignore[misc]


def close() -> None:
    """End what is loaded."""
    loaded, Loaders.loaded = Loaders.loaded, None
    if loaded is not None:
        loaded.close()
    for process in Loaders.made:
        process.wait(20)


def _serve(line: socket.socket) -> None:
    """Fork for each request until the other end is closed."""
    while True:
        message, streams, _, _ = socket.recv_fds(line, _MOST, 3)
        if not message:
            return
        ours, theirs = os.pipe()
        between = os.fork()
        if between == 0:
            number = os.fork()
            if number == 0:
                os.close(ours)
                os.close(theirs)
                line.close()
                _become(json.loads(message), streams)
            os.write(theirs, str(number).encode())
            os._exit(0)
        os.close(theirs)
        for stream in streams:
            os.close(stream)
        # Only now has it become the child of who asked.
        os.waitpid(between, 0)
        line.send(os.read(ours, 100))
        os.close(ours)


def _become(told: dict[str, Any], streams: list[int]) -> None:
    code = 1
    try:
        os.setsid()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.environ.clear()
        os.environ.update(told["environment"])
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = ["signing.token.child", *told["arguments"]]
        from signing.token.child import main

        code = main()
        # As at the interpreter's end, when the driver is closed.
        gc.collect()
    finally:
        os._exit(code)


def main() -> None:
    """Load, then serve the line that was handed over."""
    import signing.token.child  # noqa: F401 - what the forked ones run

    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as line:
        _serve(line)


if __name__ == "__main__":
    main()
