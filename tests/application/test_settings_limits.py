"""Settings that nobody writes on purpose: none of them takes the program down, each is told."""

from __future__ import annotations

import os
import re
from pathlib import Path
from time import process_time

import pytest
from msgspec.structs import replace

from eqaror_desktop.application import Application
from eqaror_desktop.doctor.station import look_at_station
from eqaror_desktop.errors import AddressInvalid, ChosenAside, DecidedByOffice, SettingsInvalid
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import (
    LANGUAGES,
    LookSetting,
    ModuleSetting,
    NetworkPolicy,
    Settings,
    SigningPolicy,
    StorePolicy,
    TimeStampServer,
    keep_language,
    keep_look,
    machine_places,
    machine_settings,
    read_settings,
)
from signing.errors import ModuleNotLoaded
from signing.token.modules import ModuleSpec, check_module, environment_of, find_modules

MESSAGES = Messages.load("en")


def mistake(place: Path) -> str:
    with pytest.raises(SettingsInvalid) as caught:
        read_settings(place)
    told = {code: Messages.load(code).error(caught.value) for code in LANGUAGES}
    assert {item.code for item in told.values()} == {"E-281"}
    assert len({item.cure for item in told.values()}) == len(LANGUAGES)
    return str(told["en"])


TEXTS = {
    "a = "
    + "[" * 100_000
    + "]" * 100_000: "settings.toml. Nothing in a file of settings is nested",
    "# first\na" + ".a" * 50_000 + " = 1": "settings.toml:2. Nothing in a file of settings",
    "# first\n[a" + ".a" * 50_000 + "]": "settings.toml:2. Nothing in a file of settings",
    "# first\n[network]\nparallel = " + "9" * 6_000: "settings.toml:3. No setting has so many",
    "#" * ((1 << 20) + 1): "settings.toml: more than 1 MiB. Make it",
    'registry = "https://a"\nregistry = "https://b"': ":2. By this line a name or a table",
    "[network]\n[signing]\n[network]\n": ":3:9. By this line a name or a table stands",
    '[[modules]]\npath = "C:\\driver.dll"': ':2:13. In “"…"” a backslash',
    '[[modules]]\npath="/x"\nenvironment={A=1}': "environment.A = 1. Allowed there: text in",
    '[[modules]]\npath="/x"\nenvironment={"A=B"="1"}': "Allowed there: names of variables",
    '[[modules]]\npath="/x"\nenvironment={A="1\\u0000"}': "environment.A. Allowed there: text",
    '[[modules]]\npath="/x\\u0000y"': ":2: [[modules]] 1, path. Allowed there: text without",
    'registry = "https://x/a?b"': "Allowed there: an https:// address without a password, ?",
    'registry = "https://x/a#c"': "Allowed there: an https:// address without a password, ?",
    'registry = "http://registry.example"': "http:// to this computer only",
    f'[network]\nca_file = "{"a" * 5000}"': "Allowed there: the path of a file that is there",
    '[[signing.time_stamp_servers]]\nurl = "registry"\nwindow_minutes = 9223372036854775807': "1…",
}


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_what_no_parser_bears_is_told(tmp_path: Path, text: str) -> None:
    place = tmp_path / "settings.toml"
    place.write_text(text)
    assert TEXTS[text] in mistake(place)


