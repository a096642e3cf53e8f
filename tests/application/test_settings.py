"""Settings that are written are read again as they were; mistakes are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eqaror_desktop.errors import SettingsInvalid
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import (
    LANGUAGES,
    LookSetting,
    ModuleSetting,
    NetworkPolicy,
    Settings,
    SigningPolicy,
    TimeStampServer,
    read_settings,
    write_settings,
)

PINS = (
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "pH1G4X7cVkLrPBq0CkgqxPfvKhQGLTFaFZzJfCfSGsM=",
)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    settings = Settings(
        registry="https://registry.invalid",
        language="uz_Cyrl",
        look=LookSetting("dark", 150, "less"),
        modules=(ModuleSetting("/lib/a b.so", {"CONF": 'C:\\x "y"'}),),
        signing=SigningPolicy(
            key_usage="nonRepudiation",
            visible_signature=False,
            idle_minutes=0,
            time_stamp_servers=(TimeStampServer("registry", budget=20),),
        ),
        network=NetworkPolicy(
            pins=PINS, proxy="http://proxy.example:3128", direct=(".office.example",), events=False
        ),
    )
    write_settings(place, settings)
    assert read_settings(place) == settings


@pytest.mark.parametrize(
    "text",
    [
        '[network]\nproxy = "http://user:geheim@proxy.example:3128"',
        '[[signing.time_stamp_servers]]\nurl = "https://user:geheim@tsa.example/tsr"',
    ],
)
def test_a_mistake_does_not_show_the_password(tmp_path: Path, text: str) -> None:
    place = tmp_path / "settings.toml"
    place.write_text(text)
    with pytest.raises(SettingsInvalid) as caught:
        read_settings(place)
    assert "geheim" not in str(caught.value)


def test_a_mistake_says_in_which_file(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    for text in ("[look", "lok = 1", "look = 1", '[network]\nca_file = "/nowhere"'):
        place.write_text(text)
        with pytest.raises(SettingsInvalid, match=f"^{place}:"):
            read_settings(place)


COMPLAINTS = {
    "lok = 1": "lok. Nobody reads this name. Known there: registry, registry_name, language, ",
    '[[modules]]\nptah = "x"': "modules.ptah. Nobody reads this name. Known there: path, ",
    '[[modules]]\nenvironment = { A = "b" }': "modules.path. This setting is required.",
    "[[modules]]\npath = 7": "modules.path = 7. Allowed there: text in quotation marks.",
    "look = 1": "look = 1. Allowed there: a table.",
    'language = "de"': 'language = "de". Allowed there: "uz", "uz_Cyrl", "ru", "en", "".',
    "[signing]\nidle_minutes = 61": "idle_minutes = 61. Allowed there: a whole number, 0…60.",
    "[signing]\nidle_minutes = 5.5": "signing.idle_minutes = 5.5. Allowed there: a whole number.",
    '[signing]\nvisible_signature = "no"': '"no". Allowed there: true or false.',
    '[network]\ndirect = ".office"': 'network.direct = ".office". Allowed there: a list',
    '[network]\nproxy = "x"': 'network.proxy = "x". Allowed there: “system”, “none” or http://host',
    "[store]\nmegabytes = 0": "store.megabytes = 0. Allowed there: a whole number, 1 or more.",
    '[[signing.time_stamp_servers]]\nurl = "ftp://a"': 'servers.url = "ftp://a". Allowed there',
    '[network]\nca_file = "/nowhere"': 'network.ca_file = "/nowhere". Allowed there: the path',
}


def test_a_mistake_says_what_is_allowed_there_in_every_language(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    for text, told in COMPLAINTS.items():
        place.write_text(text)
        with pytest.raises(SettingsInvalid) as caught:
            read_settings(place)
        said = {code: Messages.load(code).error(caught.value) for code in LANGUAGES}
        assert str(place) in said["en"].what
        assert told in str(said["en"]), text
        # Nothing of what is told in English is left in the others, and no library speaks.
        assert len({item.cure for item in said.values()}) == len(LANGUAGES)
        assert not [item for item in said.values() if re.search("Expected|Invalid", str(item))]


def test_what_is_no_toml_is_told_by_its_place(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    for text, at in (("[look]\nscheme = dark", ":2:10"), ("[look", ":1")):
        place.write_text(text)
        with pytest.raises(SettingsInvalid) as caught:
            read_settings(place)
        assert caught.value.detail == f"{place}{at}", text


def test_time_stamp_servers_are_read(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    place.write_text(
        '[[signing.time_stamp_servers]]\nurl = "http://tsa.example/tsr"\n'
        'policy = "1.2.860.3.2.11.1"\nbudget = 20\n'
        '[[signing.time_stamp_servers]]\nurl = "registry"\n'
    )
    assert read_settings(place).signing.time_stamp_servers == (
        TimeStampServer("http://tsa.example/tsr", "1.2.860.3.2.11.1", 20, 20),
        TimeStampServer("registry"),
    )


def test_defaults_leave_an_empty_file(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    write_settings(place, Settings())
    assert place.read_text() == ""
    assert read_settings(place) == Settings()


@pytest.mark.parametrize(
    "text",
    [
        'registri = "x"',
        '[signing]\nkey_use = "any"',
        '[signing]\nkey_usage = "all"',
        "[signing]\nvisible_signature = 1",
        '[[signing.time_stamp_servers]]\nurl = "https://tsa.example"\npolici = "1.2.3"',
        '[[modules]]\npath = "/lib/a.so"\nenviroment = { A = "b" }',
        'ca_file = "/nowhere/ca.pem"',
        '[network]\nca_file = "/nowhere/ca.pem"',
        '[network]\nproxi = "none"',
        '[network]\nproxy = "proxy.example:3128"',
        '[network]\ndirect = ["10.0.0.0/33"]',
        '[network]\ndirect = ["two words"]',
        '[network]\nproxy = "socks5://proxy.example:1080"',
        '[network]\nproxy = "http://user:word@proxy.example:3128"',
        f'[network]\npins = ["{PINS[0]}"]',
        f'[network]\npins = ["{PINS[0]}", "{PINS[0]}"]',
        f'[network]\npins = ["{PINS[0]}", "c2hvcnQ="]',
        '[network]\npac = "wpad.dat"',
        "[network]\npoll_seconds = 5",
        "[network]\nparallel = 0",
        "[network]\nparallel = 9",
        "[store]\nmegabytes = 0",
        '[store]\nfiles = "some"',
        "[signing]\nidle_minutes = -1",
        "[signing]\nidle_minutes = 61",
        "[signing]\nidle_minutes = 5.5",
        '[[signing.time_stamp_servers]]\nurl = "http://tsa.example:99999/"',
        '[[signing.time_stamp_servers]]\nurl = "http://tsa.example:0/"',
        '[[signing.time_stamp_servers]]\nurl = "http://:80/"',
        '[[signing.time_stamp_servers]]\nurl = "ftp://tsa.example"',
        '[[signing.time_stamp_servers]]\nurl = "https://user:pass@tsa.example"',
        '[[signing.time_stamp_servers]]\nurl = "https://tsa.example"\npolicy = "any"',
        '[[signing.time_stamp_servers]]\nurl = "registry"\nbudget = -1',
        '[[signing.time_stamp_servers]]\nurl = "registry"\nwindow_minutes = 0',
    ],
)
def test_a_misspelt_decision_is_a_mistake(tmp_path: Path, text: str) -> None:
    place = tmp_path / "settings.toml"
    place.write_text(text)
    with pytest.raises(SettingsInvalid):
        read_settings(place)


@pytest.mark.parametrize("line", ["text_percent = 79", "text_percent = 251", 'scheme = "red"'])
def test_a_look_nobody_could_read_is_a_mistake(tmp_path: Path, line: str) -> None:
    place = tmp_path / "settings.toml"
    place.write_text(f"[look]\n{line}\n")
    with pytest.raises(SettingsInvalid):
        read_settings(place)
