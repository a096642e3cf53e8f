"""Settings that are written are read again as they were; mistakes are named."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec.structs import replace

from eqaror_desktop.application import Application
from eqaror_desktop.errors import AddressInvalid, SettingsInvalid
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import (
    LANGUAGES,
    LookSetting,
    ModuleSetting,
    NetworkPolicy,
    Settings,
    SigningPolicy,
    TimeStampServer,
    keep_language,
    keep_look,
    language_at,
    machine_places,
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
            pins=PINS,
            proxy="http://proxy.example:3128",
            direct=(".office.example", "*", "::1", "10.0.0.0/8"),
            events=False,
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
    '[[modules]]\nptah = "x"': "[[modules]] 1, ptah. Nobody reads this name. Known there: path, ",
    '[[modules]]\nenvironment = { A = "b" }': "[[modules]] 1, path. This setting is required.",
    "[[modules]]\npath = 7": "[[modules]] 1, path = 7. Allowed there: text in quotation marks.",
    "look = 1": "look = 1. Allowed there: a table.",
    'language = "de"': 'language = "de". Allowed there: "uz", "uz_Cyrl", "ru", "en", "".',
    "[signing]\nidle_minutes = 61": "idle_minutes = 61. Allowed there: a whole number, 0…60.",
    "[signing]\nidle_minutes = 5.5": "signing.idle_minutes = 5.5. Allowed there: a whole number.",
    '[signing]\nvisible_signature = "no"': '"no". Allowed there: true or false.',
    '[network]\ndirect = ".office"': 'network.direct = ".office". Allowed there: a list',
    '[network]\nproxy = "x"': 'network.proxy = "x". Allowed there: “system”, “none” or http://host',
    "[store]\nmegabytes = 0": "store.megabytes = 0. Allowed there: a whole number, 1 or more.",
    '[[signing.time_stamp_servers]]\nurl = "ftp://a"': 'servers]] 1, url = "ftp://a". Allowed',
    '[network]\nca_file = "/nowhere"': 'network.ca_file = "/nowhere". Allowed there: the path',
    '[network]\nca_file = "ca.pem"': 'network.ca_file = "ca.pem". Allowed there: the path of',
    '[network]\nca_file = "/etc/passwd"': '"/etc/passwd". Allowed there: the path of a PEM file',
    '[signing]\nalgorithms = "no.toml"': 'signing.algorithms = "no.toml". Allowed there: the path',
    '[[modules]]\npath = "driver.so"': '1, path = "driver.so". Allowed there: the whole path of',
    'registry = "registry.example"': 'registry = "registry.example". Allowed there: an https:',
    'registry = "https://u:geheim@r.example"': 'registry = "r.example". Allowed there: an https:',
    'registry_name = "not a DN"': 'registry_name = "not a DN". Allowed there: the name of a',
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
        '[network]\ndirect = ["registry.example:8443"]',
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


def test_a_mistake_is_told_by_its_line_and_number(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    modules = '[[modules]]\npath = "/a.so"\n\n[[modules]] # the second\n'
    for text, told in (
        (f"{modules}path = 7\n", ":5: [[modules]] 2, path = 7"),
        (f"{modules}", ":4: [[modules]] 2, path"),
        (f'{modules}path = "/b.so"\nptah = "x"\n', ":6: [[modules]] 2, ptah"),
        ("# a word\n[network]\ndirect = [\n  'a b',\n]\npoll_seconds = 5\n", ":5: network.direct"),
        ("[network]\npoll_seconds = 5 # s\n", ":2: network.poll_seconds = 5"),
        ("signing.idle_minutes = 99\n", ":1: signing.idle_minutes = 99"),
        ('secrets = "file"\nregistry = "x"\n', ':2: registry = "x"'),
    ):
        place.write_text(text)
        with pytest.raises(SettingsInvalid) as caught:
            read_settings(place)
        assert caught.value.detail == f"{place}{told}", text


def test_settings_of_the_editor_of_windows_are_read(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    place.write_bytes(b'\xef\xbb\xbfregistry = "https://registry.example"\r\n')
    assert read_settings(place).registry == "https://registry.example"


def test_a_name_as_it_is_told_is_taken(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    for name in (r"CN=Reyestr\, bosh,O=Bogʻobod,C=UZ", "2.5.4.97=1234+CN=x", "CN=\\30\\31"):
        place.write_text(f"registry_name = '{name}'\n", encoding="utf-8")
        assert read_settings(place).registry_name == name


def test_files_are_found_beside_the_settings(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    (tmp_path / "ca.pem").write_bytes(b"# the office's own\n" + made)
    (tmp_path / "rows.toml").write_text("")
    place.write_text('[network]\nca_file = "ca.pem"\n[signing]\nalgorithms = "rows.toml"\n')
    settings = read_settings(place)
    assert settings.network.ca_file == str(tmp_path / "ca.pem")
    assert settings.signing.algorithms == str(tmp_path / "rows.toml")


OFFICE = """# IT: not without a ticket
registry = "https://registry.example"
secrets = "file"

