"""Which PKCS#11 modules there are: configured ones, or known ones in their usual places.

A module is never loaded here. Its file is only looked at, because the one thing a loader cannot
explain to a person is that a 32-bit driver does not fit a 64-bit program.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from signing.errors import ModuleNotLoaded


@dataclass(frozen=True)
class ModuleSpec:
    """A driver file and the environment it is loaded with (e.g. ``SOFTHSM2_CONF``)."""

    path: Path
    environment: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class KnownModule:
    """A driver by its product and the names its file has, the preferred one first."""

    product: str
    linux: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    card_readers: bool = False
    """It reaches its tokens through the system's smart-card service (PC/SC)."""


KNOWN = (
    KnownModule("Rutoken ECP", ("librtpkcs11ecp.so",), ("rtPKCS11ECP.dll",), card_readers=True),
    KnownModule(
        "JaCarta", ("libjcPKCS11-2.so", "libjcPKCS11.so"), ("jcPKCS11-2.dll",), card_readers=True
    ),
    KnownModule(
        "SafeNet eToken",
        ("libeToken.so", "libeTPkcs11.so", "libIDPrimePKCS11.so"),
        ("eTPKCS11.dll", "IDPrimePKCS1164.dll"),
        card_readers=True,
    ),
    # Speaks to the token over USB itself.
    KnownModule(
        "ePass",
        ("libcastle_v2.so.1.0.0", "libcastle.so.1.0.0", "libcastle.so"),
        ("eps2003csp11v2.dll", "eps2003csp11.dll"),
    ),
    KnownModule(
        "YubiKey", ("libykcs11.so", "libykcs11.so.2"), ("libykcs11.dll",), card_readers=True
    ),
    KnownModule("OpenSC", ("opensc-pkcs11.so",), ("opensc-pkcs11.dll",), card_readers=True),
    KnownModule("SoftHSM", ("libsofthsm2.so",), ("softhsm2-x64.dll", "softhsm2.dll")),
)

P11_KIT_CLIENT = KnownModule("p11-kit client", ("p11-kit-client.so",))
"""Tokens of another machine or container; of use only where somebody forwards them."""
P11_KIT_PROXY = KnownModule("p11-kit proxy", ("p11-kit-proxy.so",))
"""All drivers registered with p11-kit in one. One that crashes takes the others with it, so it is
used only where no known driver is."""


def usual_places(platform: str = sys.platform) -> tuple[Path, ...]:
    """Return the directories drivers install themselves to on ``platform``.

    Those of 32-bit drivers are last: a driver found there only is named, not used.
    """
    if platform == "win32":
        root = Path(os.environ.get("SystemRoot", r"C:\Windows"))  # noqa: SIM112 - its real name
        programs = Path(os.environ.get("ProgramFiles", r"C:\Program Files"))  # noqa: SIM112
        narrow = Path(os.environ.get("ProgramFiles(x86)", r"C:\Program Files (x86)"))  # noqa: SIM112
        nested = (
            "OpenSC Project/OpenSC/pkcs11",
            "Yubico/Yubico PIV Tool/bin",
            "SafeNet/Authentication/SAC/x64",
            "SoftHSM2/lib",
        )
        return (
            root / "System32",
            *(programs / name for name in nested),
            Path(r"C:\SoftHSM2\lib"),
            root / "SysWOW64",
            *(narrow / name for name in nested),
        )
    libraries = [Path("/usr/lib/x86_64-linux-gnu"), Path("/usr/lib/aarch64-linux-gnu")]
    libraries += [Path("/usr/lib64"), Path("/usr/lib"), Path("/usr/local/lib")]
    nested_places = [base / name for base in libraries for name in ("pkcs11", "softhsm")]
    rutoken = Path("/opt/aktivco/rutokenecp")
    vendors = [rutoken / name for name in ("x86_64", "amd64", "aarch64", "arm64", "i386", "i686")]
    vendors += [Path("/opt/yubico/lib"), Path("/opt/hypersecu")]
    narrow_libraries = [Path("/usr/lib/i386-linux-gnu"), Path("/usr/lib32")]
    return (*libraries, *nested_places, *vendors, *narrow_libraries)


