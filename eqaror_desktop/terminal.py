"""Reading a secret from a terminal or a pipe, into a buffer that can be wiped.

``getpass`` and buffered streams leave copies that nobody can overwrite.
"""

from __future__ import annotations

import os
import sys

_MOST = 512
"""Bytes kept of a line: longer than any PIN, so a longer one is refused by its length."""


def read_line(number: int) -> bytearray:
    """Return one line of an open file without its end; what follows it stays unread.

    Args:
        number: of the file descriptor.

    Raises:
        EOFError: there is no line any more, not even an empty one.
    """
    buffer = bytearray(_MOST)
    count = 0
    # One byte at a time: bytes objects of this length are never made anew, so none keeps a copy.
    while (byte := os.read(number, 1)) != b"\n":
        if not byte:
            if not count:
                raise EOFError
            break
        if count < _MOST:
            buffer[count] = byte[0]
            count += 1
    if count and buffer[count - 1] == ord("\r"):
        count -= 1
    line = buffer[:count]
    buffer[:] = bytes(_MOST)
    return line


def read_hidden(prompt: str) -> bytearray:
    """Ask on the terminal and return what is typed, in UTF-8, without showing it.

    Raises:
        KeyboardInterrupt: Ctrl-C.
        OSError: there is no terminal.
    """
    if sys.platform == "win32":
        return _read_console(prompt)
    import termios

    terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    try:
        before = termios.tcgetattr(terminal)
        silent = [*before]
        silent[3] &= ~termios.ECHO
        # What was typed ahead, with echo, is no answer.
        termios.tcsetattr(terminal, termios.TCSAFLUSH, silent)
        try:
            os.write(terminal, prompt.encode())
            return read_line(terminal)
        except EOFError:
            return bytearray()
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
            os.write(terminal, b"\n")
    finally:
        os.close(terminal)


def _read_console(prompt: str) -> bytearray:
    """The same on Windows; the letters are short-lived strings of one character."""
    import msvcrt

    # mypy sees these functions on Windows only.
    getwch, putwch = vars(msvcrt)["getwch"], vars(msvcrt)["putwch"]
    for letter in prompt:
        putwch(letter)
    line = bytearray()
    while (letter := getwch()) not in "\r\n":
        if letter == "\x03":
            raise KeyboardInterrupt
        if letter == "\b":
            while line and line.pop() & 0xC0 == 0x80:
                pass
        else:
            line += letter.encode()
    putwch("\r")
    putwch("\n")
    return line
