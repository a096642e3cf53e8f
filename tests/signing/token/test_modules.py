from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

from signing.errors import ModuleNotLoaded
from signing.token.modules import (
    KNOWN,
    ModuleSpec,
    check_module,
    find_modules,
    fits_this_program,
    usual_places,
)
from tests.signing.softhsm import library


def test_what_is_configured_is_all_there_is(tmp_path: Path) -> None:
    absent = ModuleSpec(tmp_path / "absent.so", {"A": "1"})
    assert find_modules([absent]) == (absent,)
    with pytest.raises(ModuleNotLoaded) as caught:
        check_module(absent)
    assert (caught.value.path, caught.value.reason) == (str(absent.path), "absent")


def test_known_drivers_are_found_once_each() -> None:
    found = [module.path.resolve() for module in find_modules()]
    assert library().resolve() in found
    assert len(found) == len(set(found))


def elf(bits: int, machine: int) -> bytes:
    return b"\x7fELF" + bytes([bits, 1, 1]) + bytes(9) + struct.pack("<HH", 3, machine) + bytes(44)


def pe(machine: int) -> bytes:
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<H", machine)


@pytest.mark.parametrize("content", [elf(1, 3), elf(2, 0xF3), pe(0x14C), pe(0x8664)])
def test_another_architecture_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "driver"
    path.write_bytes(content)
    with pytest.raises(ModuleNotLoaded) as caught:
        check_module(ModuleSpec(path))
    assert caught.value.reason == "wrong-architecture"


def test_the_own_architecture_and_no_program_at_all_pass(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_bytes(Path(sys.executable).read_bytes()[:64])
    assert fits_this_program(own)
    for content in (b"", b"text", b"\x7fELF", b"MZ", b"MZ" + bytes(62)):
        own.write_bytes(content)
        assert fits_this_program(own)


def test_windows_names_and_places() -> None:
    places = usual_places("win32")
    assert any(place.name == "System32" for place in places)
    assert all(name.endswith(".dll") for known in KNOWN for name in known.windows)
    assert all(known.windows and known.linux for known in KNOWN)