def test_only_a_plain_file_is_read(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    os.mkfifo(place)
    assert "it is not a plain file" in mistake(place)
    place.unlink()
    place.mkdir()
    assert "it is a directory" in mistake(place)
    place.rmdir()
    place.symlink_to("/dev/zero")
    assert "it is not a plain file" in mistake(place)
    place.unlink()
    place.symlink_to(place)
    assert "the system says ELOOP" in mistake(place)


def test_a_link_to_what_is_away_is_not_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an office keeps on a share must not be silently gone with it."""
    place = tmp_path / "settings.toml"
    share = tmp_path / "share"
    place.symlink_to(share / "settings.toml")
    assert "it is not there" in mistake(place)
    place.unlink()
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    machine = machine_places()[-1]
    machine.parent.parent.mkdir(parents=True)
    machine.parent.symlink_to(share)
    assert str(machine) in mistake(place)
    share.mkdir()
    assert read_settings(place) == Settings()
    machine.symlink_to(tmp_path / "away.toml")
    assert str(machine) in mistake(place)


def test_a_key_that_stays_in_a_file_is_told_where_the_keyring_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('secrets = "file"\n')
    Application.open(tmp_path).close()
    (tmp_path / "settings.toml").write_text('secrets = "keyring"\n')
    with Application.open(tmp_path) as application:
        found = {item.topic: item for item in look_at_station(application, MESSAGES)}
    assert found["secrets"].warns
    assert "although settings.toml wants the keyring" in found["secrets"].text


def test_a_line_far_down_is_found_at_once(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    one = '[[modules]]\npath = "/a.so"\nenvironment = { A = """\nx""" }\n'
    place.write_text(one * 250 + "[signing]\nidle_minutes = 61\n")
    began = process_time()
    assert ":1002: signing.idle_minutes = 61" in mistake(place)
    assert process_time() - began < 3


def test_a_driver_that_is_no_path_is_told_when_it_is_used(tmp_path: Path) -> None:
    loop = tmp_path / "driver.so"
    loop.symlink_to(loop)
    for path in (loop, Path("/x\0y")):
        (spec,) = find_modules([ModuleSpec(path, {"A": "~nobody-at-all/x"})])
        with pytest.raises(ModuleNotLoaded, match="absent"):
            check_module(spec)
        assert environment_of(spec)["A"] == "~nobody-at-all/x"


# What the window wrote


@pytest.mark.parametrize("content", [b"\0" * 40, b"[look]\nwarmth = 3\n", b"\xff\xfe"])
def test_what_was_chosen_and_is_damaged_locks_nobody_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.toml").write_text('secrets = "file"\nlanguage = "ru"\n')
    (tmp_path / "chosen.toml").write_bytes(content)
    with Application.open(tmp_path) as application:
        assert application.settings.language == "ru"
        (notice,) = application.notices()
        assert isinstance(notice, ChosenAside)
        assert Path(notice.path).read_bytes() == content
        application.set_language("en")
    with Application.open(tmp_path) as application:
        assert application.notices() == ()
        assert application.settings.language == "en"


def test_a_choice_is_kept_over_a_damaged_one(tmp_path: Path) -> None:
    (tmp_path / "chosen.toml").write_bytes(b"\0")
    keep_language(tmp_path / "settings.toml", "ru")
    assert read_settings(tmp_path / "settings.toml").language == "ru"
    assert (tmp_path / "chosen-aside.toml").read_bytes() == b"\0"


# The whole computer's file


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{tmp_path / 'session'}:{tmp_path / 'etc'}:relative")
    place = tmp_path / "etc" / "eqaror-desktop" / "settings.toml"
    place.parent.mkdir(parents=True)
    return place


def test_a_session_that_names_directories_of_its_own_hides_nothing(machine: Path) -> None:
    first, *named = machine_places()
    assert first == Path("/etc/xdg/eqaror-desktop/settings.toml")
    assert len(named) == 2
    assert machine_settings() == first
    machine.write_text("")
    assert machine_settings() == machine


def test_that_file_does_not_put_itself_aside(tmp_path: Path, machine: Path) -> None:
    machine.write_text('language = "ru"\nmachine = false\n')
    told = mistake(tmp_path / "settings.toml")
    assert f"{machine}:2: machine. This name is read in settings.toml of a profile only" in told


def test_the_doctor_says_that_a_profile_leaves_it_aside(tmp_path: Path, machine: Path) -> None:
    machine.write_text("")
    (tmp_path / "settings.toml").write_text('secrets = "file"\nmachine = false\n')
    with Application.open(tmp_path) as application:
        found = {item.topic: item for item in look_at_station(application, MESSAGES)}
    assert found["settings"].warns
    assert f"{machine} is there and does not count, because" in found["settings"].text


def test_what_it_decides_nobody_chooses_otherwise(tmp_path: Path, machine: Path) -> None:
    machine.write_text('language = "uz"\n[look]\ntext_percent = 150\n')
    place = tmp_path / "settings.toml"
    with pytest.raises(DecidedByOffice) as caught:
        keep_language(place, "ru")
    assert "language" in MESSAGES.error(caught.value).what
    look = read_settings(place).look
    with pytest.raises(DecidedByOffice, match=re.escape("look.text_percent")):
        keep_look(place, replace(look, text_percent=100), look)
    assert not (tmp_path / "chosen.toml").exists()
    keep_look(place, replace(look, scheme="dark"), look)
    assert read_settings(place).look == LookSetting("dark", 150)


def test_an_address_typed_is_one_that_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('secrets = "file"\n')
    with Application.open(tmp_path) as application:
        for address in ("http://registry.example", "https://registry.example/?x"):
            with pytest.raises(AddressInvalid):
                application.set_address(address)
        assert application.settings == Settings(secrets="file")


# What README says of them

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_examples_of_the_readme_can_be_pasted(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    blocks = re.findall(r"^```\n(\[.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        place.write_text(block, encoding="utf-8")
        assert isinstance(read_settings(place), Settings)
        # Also what is left out until a file is there.
        place.write_text(re.sub(r"^# (?=pins|pac)", "", block, flags=re.MULTILINE))
        assert isinstance(read_settings(place), Settings)


def test_every_name_is_in_the_readme() -> None:
    tables = (Settings, ModuleSetting, NetworkPolicy, StorePolicy, SigningPolicy, TimeStampServer)
    names = [name for table in (*tables, LookSetting) for name in table.__struct_fields__]
    assert [name for name in names if not re.search(rf"\b{name}\b", README)] == []
