from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

from signing.errors import ModuleNotLoaded
from signing.token import modules
from signing.token.modules import (
    KNOWN,
    ModuleSpec,
    check_module,
    environment_of,
    find_modules,
    fits_this_program,
    uses_card_readers,
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
    for content in (own(), b"", b"text", b"\x7fELF", b"MZ", b"MZ" + bytes(62)):
        assert fits_this_program(put(tmp_path / "driver", content))


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def own() -> bytes:
    return Path(sys.executable).read_bytes()[:64]


def test_one_driver_of_each_product_is_taken_the_fitting_one(tmp_path: Path) -> None:
    narrow, wide = tmp_path / "narrow", tmp_path / "wide"
    put(narrow / "librtpkcs11ecp.so", elf(1, 3))
    rutoken = put(wide / "librtpkcs11ecp.so", own())
    put(wide / "other" / "librtpkcs11ecp.so", own())
    jacarta = put(wide / "libjcPKCS11-2.so", own())
    put(wide / "libjcPKCS11.so", own())
    found = find_modules(places=[narrow, wide, wide / "other"])
    assert [module.path for module in found] == [rutoken, jacarta]


def test_a_product_that_is_there_for_32_bits_only_is_named(tmp_path: Path) -> None:
    narrow = put(tmp_path / "libeToken.so", elf(1, 3))
    (found,) = find_modules(places=[tmp_path])
    assert found.path == narrow
    with pytest.raises(ModuleNotLoaded) as caught:
        check_module(found)
    assert caught.value.reason == "wrong-architecture"


def test_one_driver_by_two_names_counts_once(tmp_path: Path) -> None:
    real = put(tmp_path / "libykcs11.so.2", own())
    link = tmp_path / "libykcs11.so"
    link.symlink_to(real)
    assert len(find_modules(places=[tmp_path])) == 1
    assert [module.path for module in find_modules([ModuleSpec(link), ModuleSpec(real)])] == [link]
    # With another environment the same file shows other tokens.
    both = find_modules([ModuleSpec(real, {"A": "1"}), ModuleSpec(real, {"A": "2"})])
    assert len(both) == 2


def test_p11_kits_proxy_is_for_where_nothing_else_is(tmp_path: Path) -> None:
    proxy = put(tmp_path / "p11-kit-proxy.so", own())
    assert [module.path for module in find_modules(places=[tmp_path])] == [proxy]
    other = put(tmp_path / "libsofthsm2.so", own())
    assert [module.path for module in find_modules(places=[tmp_path])] == [other]


def test_p11_kits_client_is_for_where_tokens_are_forwarded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = put(tmp_path / "p11-kit-client.so", own())
    monkeypatch.delenv("P11_KIT_SERVER_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert find_modules(places=[tmp_path]) == ()
    put(tmp_path / "p11-kit" / "pkcs11", b"")
    assert [module.path for module in find_modules(places=[tmp_path])] == [client]


def test_settings_for_many_people_are_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DRIVERS", str(tmp_path / "drivers"))
    spec = ModuleSpec(
        Path("$DRIVERS/one.so"), {"SOFTHSM2_CONF": "~/softhsm2.conf", "A": "$DRIVERS"}
    )
    (found,) = find_modules([spec])
    assert found.path == tmp_path / "drivers" / "one.so"
    assert environment_of(found) == {
        "SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf"),
        "A": str(tmp_path / "drivers"),
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [("opensc-pkcs11.so", True), ("rtPKCS11ECP.dll", True), ("libsofthsm2.so", False)],
)
def test_which_drivers_need_the_smart_card_service(name: str, expected: bool) -> None:
    assert uses_card_readers(Path("/usr/lib", name)) is expected


def test_windows_names_and_places() -> None:
    places = usual_places("win32")
    assert any(place.name == "System32" for place in places)
    assert all(name.endswith(".dll") for known in KNOWN for name in known.windows)
    assert all(known.windows and known.linux for known in KNOWN)


@pytest.mark.skipif(sys.platform == "win32", reason="p11-kit forwards nothing there")
def test_tokens_that_somebody_forwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("P11_KIT_SERVER_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not modules._forwarded()
    monkeypatch.setenv("P11_KIT_SERVER_ADDRESS", "unix:path=/run/p11")
    assert modules._forwarded()
    monkeypatch.delenv("P11_KIT_SERVER_ADDRESS")
    (tmp_path / "p11-kit").mkdir()
    assert not modules._forwarded()
    (tmp_path / "p11-kit" / "pkcs11").touch()
    assert modules._forwarded()
