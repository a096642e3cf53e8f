"""A demo office on this computer: a registry on loopback, tokens in SoftHSM, a profile.

The registry is another program and stays one: it is started and asked as a child process. The
hokim's and one officer's keys are made on SoftHSM tokens; the demo authority certifies them.
Everything lies below one directory and can be deleted with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from eqaror_desktop.errors import DemoUnavailable
from eqaror_desktop.profile import Profile
from eqaror_desktop.settings import ModuleSetting, Settings, office_settings, write_settings
from signing.token.modules import ModuleSpec, usual_places
from sync.errors import ProfileInUse
from sync.lock import ProfileLock

PIN = b"123456"
"""Of every demo token. It protects nothing but a demo and is told to whoever runs one."""
_SO_PIN = b"87654321"
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0


@dataclass(frozen=True)
class DemoPlaces:
    """Where everything of a demo office lies."""

    directory: Path

    @property
    def registry(self) -> Path:
        """The registry's directory."""
        return self.directory / "registry"

    @property
    def profile(self) -> Path:
        """The profile of the station."""
        return self.directory / "profile"

    @property
    def tokens(self) -> Path:
        """SoftHSM's tokens and configuration."""
        return self.directory / "tokens"

    @property
    def trust(self) -> Path:
        """The registry's trust anchors, PEM."""
        return self.registry / "trust.pem"

    @property
    def mark(self) -> Path:
        """Written first, in an empty directory; only what lies beside it is ever removed."""
        return self.directory / ".eqaror-demo"

    @property
    def state(self) -> Path:
        """Written last, when the office is complete: its port and its tokens."""
        return self.directory / "office.json"


@dataclass(frozen=True)
class Holder:
    """A person whose key is on a demo token."""

    name: str
    pinfl: str
    serial: str


@dataclass(frozen=True)
class Office:
    """A complete demo office."""

    places: DemoPlaces
    port: int
    hokim: Holder
    officer: Holder


def hold_office(directory: Path) -> ProfileLock:
    """Keep every other demo away from a directory until the lock is released.

    Two registries on one database, and a profile that knows the port of one of them, would
    disturb each other.

    Raises:
        DemoUnavailable: a demo runs there, the directory is not the demo's, or there is no
            registry to run.
        StoreFull, StoreReadOnly, StoreGone: nothing can be written there.
    """
    places = DemoPlaces(directory.absolute())
    _require_own(places)
    require_registry()
    places.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    places.mark.touch()
    try:
        return ProfileLock(places.directory)
    except ProfileInUse as error:
        raise DemoUnavailable(f"running {places.directory}") from error


def prepare_office(
    directory: Path,
    *,
    drafts: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Office:
    """Make the demo office, or return the one that is there.

    Args:
        directory: made if it is not there; a half-made office is made again from the start.
            One that holds anything else is left as it is.
        drafts: how many drafts to load; all of them if not given.
        progress: told each step in a word.

    Raises:
        DemoUnavailable: the registry or SoftHSM is not installed, or one of them failed; or
            the directory is not the demo's.
        TokenError: SoftHSM failed.
    """
    places = DemoPlaces(directory.absolute())
    if places.state.exists():
        return _read_office(places)
    _require_own(places)
    require_registry()
    driver = _softhsm()
    places.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    places.mark.touch()
    _discard(places)
    progress("registry")
    _registry("init", "--dir", str(places.registry))
    progress("drafts")
    count = [] if drafts is None else ["--drafts", str(drafts)]
    seeded = json.loads(_registry("seed", "--dir", str(places.registry), "--quiet", *count))
    progress("tokens")
    module = _softhsm_module(driver, places.tokens)
    holders = [
        _make_token(module, places, str(person["pinfl"]), str(person["name"]))
        for person in seeded["token_holders"]
    ]
    progress("profile")
    port = _free_port()
    _write_profile(places, module, port)
    office = Office(places, port, holders[0], holders[1])
    _write_office(office)
    return office


def free_port(office: Office) -> Office:
    """Give the office another port if something else listens on its own.

    Returns:
        The office as it is now; its profile knows the new port.
    """
    if not _is_taken(office.port):
        return office
    moved = replace(office, port=_free_port())
    settings = Profile.at(office.places.profile).settings
    write_settings(settings, replace(office_settings(settings), registry=_address(moved.port)))
    _write_office(moved)
    return moved


class RunningRegistry:
    """The demo registry's process; ends with its ``with`` block."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._process: subprocess.Popen[bytes] | None = None
        self.address = _address(office.port)

    def __enter__(self) -> Self:
        places = self._office.places
        ready = places.directory / "ready.json"
        ready.unlink(missing_ok=True)
        with (places.directory / "registry.log").open("ab") as log:
            self._process = subprocess.Popen(
                _command(
                    *("serve", "--dir", str(places.registry), "--port", str(self._office.port)),
                    *("--ready-file", str(ready), "--end-with-stdin"),
                ),
                # Ours alone: it ends when this process does, in whatever way, and the registry
                # ends with it.
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
                # Ctrl-C in the terminal is for the window, which still needs the registry to end.
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not ready.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise DemoUnavailable(f"failed {_last_line(places.directory / 'registry.log')}")
            time.sleep(0.02)
        self.address = json.loads(ready.read_text(encoding="utf-8"))["address"]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def wait(self) -> None:
        """Wait until the registry ends by itself."""
        if self._process is not None:
            self._process.wait()

    def stop(self) -> None:
        """End the registry and wait for it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        finally:
            if process.stdin is not None:
                process.stdin.close()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "registry", *arguments]


