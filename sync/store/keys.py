"""The keys of a store's content, wrapped by the one key that the keyring holds.

The keyring's key encrypts nothing but this list, so that it can be replaced without writing every
file anew (docs/decisions: *Two layers of keys*). The list stands in two files of the profile,
because without it nothing else can be read::

    "EQK1" | check (32) | nonce (12) | list + tag (16), AES-256-GCM; the header is authenticated

The check is a one-way value of the wrapping key: it tells a wrong key from a damaged file.
"""

from __future__ import annotations

import contextlib
import hmac
import os
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.errors import StoreTooNew
from sync.secrets import write_private
from sync.store import sealed
from sync.values import Value

KEY_BYTES = 32
PLACES = ("store.keys", "store.keys-2")
"""The list and its copy; the copy is always written second."""

_MAGIC = b"EQK"
_VERSION = b"1"
_CHECK = 32
_NONCE = 12
_HEADER = len(_MAGIC) + len(_VERSION) + _CHECK


class Keys(Value, frozen=True):
    """What opens a store; no key is shown in ``repr``."""

    database: tuple[bytes, ...]
    """The newest first; two only while a rotation is under way."""
    files: tuple[bytes, ...]
    """The newest first; it writes, all of them read."""
    since: datetime
    """When the newest were made, UTC."""

    def __repr__(self) -> str:
        return f"Keys({len(self.database)}, {len(self.files)}, since {self.since.isoformat()})"

    @property
    def station(self) -> bytes:
        """The first of all: it stays for the life of the profile."""
        return self.files[-1]


def make(now: datetime) -> Keys:
    """Return the keys of a new store."""
    return Keys((os.urandom(KEY_BYTES),), (os.urandom(KEY_BYTES),), now)


def renewed(keys: Keys, now: datetime) -> Keys:
    """Return keys with a new one of each kind before the old ones."""
    made = make(now)
    return Keys(made.database + keys.database[:1], made.files + keys.files, now)


def read(path: Path, key: bytes) -> Keys | None:
    """Return the list in a file; None if it is absent or not to be opened with it.

    Raises:
        StoreTooNew: written by a newer program.
    """
    with contextlib.suppress(OSError, InvalidTag, msgspec.DecodeError, ValueError):
        content = path.read_bytes()
        version = content[len(_MAGIC) : len(_MAGIC) + 1]
        if content.startswith(_MAGIC) and version.isdigit() and version > _VERSION:
            raise StoreTooNew(int(version), int(_VERSION))
        header, nonce = content[:_HEADER], content[_HEADER : _HEADER + _NONCE]
        plain = _cipher(key).decrypt(nonce, content[_HEADER + _NONCE :], header)
        return msgspec.msgpack.decode(plain, type=Keys)
    return None


def write(path: Path, key: bytes, keys: Keys) -> None:
    """Replace a file by the list, wrapped by ``key``; the old one or the new one is there.

    Raises:
        StoreFull, StoreReadOnly, StoreGone: the old one is.
    """
    header = _MAGIC + _VERSION + check(key)
    nonce = os.urandom(_NONCE)
    plain = msgspec.msgpack.encode(keys)
    write_private(path, header + nonce + _cipher(key).encrypt(nonce, plain, header))


def is_for(path: Path, key: bytes) -> bool:
    """Return whether a file says that it was wrapped by ``key``, readable or not."""
    with contextlib.suppress(OSError):
        found = path.read_bytes()[len(_MAGIC) + 1 : _HEADER]
        return hmac.compare_digest(found, check(key))
    return False


def check(key: bytes) -> bytes:
    """Return the one-way value of a key."""
    return sealed.derive(key, "key check")


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(sealed.derive(key, "keys"))