def find_modules(
    configured: Iterable[ModuleSpec] = (), places: Iterable[Path] | None = None
) -> tuple[ModuleSpec, ...]:
    """Return the modules to use, in order, each driver once.

    What is configured is taken as it is, absent files too, so that the mistake is named when the
    module is used. Only where nothing is configured are known drivers looked for: one file of each
    product, and if there is none for this program, one that is not, so that it can be named.

    Args:
        configured: from the settings; ``~`` and ``$NAME`` are filled in, so that one settings file
            can serve many people.
        places: directories to look in; the usual ones, if not given.
    """
    chosen = [ModuleSpec(_filled_in(item.path), item.environment) for item in configured]
    if chosen:
        return _each_once(chosen)
    there = [place for place in (usual_places() if places is None else places) if place.is_dir()]
    wanted = [*KNOWN, P11_KIT_CLIENT] if _forwarded() else KNOWN
    found = [spec for known in wanted if (spec := _find(known, there)) is not None]
    if not found and (proxy := _find(P11_KIT_PROXY, there)) is not None:
        found = [proxy]
    return _each_once(found)


def uses_card_readers(path: Path) -> bool:
    """Tell whether a driver is known to need the system's smart-card service."""
    names = {path.name, _real(path).name}
    return any(
        known.card_readers and not names.isdisjoint((*known.linux, *known.windows))
        for known in KNOWN
    )


def environment_of(module: ModuleSpec) -> dict[str, str]:
    """Return what a module's process gets beside this program's environment.

    ``~`` and ``$NAME`` are filled in. On Windows a driver's own directory is searched for the
    libraries it needs, which lie beside it.
    """
    made = {
        name: os.path.expandvars(os.path.expanduser(value))  # noqa: PTH111 - it never raises
        for name, value in module.environment.items()
    }
    if sys.platform == "win32" and "PATH" not in made:
        made["PATH"] = f"{module.path.parent};{os.environ.get('PATH', '')}"
    return made


def _filled_in(path: Path) -> Path:
    return Path(os.path.expanduser(os.path.expandvars(path)))  # noqa: PTH111 - it never raises


def _real(path: Path) -> Path:
    """Return the file behind links; a loop of links, and what is no path, is told when used."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _each_once(specs: Iterable[ModuleSpec]) -> tuple[ModuleSpec, ...]:
    # The same driver is often linked from several places.
    once: dict[tuple[Path, tuple[tuple[str, str], ...]], ModuleSpec] = {}
    for spec in specs:
        once.setdefault((_real(spec.path), tuple(sorted(spec.environment.items()))), spec)
    return tuple(once.values())


def _find(known: KnownModule, places: Iterable[Path]) -> ModuleSpec | None:
    """Return a product's driver that fits this program, or else one that does not."""
    names = known.windows if sys.platform == "win32" else known.linux
    files = [place / name for name in names for place in places if (place / name).is_file()]
    fitting = [path for path in files if fits_this_program(path)]
    return ModuleSpec((fitting or files)[0]) if files else None


def _forwarded() -> bool:
    """Tell whether somebody forwards tokens to p11-kit's client here."""
    if os.environ.get("P11_KIT_SERVER_ADDRESS"):
        return True
    run = os.environ.get("XDG_RUNTIME_DIR")
    return run is not None and (Path(run) / "p11-kit" / "pkcs11").exists()


def check_module(module: ModuleSpec) -> None:
    """Refuse a module that surely cannot be loaded, before a process is started for it.

    Raises:
        ModuleNotLoaded: ``absent``, ``special`` or ``wrong-architecture``.
    """
    if not module.path.is_file():
        raise ModuleNotLoaded(str(module.path), "special" if _exists(module.path) else "absent")
    if not fits_this_program(module.path):
        raise ModuleNotLoaded(str(module.path), "wrong-architecture")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def fits_this_program(path: Path) -> bool:
    """Tell whether ``path`` is built for the machine this program runs on.

    A file that is no program at all counts as fitting: the loader says what is wrong with it.
    """
    machine = _machine(path)
    own = _machine(Path(sys.executable))
    return machine is None or own is None or machine == own


def _machine(path: Path) -> tuple[str, int, int] | None:
    """Return format, class and machine of an ELF (gABI, 4.2) or PE (3.3) file."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
            if head[:4] == b"\x7fELF" and len(head) >= 20:
                order = "<" if head[5] == 1 else ">"
                return ("elf", head[4], struct.unpack_from(f"{order}H", head, 18)[0])
            if head[:2] == b"MZ" and len(head) == 64:
                file.seek(struct.unpack_from("<I", head, 60)[0])
                signature = file.read(6)
                if signature[:4] == b"PE\0\0" and len(signature) == 6:
                    return ("pe", 0, struct.unpack_from("<H", signature, 4)[0])
    except OSError:
        return None
    return None