def _registry(*arguments: str) -> str:
    ran = subprocess.run(
        _command(*arguments), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        lines = ran.stderr.strip().splitlines()
        raise DemoUnavailable(f"failed {lines[-1] if lines else arguments[0]}")
    return ran.stdout


def _softhsm() -> Path:
    for place in usual_places():
        path = place / "libsofthsm2.so"
        if path.is_file():
            return path
    raise DemoUnavailable("softhsm")


def _softhsm_module(driver: Path, directory: Path) -> ModuleSpec:
    store = directory / "store"
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    configuration = directory / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {store}\nobjectstore.backend = file\nlog.level = ERROR\n",
        encoding="utf-8",
    )
    return ModuleSpec(driver, {"SOFTHSM2_CONF": str(configuration)})


def _make_token(module: ModuleSpec, places: DemoPlaces, pinfl: str, name: str) -> Holder:
    """Make a token with a key and the certificate that the demo authority issues for it."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    from signing.token.host import TokenHost
    from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate

    key_id = b"\x01"
    label = name.split(maxsplit=1)[0]
    with TokenHost(module) as host:
        serial = provision_token(host, label, bytearray(_SO_PIN), bytearray(PIN))
        with host.open(serial, bytearray(PIN), writable=True) as session:
            spki = generate_key(session, KeyKind.EC_P256, key_id, label)
            public = places.tokens / f"{serial}.spki"
            public.write_bytes(spki)
            issued = _registry(
                "issue", "--dir", str(places.registry), "--spki", str(public), "--pinfl", pinfl
            )
            certificate = x509.load_pem_x509_certificate(issued.encode())
            store_certificate(session, key_id, label, certificate.public_bytes(Encoding.DER))
    return Holder(name, pinfl, serial)


def _write_profile(places: DemoPlaces, module: ModuleSpec, port: int) -> None:
    # An office that was removed here is not one whose disk is away.
    Profile.place(places.profile).witness.forget()
    profile = Profile.at(places.profile)
    settings = Settings(
        registry=_address(port),
        language=office_settings(profile.settings).language,
        # A demo must run where there is no keyring, and must not fill one that is there.
        secrets="file",
        machine=False,
        modules=(ModuleSetting(str(module.path), dict(module.environment)),),
    )
    write_settings(profile.settings, settings)
    profile.trust.mkdir(exist_ok=True)
    (profile.trust / "demo.pem").write_bytes(places.trust.read_bytes())


def _write_office(office: Office) -> None:
    facts = {
        "port": office.port,
        "hokim": vars(office.hokim),
        "officer": vars(office.officer),
    }
    part = office.places.state.with_suffix(".part")
    part.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    part.replace(office.places.state)


def _read_office(places: DemoPlaces) -> Office:
    try:
        facts: dict[str, Any] = json.loads(places.state.read_text(encoding="utf-8"))
        return Office(
            places, int(facts["port"]), Holder(**facts["hokim"]), Holder(**facts["officer"])
        )
    except (ValueError, LookupError, TypeError) as error:
        raise DemoUnavailable(f"damaged {places.state}") from error


def _require_own(places: DemoPlaces) -> None:
    """Let a demo be made only where there is nothing, or where one was begun.

    Raises:
        DemoUnavailable: the directory holds something else, which may be somebody's.
    """
    directory, ours = places.directory, places.mark.exists() or places.state.exists()
    if directory.is_dir() and any(directory.iterdir()) and not ours:
        raise DemoUnavailable(f"foreign {directory}")


def require_registry() -> None:
    """Find out whether a demo can be made: packages for workstations hold no registry.

    Raises:
        DemoUnavailable: this installation has none.
    """
    if find_spec("registry") is None or find_spec("starlette") is None:
        raise DemoUnavailable("registry")


def _discard(places: DemoPlaces) -> None:
    """Remove the parts of an office that was never finished; nothing else in the directory."""
    import shutil

    for part in (places.registry, places.profile, places.tokens):
        shutil.rmtree(part, ignore_errors=True)


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _is_taken(port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        if os.name != "nt":
            # As the registry does: a port whose last connections only fade away is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _last_line(path: Path) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "the registry did not start"


class Stopwatch:
    """Seconds of each step, for the report."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure one step."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - begun, 3)
