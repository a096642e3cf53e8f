"""One life of the token host: a child process, its pipe, and a time limit for every wait.

One thread per child does all reading and writing, so that neither a pipe that fills nor a driver
that hangs can hold the caller longer than its limit, on any operating system. The child leads a
process group of its own (POSIX), so that what a driver forked ends with it.
"""

from __future__ import annotations

import contextlib
import io
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import cast

from signing.errors import HostDied, ModuleNotLoaded, TokenTimeout
from signing.token import protocol
from signing.token.idle import bounded
from signing.token.modules import ModuleSpec, environment_of
from signing.token.protocol import AnyAnswer, Command, Failure, FrameError

_GRACE = 2.0
"""Seconds an ended or killed process is waited for."""
_GLANCE = 0.25
"""Seconds between two looks whether a child that does not answer is still there."""


@dataclass(frozen=True)
class _Request:
    message: bytes
    secrets: Sequence[bytearray]


def _begin(module: ModuleSpec, longest: float, idle: float | None) -> subprocess.Popen[bytes]:
    """Start a child; see :meth:`HostProcess.__init__`."""
    try:
        return subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-m",
                "signing.token.child",
                str(module.path),
                str(ceil(longest)),
                str(0 if idle is None else ceil(bounded(idle) + _GRACE)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What a driver prints may hold anything, a PIN too; no log ever sees it.
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment_of(module)},
            bufsize=0,
            # Without a terminal no driver can ask for a PIN there and wait for ever.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as error:
        # Too many files or processes, too little memory: another time there is one.
        raise ModuleNotLoaded(str(module.path), "unstarted") from error


class HostProcess:
    """A running child that has the module loaded, or is loading it."""

    def __init__(self, module: ModuleSpec, longest: float, idle: float | None = None) -> None:
        """Start the child; :meth:`wait_ready` tells whether it came up.

        The module's environment is given at the start, because drivers read it when loaded.

        Args:
            module: what to load.
            longest: seconds after which the child ends itself if a command still runs.
            idle: seconds after which it ends itself if a login was not used; None for never. It
                is the second to do so: a session closes itself in order.

        Raises:
            ModuleNotLoaded: ``unstarted``: the system gives no process, pipe or thread now.
        """
        self._process = _begin(module, longest, idle)
        self.worn = False
        """The driver reported a fault: a fresh process is better for what comes next."""
        self.lost_token = False
        """It was ended because the token of its session was pulled out."""
        self.ended = False
        """It was ended on purpose, not by a driver."""
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytearray | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._carry, name="token-pipe", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:
            self.end()
            raise ModuleNotLoaded(str(module.path), "unstarted") from error

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._process.poll() is None

    @property
    def number(self) -> int:
        """The child's process number."""
        return self._process.pid

    def wait_ready(self, seconds: float) -> None:
        """Wait until the module is loaded.

        Raises:
            ModuleNotLoaded: the module refused.
            TokenTimeout: it took longer than ``seconds``.
            HostDied: the child ended.
        """
        answer = self._receive("start", seconds)
        if isinstance(answer, Failure):
            self.end()
            raise protocol.error_of(answer)

    def ask(self, command: Command, secrets: Sequence[bytearray], seconds: float) -> AnyAnswer:
        """Send one command and wait for its answer, at most ``seconds``.

        Raises:
            SigningError: what the host answered.
            TokenTimeout: no answer in time; the child was ended.
            HostDied: the child ended.
        """
        self._requests.put(_Request(protocol.encode(command), secrets))
        answer = self._receive(type(command).__name__, seconds)
        if isinstance(answer, Failure):
            raise protocol.error_of(answer)
        return answer

    def end(self, *, gently: bool = False) -> int | None:
        """End the child and wait for it, so that nothing of it is left.

        Args:
            gently: close its input first and give it a moment to close the driver.

        Returns:
            Its exit code; None if the operating system could not end it in time.
        """
        self._requests.put(None)
        if gently:
            self._wait()
        if self._process.poll() is None:
            self._process.kill()
        code = self._wait()
        if sys.platform != "win32":
            # What a driver forked holds the pipe, and perhaps the token.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._thread.join(_GRACE)
        return code

    def _wait(self) -> int | None:
        try:
            return self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            return None

    def _receive(self, name: str, seconds: float) -> AnyAnswer:
        try:
            frame = self._next_frame(seconds)
        except queue.Empty:
            self.end()
            raise TokenTimeout(name, seconds) from None
        if frame is None:
            # The pipe closes a moment before the exit code is there.
            self._wait()
            raise HostDied(self.end())
        try:
            return protocol.decode_answer(frame)
        except FrameError as error:
            self.end()
            raise HostDied(None) from error

    def _next_frame(self, seconds: float) -> bytearray | None:
        """Wait for what the child says; None when it has ended.

        The end of the pipe alone does not tell that: a process the driver forked may hold it.
        """
        until = monotonic() + seconds
        while True:
            gone = self._process.poll() is not None
            left = until - monotonic()
            try:
                return self._answers.get(timeout=max(0.0, min(left, _GLANCE)))
            except queue.Empty:
                if gone:
                    return None
                if left <= _GLANCE:
                    raise

    def _carry(self) -> None:
        """Carry answers and requests in turn, until either end is done."""
        # bufsize=0 makes both ends raw files.
        commands = cast("io.FileIO", self._process.stdin)
        answers = cast("io.FileIO", self._process.stdout)
        with commands, answers:
            try:
                while True:
                    self._answers.put(protocol.read_frame(answers))
                    request = self._requests.get()
                    if request is None:
                        return
                    protocol.write_frame(commands, request.message)
                    for secret in request.secrets:
                        protocol.write_frame(commands, secret)
            except (OSError, FrameError):
                self._answers.put(None)
