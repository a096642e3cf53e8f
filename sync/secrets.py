"""Where the store's key and the refresh token are kept; the only door to the keyring.

Two places: the operating system's keyring, or a file inside the profile that only its owner may
read. The place is chosen once, when a profile is made, and written into ``profile.json``; it
never changes silently. A file is weaker, so ``doctor`` says which one a profile has.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from sync.errors import KeyringLocked, KeyringUnavailable, StoreDamaged, StoreKeyMissing
from sync.store.disk import flush_directory, room

Wanted = Literal["auto", "keyring", "file"]
T = TypeVar("T")

_SERVICE = "E-qaror"
_FIND_SECONDS = 4.0
_ASK_SECONDS = 120.0
"""The keyring may ask its owner for a password, so this is a person's time."""

_WRITING = threading.Lock()
"""Two threads that change the file must not take each other's secret away."""


class Secrets(Protocol):
    """A place for a few short secrets of one profile."""

    @property
    def name(self) -> str:
        """What ``doctor`` calls this place."""

    def get(self, entry: str) -> str | None:
        """Return a secret, or None.

        Raises:
            KeyringUnavailable: the place cannot be asked.
            KeyringLocked: its owner did not open it.
        """

    def put(self, entry: str, secret: str) -> None:
        """Keep a secret durably.

        Raises:
            KeyringUnavailable: the place cannot be asked, or refused.
            KeyringLocked: its owner did not open it.
            StoreFull, StoreReadOnly, StoreGone: it cannot be written.
        """

    def remove(self, entry: str) -> None:
        """Forget a secret; one that is not there is no error."""


class Backend(Protocol):
    """What is used of a back end of the keyring library."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a password or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a password."""


@dataclass(frozen=True)
class FileSecrets:
    """Secrets in ``keyring.json`` of a profile: mode 0600 in a directory of mode 0700."""

    path: Path
    name: str = "file"

    def get(self, entry: str) -> str | None:
        """Return a secret, or None."""
        return self._read().get(entry)

    def put(self, entry: str, secret: str) -> None:
        """Keep a secret durably."""
        with _WRITING:
            write_private(self.path, json.dumps(self._read() | {entry: secret}).encode())

    def remove(self, entry: str) -> None:
        """Forget a secret."""
        with _WRITING:
            kept = self._read()
            if kept.pop(entry, None) is not None:
                write_private(self.path, json.dumps(kept).encode())

    def _read(self) -> dict[str, str]:
        try:
            kept = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise KeyringUnavailable(self.name) from error
        except ValueError:
            kept = None
        # The text of the error would quote the file, so it is not passed on.
        if not isinstance(kept, dict) or not all(
            isinstance(value, str) for value in kept.values()
        ):
            raise StoreDamaged(self.path.name) from None
        return kept


class KeyringSecrets:
    """Secrets in the operating system's keyring, under a random name of the profile."""

    def __init__(self, backend: Backend, profile: str) -> None:
        self._backend = backend
        self._profile = profile
        self.name = f"keyring ({type(backend).__module__.rpartition('.')[2]})"

    def get(self, entry: str) -> str | None:
        """Return a secret, or None."""
        return self._asked(lambda: self._backend.get_password(_SERVICE, self._user(entry)))

    def put(self, entry: str, secret: str) -> None:
        """Keep a secret."""
        self._asked(lambda: self._backend.set_password(_SERVICE, self._user(entry), secret))

    def remove(self, entry: str) -> None:
        """Forget a secret."""
        if self.get(entry) is not None:
            self._asked(lambda: self._backend.delete_password(_SERVICE, self._user(entry)))

    def _user(self, entry: str) -> str:
        return f"{self._profile}/{entry}"

    def _asked(self, question: Callable[[], T]) -> T:
        answers, error = _within(_ASK_SECONDS, question)
        if answers:
            return answers[0]
        if error is not None and _is_locked(error):
            raise KeyringLocked(self.name)
        raise KeyringUnavailable(self.name)