[signing]
idle_minutes = 5   # as it is anyway

[look]
scheme = "dark"
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings of the whole computer are, in a place of the test."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    place = machine_places()[-1]
    assert tmp_path in place.parents
    place.parent.mkdir(parents=True)
    return place


def test_what_a_person_chooses_leaves_the_offices_file_alone(tmp_path: Path) -> None:
    """Also where it is a link, or changed while the window is open; what is chosen counts."""
    central = tmp_path / "central.toml"
    central.write_text(OFFICE)
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "settings.toml").symlink_to(central)
    with Application.open(profile) as application:
        later = f"{OFFICE}\n[store]\ndraft_days = 7\n"
        central.write_text(later)
        application.set_look(replace(application.settings.look, scheme="system"))
        application.set_look(replace(application.settings.look, text_percent=130))
        application.set_language("ru")
        assert application.set_address("https://other.example") == "https://registry.example"
    assert central.read_text() == later
    assert (profile / "settings.toml").is_symlink()
    settings = read_settings(profile / "settings.toml")
    assert settings.look == LookSetting("system", 130)
    assert (settings.language, settings.store.draft_days) == ("ru", 7)
    assert settings.registry == "https://registry.example"


def test_an_address_is_the_persons_where_the_office_names_none(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    place.write_text('secrets = "file"\nregistry = ""\n')
    with Application.open(tmp_path) as application:
        with pytest.raises(AddressInvalid):
            application.set_address("https://bad address")
        assert application.set_address("https://typed.example") == "https://typed.example"
        assert application.connection.address == "https://typed.example"
    assert read_settings(place).registry == "https://typed.example"
    place.write_text('registry = "https://office.example"\n')
    assert read_settings(place).registry == "https://office.example"


def test_what_the_whole_computer_decides_counts_first(tmp_path: Path, machine: Path) -> None:
    place = tmp_path / "settings.toml"
    place.write_text('registry = "https://own.example"\n[signing]\nidle_minutes = 9\n')
    keep_language(place, "ru")
    keep_look(place, LookSetting("dark", 120), LookSetting())
    machine.write_text(
        'registry = "https://office.example"\n[look]\ntext_percent = 150\n'
        '[signing]\nkey_usage = "nonRepudiation"\n'
    )
    settings = read_settings(place)
    assert settings.registry == "https://office.example"
    assert settings.look == LookSetting("dark", 150)
    assert settings.signing == SigningPolicy(key_usage="nonRepudiation", idle_minutes=9)
    assert settings.language == "ru"
    machine.write_text("[signing]\nidle_minutes = 99\n")
    with pytest.raises(SettingsInvalid, match=re.escape(f"{machine}:2: signing.idle_minutes")):
        read_settings(place)
    # A demo office's profile is none of the office's.
    place.write_text("machine = false\n")
    assert read_settings(place).signing == SigningPolicy()


def test_a_mistake_is_told_in_the_language_that_was_chosen(tmp_path: Path) -> None:
    keep_language(tmp_path / "settings.toml", "ru")
    (tmp_path / "settings.toml").write_text("lok = 1\n")
    assert language_at(tmp_path) == "ru"


def test_what_was_chosen_decides_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "chosen.toml").write_text('language = "ru"\n[signing]\nidle_minutes = 0\n')
    assert read_settings(tmp_path / "settings.toml") == Settings()
