"""The national hash by libgcrypt, which most Linux systems have: some twenty times as fast.

It is loaded by its file's name, so nothing is compiled and nothing is asked of the system's tools.
A libgcrypt that is missing, was built without this hash, may not use it (FIPS mode) or gives
another value than the published one is not used at all.
"""

from __future__ import annotations

import ctypes
from functools import cache
from weakref import finalize

# gcrypt.h: GCRY_MD_GOSTR3411_CP, the control commands, and what its ABI is called.
_ALGORITHM = 311
_DISABLE_SECMEM, _FINISHED, _IS_FINISHED = 37, 38, 39
_LIBRARY = "libgcrypt.so.20"
_OLDEST = b"1.7.0"
_SIZE = 32
_PROOF = "b285056dbf18d7392d7677369524dd14747459ed8143997e163b2986f92fd42c"
"""What it must make of "abc"."""


class _Library:
    """What is called of libgcrypt."""

    def __init__(self) -> None:
        """Load it.

        Raises:
            OSError, AttributeError: it is not there, or is too old.
        """
        loaded = ctypes.CDLL(_LIBRARY)
        size, pointer = ctypes.c_size_t, ctypes.c_void_p
        check = loaded.gcry_check_version
        check.argtypes, check.restype = [ctypes.c_char_p], ctypes.c_char_p
        version: bytes | None = check(_OLDEST)
        if version is None:
            raise OSError("an older libgcrypt")
        self.name = f"libgcrypt {version.decode('ascii', 'replace')}"
        control = loaded.gcry_control
        # Another part of the process may have begun to use it: that one decided on its memory.
        if not control(ctypes.c_int(_IS_FINISHED)):
            control(ctypes.c_int(_DISABLE_SECMEM), ctypes.c_int(0))
            control(ctypes.c_int(_FINISHED), ctypes.c_int(0))
        self.open = loaded.gcry_md_open
        self.open.argtypes = [ctypes.POINTER(pointer), ctypes.c_int, ctypes.c_uint]
        self.open.restype = ctypes.c_uint
        self.write = loaded.gcry_md_write
        self.write.argtypes, self.write.restype = [pointer, ctypes.c_char_p, size], None
        self.copy = loaded.gcry_md_copy
        self.copy.argtypes = [ctypes.POINTER(pointer), pointer]
        self.copy.restype = ctypes.c_uint
        self.read = loaded.gcry_md_read
        self.read.argtypes, self.read.restype = [pointer, ctypes.c_int], pointer
        self.close = loaded.gcry_md_close
        self.close.argtypes, self.close.restype = [pointer], None


class GcryptHash:
    """A hash in progress."""

    def __init__(self, library: _Library, handle: ctypes.c_void_p | None = None) -> None:
        """Begin, or take over a handle.

        Raises:
            OSError: the library refuses.
        """
        if handle is None:
            handle = ctypes.c_void_p()
            _granted(library.open(ctypes.byref(handle), _ALGORITHM, 0))
        self._library, self._handle = library, handle
        finalize(self, library.close, handle)

    def update(self, data: bytes | memoryview, /) -> None:
        """Go on with ``data``; other threads go on meanwhile."""
        given = data if isinstance(data, bytes) else bytes(data)
        self._library.write(self._handle, given, len(given))

    def copy(self) -> GcryptHash:
        """Return a hash that goes on from here by itself."""
        handle = ctypes.c_void_p()
        _granted(self._library.copy(ctypes.byref(handle), self._handle))
        return GcryptHash(self._library, handle)

    def digest(self) -> bytes:
        """Return the hash of everything so far; more can follow."""
        # Reading ends a hash, so a copy is read.
        handle = ctypes.c_void_p()
        _granted(self._library.copy(ctypes.byref(handle), self._handle))
        try:
            return ctypes.string_at(self._library.read(handle, _ALGORITHM), _SIZE)
        finally:
            self._library.close(handle)


def _granted(refused: int) -> None:
    if refused:
        raise OSError("libgcrypt refuses the national hash")


@cache
def library() -> _Library | None:
    """Return libgcrypt if it is here and makes the published value, once it was looked for."""
    try:
        found = _Library()
        tried = GcryptHash(found)
        tried.update(b"abc")
        return found if tried.digest().hex() == _PROOF else None
    except (OSError, AttributeError):
        return None