def choose_secrets(
    profile: Path, wanted: Wanted = "auto", find: Callable[[], Backend | None] | None = None
) -> Secrets:
    """Return the place of a profile's secrets; for a new profile, choose it and write that down.

    Args:
        profile: the profile's directory; made with mode 0700 if it is not there.
        wanted: for a new profile: the keyring if there is a real one and the file otherwise
            ("auto"), or one of them. A profile that has a place keeps it, whatever is wanted.
        find: how to find the keyring; the operating system's own by default.

    Raises:
        KeyringUnavailable: the profile's place, or the one asked for, is not there.
        StoreKeyMissing: the store is there, and the file with its key is not.
        StoreDamaged: ``profile.json`` cannot be read.
        StoreFull, StoreReadOnly, StoreGone: the choice cannot be written down.
    """
    find = find or system_keyring
    with room():
        profile.mkdir(mode=0o700, parents=True, exist_ok=True)
    marker = profile / "profile.json"
    file = FileSecrets(profile / "keyring.json")
    place, identifier = _chosen(marker)
    if place is None:
        if file.path.exists():
            place = "file"
        elif (profile / "store.db").exists():
            # A store without a word about its key: the file is gone, or was never there.
            raise StoreKeyMissing("file")
        else:
            backend = None if wanted == "file" else find()
            if wanted == "keyring" and backend is None:
                raise KeyringUnavailable("keyring")
            place = "file" if backend is None else "keyring"
        choice = {"profile": identifier, "secrets": place}
        write_private(marker, json.dumps(choice).encode())
    if place == "file":
        if not file.path.exists() and (profile / "store.db").exists():
            raise StoreKeyMissing("file")
        return file
    backend = find()
    if backend is None:
        raise KeyringUnavailable("keyring")
    return KeyringSecrets(backend, identifier)


def system_keyring() -> Backend | None:
    """Return the operating system's keyring, or None if there is none that answers.

    The platform's own back end is made directly: the library's search would load every plug-in,
    and could settle on one that keeps passwords in a plain file.
    """
    if sys.platform == "linux" and not _session_bus():
        return None
    found, _ = _within(_FIND_SECONDS, _platform_backend)
    return found[0] if found else None


def write_private(path: Path, content: bytes) -> None:
    """Replace a file by one only its owner may read: temporary file, fsync, rename.

    Raises:
        StoreFull, StoreReadOnly, StoreGone: the old file is still there, whole.
    """
    with room():
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(content)
                target.flush()
                os.fsync(target.fileno())
            Path(name).replace(path)
            flush_directory(path.parent)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _chosen(marker: Path) -> tuple[str | None, str]:
    try:
        choice = json.loads(marker.read_bytes())
        place, identifier = choice["secrets"], choice["profile"]
    except FileNotFoundError:
        return None, uuid.uuid4().hex
    except OSError as error:
        raise KeyringUnavailable("profile.json") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(marker.name) from error
    if place not in {"file", "keyring"} or not isinstance(identifier, str):
        raise StoreDamaged(marker.name)
    return place, identifier


def _session_bus() -> bool:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or (
        runtime is not None and Path(runtime, "bus").exists()
    )


def _platform_backend() -> Backend | None:
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Keyring
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring
    else:
        from keyring.backends.SecretService import Keyring
    if not Keyring.viable:
        return None
    made: Backend = Keyring()  # type: ignore[no-untyped-call]  # the library types no constructors
    return made


def _within(seconds: float, question: Callable[[], T]) -> tuple[tuple[T, ...], Exception | None]:
    """Ask in a thread of its own, since D-Bus can keep a caller waiting for ever.

    Returns:
        The answer, or nothing if there was none in time, and the error if the keyring failed. A
        thread that hangs is left behind; it does not keep the process alive.
    """
    answers: list[T] = []
    errors: list[Exception] = []

    def ask() -> None:
        try:
            answers.append(question())
        except Exception as error:  # noqa: BLE001 - D-Bus, COM and Keychain errors share no base but this one
            errors.append(error)

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    return tuple(answers), errors[0] if errors else None


def _is_locked(error: Exception) -> bool:
    from keyring.errors import KeyringLocked as Locked

    return isinstance(error, Locked)
