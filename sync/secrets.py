"""Where the store's key and the refresh token are kept; the only door to the keyring.

Two places: the operating system's keyring, or a file inside the profile that only its owner may
read. The place is chosen once, when a profile is made, and written into ``profile.json`` and its
copy, with the name under which the keyring has the secrets: no other place knows that name. It
never changes silently. A file is weaker, so ``doctor`` says which one a profile has.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from sync.errors import (
    KeyringLocked,
    KeyringUnavailable,
    KeysDamaged,
    StoreError,
    StoreKeyMissing,
)
from sync.plain import require_own
from sync.store.disk import flush_directory, room
from sync.values import Plain

Wanted = Literal["auto", "keyring", "file"]
T = TypeVar("T")

_SERVICE = "E-qaror"
_FIND_SECONDS = 4.0
_ASK_SECONDS = 120.0
"""The keyring may ask its owner for a password, so this is a person's time."""

_MARKERS = ("profile.json", "profile.json-2")
"""The choice and its copy; the copy is always written second."""

_FILE = "keyring.json"

_LEFT = (".keyring.json-*", ".store.keys-*", ".store.check-*")
"""What a kill leaves of :func:`write_private` where the content is, or tells of, a key."""

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


class FileSecrets(Plain, frozen=True):
    """Secrets in ``keyring.json`` of a profile: mode 0600 in a directory of mode 0700."""

    path: Path
    name: str = "file"

    @property
    def open_to_others(self) -> bool:
        """Whether others than its owner have a right to it, as a copy from a backup may give."""
        with contextlib.suppress(OSError):
            # What Windows tells in these bits is not who may read.
            return os.name == "posix" and bool(self.path.stat().st_mode & 0o077)
        return False

    def close_to_others(self) -> None:
        """Leave it to its owner; a disk that knows no rights keeps it as it is."""
        if self.open_to_others:
            with contextlib.suppress(OSError):
                self.path.chmod(0o600)

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
            raise KeysDamaged(self.path.name) from None
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
        KeysDamaged: what was chosen cannot be read, nor its copy.
        NotPlainFile: something of the profile leads out of it.
        StoreFull, StoreReadOnly, StoreGone: the choice cannot be written down.
    """
    find = find or system_keyring
    with room():
        profile.mkdir(mode=0o700, parents=True, exist_ok=True)
    require_own(profile)
    file = FileSecrets(profile / _FILE)
    choice = _chosen(profile)
    if choice is not None and (choice.place, wanted) == ("keyring", "file"):
        # Whoever has no use of it has the file, as long as nothing was kept with it.
        made = any(profile.glob("store*")) or _keeps(find(), choice.profile)
        choice = choice if made else _renewed(profile, "file")
    if choice is None:
        if file.path.exists():
            # Only the keyring asks for a name, so nothing was lost with it.
            choice = _Choice("file", uuid.uuid4().hex)
            _mend(profile, choice)
        elif any((profile / name).exists() for name in _MARKERS):
            raise KeysDamaged(_MARKERS[0])
        elif (profile / "store.db").exists():
            # A store without a word about its key: the file is gone, or was never there.
            raise StoreKeyMissing("file")
        else:
            backend = None if wanted == "file" else find()
            if wanted == "keyring" and backend is None:
                raise KeyringUnavailable("keyring")
            choice = _renewed(profile, "file" if backend is None else "keyring")
    place, identifier = choice.place, choice.profile
    if place == "file":
        if not file.path.exists() and (profile / "store.db").exists():
            raise StoreKeyMissing("file")
        return file
    backend = find()
    if backend is None:
        raise KeyringUnavailable("keyring")
    return KeyringSecrets(backend, identifier)


def _keeps(backend: Backend | None, identifier: str) -> bool:
    """Whether a keyring that can be asked has a profile's key."""
    if backend is None:
        return False
    try:
        return KeyringSecrets(backend, identifier).get("store-key") is not None
    except (KeyringUnavailable, KeyringLocked):
        return False


def _renewed(profile: Path, place: str) -> _Choice:
    choice = _Choice(place, uuid.uuid4().hex)
    for name in _MARKERS:
        write_private(profile / name, choice.encoded())
    return choice


def profile_name(profile: Path) -> str | None:
    """Return a profile's random name; None if it has none that can be read.

    Raises:
        KeyringUnavailable: the file with it cannot be read.
    """
    choice = _chosen(profile)
    return None if choice is None else choice.profile


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


def sweep(profile: Path) -> None:
    """Remove what a kill left half written of keys, overwritten; the caller holds the lock.

    A disk that takes nothing keeps it, and the next start tries again. A file of secrets that was
    copied here with rights for others is its owner's again.
    """
    FileSecrets(profile / _FILE).close_to_others()
    with contextlib.suppress(OSError):
        left = [path for pattern in _LEFT for path in profile.glob(pattern)]
        for path in left:
            with path.open("rb+") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        if left:
            flush_directory(profile)


class _Choice(Plain, frozen=True):
    place: str
    profile: str
    checked: bool = True
    """False: an older program wrote it, without a checksum."""

    @property
    def check(self) -> str:
        return hashlib.sha256(f"{self.place} {self.profile}".encode()).hexdigest()[:16]

    def encoded(self) -> bytes:
        told = {"profile": self.profile, "secrets": self.place, "check": self.check}
        return json.dumps(told).encode()


def _chosen(profile: Path) -> _Choice | None:
    """Return the choice, from whichever of its two places is sound, and mend the other."""
    found = [_read_choice(profile / name) for name in _MARKERS]
    sound = [choice for choice in found if choice is not None and choice.checked]
    if not sound and not (profile / _MARKERS[1]).exists():
        # Only a profile that never had a copy may lack the checksum.
        sound = [choice for choice in found if choice is not None]
    if not sound:
        return None
    if found != [sound[0]] * len(_MARKERS) or not sound[0].checked:
        _mend(profile, sound[0])
    return sound[0]


def _read_choice(marker: Path) -> _Choice | None:
    try:
        told = json.loads(marker.read_bytes())
        choice = _Choice(str(told["secrets"]), str(told["profile"]), "check" in told)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyringUnavailable(marker.name) from error
    except (ValueError, KeyError, TypeError):
        return None
    if choice.place not in {"file", "keyring"}:
        return None
    return choice if not choice.checked or told["check"] == choice.check else None


def _mend(profile: Path, choice: _Choice) -> None:
    """Write both down again; a disk that takes nothing must not keep anybody from reading."""
    with contextlib.suppress(StoreError):
        for name in _MARKERS:
            write_private(profile / name, choice.encoded())


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
