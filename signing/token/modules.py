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
    """A driver by its product and the names its file has."""

    product: str
    linux: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()


KNOWN = (
    KnownModule("Rutoken ECP", ("librtpkcs11ecp.so",), ("rtPKCS11ECP.dll",)),
    KnownModule("JaCarta", ("libjcPKCS11-2.so", "libjcPKCS11.so"), ("jcPKCS11-2.dll",)),
    KnownModule("SafeNet eToken", ("libeToken.so", "libeTPkcs11.so"), ("eTPKCS11.dll",)),
    KnownModule("ePass", ("libcastle.so.1.0.0", "libcastle.so"), ("eps2003csp11.dll",)),
    KnownModule("YubiKey", ("libykcs11.so", "libykcs11.so.2"), ("libykcs11.dll",)),
    KnownModule("OpenSC", ("opensc-pkcs11.so",), ("opensc-pkcs11.dll",)),
    KnownModule("SoftHSM", ("libsofthsm2.so",), ("softhsm2-x64.dll",)),
)


def usual_places(platform: str = sys.platform) -> tuple[Path, ...]:
    """Return the directories drivers install themselves to on ``platform``."""
    if platform == "win32":
        root = Path(os.environ.get("SystemRoot", r"C:\Windows"))  # noqa: SIM112 - its real name
        programs = Path(os.environ.get("ProgramFiles", r"C:\Program Files"))  # noqa: SIM112
        return (
            root / "System32",
            programs / "OpenSC Project" / "OpenSC" / "pkcs11",
            programs / "Yubico" / "Yubico PIV Tool" / "bin",
            programs / "SoftHSM2" / "lib",
        )
    libraries = [Path("/usr/lib/x86_64-linux-gnu"), Path("/usr/lib/aarch64-linux-gnu")]
    libraries += [Path("/usr/lib64"), Path("/usr/lib"), Path("/usr/local/lib")]
    nested = [base / name for base in libraries for name in ("pkcs11", "softhsm")]
    vendors = [Path("/opt/aktivco/rutokenecp/amd64"), Path("/opt/yubico/lib")]
    return (*libraries, *nested, *vendors)


def find_modules(configured: Iterable[ModuleSpec] = ()) -> tuple[ModuleSpec, ...]:
    """Return the modules to use, in order.

    What is configured is taken as it is, absent files too, so that the mistake is named when the
    module is used. Only where nothing is configured are known drivers looked for; those that
    cannot be loaded into this program are left out.
    """
    chosen = tuple(configured)
    if chosen:
        return chosen
    windows = sys.platform == "win32"
    names = [name for known in KNOWN for name in (known.windows if windows else known.linux)]
    found: dict[Path, ModuleSpec] = {}
    places = [place for place in usual_places() if place.is_dir()]
    for name in names:
        for place in places:
            path = place / name
            if path.is_file() and fits_this_program(path):
                # The same driver is often linked from several places.
                found.setdefault(path.resolve(), ModuleSpec(path))
    return tuple(found.values())


def check_module(module: ModuleSpec) -> None:
    """Refuse a module that surely cannot be loaded, before a process is started for it.

    Raises:
        ModuleNotLoaded: ``absent`` or ``wrong-architecture``.
    """
    if not module.path.is_file():
        raise ModuleNotLoaded(str(module.path), "absent")
    if not fits_this_program(module.path):
        raise ModuleNotLoaded(str(module.path), "wrong-architecture")


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
