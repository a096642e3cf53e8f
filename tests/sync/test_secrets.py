"""Where secrets are: chosen once, openly, never changed silently."""

from __future__ import annotations

import json
import stat
import time
from pathlib import Path

import keyring.errors
import pytest

from sync import secrets
from sync.errors import (
    KeyringLocked,
    KeyringUnavailable,
    KeyringUnusable,
    KeysDamaged,
    StoreKeyMissing,
)
from sync.secrets import Backend, FileSecrets, choose_secrets, system_keyring
from sync.station import Store


class Keyring:
    """A keyring in memory with the library's own three methods."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(Keyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked(f"{service} {username}")


class Broken(Keyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"{service} {username}: no answer")


class Refusing(Keyring):
    """Reads, and keeps nothing: such as one that nobody may write to."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.PasswordSetError(f"{service} {username} {len(password)}")


class Forgetting(Keyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        """Say that it is kept."""


def nothing() -> Backend | None:
    return None


def test_a_file_is_for_its_owner_only(profile: Path) -> None:
    chosen = choose_secrets(profile, "file")
    chosen.put("refresh-token", "one")
    chosen.put("store-key", "two")
    chosen.put("refresh-token", "three")
    assert chosen.name == "file"
    assert choose_secrets(profile).get("refresh-token") == "three"
    assert choose_secrets(profile).get("store-key") == "two"
    assert stat.S_IMODE((profile / "keyring.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(profile.stat().st_mode) == 0o700
    chosen.remove("refresh-token")
    chosen.remove("refresh-token")
    assert chosen.get("refresh-token") is None
    names = ["keyring.json", "profile.json", "profile.json-2"]
    assert sorted(path.name for path in profile.iterdir()) == names


def test_a_file_put_back_with_rights_for_others_is_its_owners_again(profile: Path) -> None:
    chosen = choose_secrets(profile, "file")
    assert isinstance(chosen, FileSecrets)
    Store.open(profile, chosen).close()
    for mode in (0o644, 0o660):
        chosen.path.chmod(mode)
        assert chosen.open_to_others
        Store.open(profile, chosen).close()
        assert stat.S_IMODE(chosen.path.stat().st_mode) == 0o600
        assert not chosen.open_to_others


def test_a_real_keyring_is_taken_if_there_is_one(profile: Path) -> None:
    keyring = Keyring()
    chosen = choose_secrets(profile, "auto", lambda: keyring)
    assert chosen.name.startswith("keyring (")
    chosen.put("store-key", "geheim")
    assert list(keyring.kept.values()) == ["geheim"]
    assert not (profile / "keyring.json").exists()
    assert "geheim" not in (profile / "profile.json").read_text()
    assert choose_secrets(profile, "file", lambda: keyring).get("store-key") == "geheim"
    chosen.remove("store-key")
    chosen.remove("store-key")
    assert keyring.kept == {}


def test_two_profiles_do_not_meet_in_one_keyring(tmp_path: Path) -> None:
    keyring = Keyring()
    one = choose_secrets(tmp_path / "one", "auto", lambda: keyring)
    two = choose_secrets(tmp_path / "two", "auto", lambda: keyring)
    one.put("store-key", "1")
    assert two.get("store-key") is None


def test_without_a_keyring_the_file_is_chosen_and_stays(profile: Path) -> None:
    assert choose_secrets(profile, "auto", nothing).name == "file"
    choose_secrets(profile, "auto", nothing).put("store-key", "1")
    keyring = Keyring()
    assert choose_secrets(profile, "keyring", lambda: keyring).name == "file"
    assert keyring.kept == {}


def test_an_older_profile_with_only_the_file_stays_with_it(profile: Path) -> None:
    profile.mkdir()
    FileSecrets(profile / "keyring.json").put("store-key", "1")
    assert choose_secrets(profile, "auto", Keyring).name == "file"


def test_a_keyring_that_went_away_is_not_replaced_by_a_file(profile: Path) -> None:
    keyring = Keyring()
    with Store.open(profile, choose_secrets(profile, "auto", lambda: keyring)):
        pass
    for wanted in ("auto", "file", "keyring"):
        with pytest.raises(KeyringUnavailable):
            choose_secrets(profile, wanted, nothing)
    assert not (profile / "keyring.json").exists()


def test_a_wanted_keyring_that_is_not_there_is_an_error(profile: Path) -> None:
    with pytest.raises(KeyringUnavailable):
        choose_secrets(profile, "keyring", nothing)
    assert not (profile / "profile.json").exists()


def test_a_store_whose_key_file_was_taken_away_is_not_opened(profile: Path) -> None:
    with Store.open(profile, choose_secrets(profile, "file")):
        pass
    (profile / "keyring.json").unlink()
    with pytest.raises(StoreKeyMissing):
        choose_secrets(profile)
    (profile / "profile.json").unlink()
    with pytest.raises(StoreKeyMissing):
        choose_secrets(profile, "auto", Keyring)


@pytest.mark.parametrize(("kind", "error"), [(Locked, KeyringLocked), (Broken, KeyringUnusable)])
def test_a_locked_keyring_is_not_an_absent_one(
    profile: Path, kind: type[Keyring], error: type[KeyringLocked]
) -> None:
    with pytest.raises(error) as caught:
        Store.open(profile, choose_secrets(profile, "auto", kind))
    assert caught.value.backend.startswith("keyring (")


@pytest.mark.parametrize("kind", [Broken, Refusing, Forgetting])
def test_a_keyring_that_never_took_a_key_gives_way_to_a_file(
    profile: Path, kind: type[Keyring]
) -> None:
    """Nothing was kept with it; once something was, the place stays."""
    with pytest.raises(KeyringUnusable):
        Store.open(profile, choose_secrets(profile, "auto", kind))
    assert choose_secrets(profile, "auto", kind).name.startswith("keyring (")
    with Store.open(profile, choose_secrets(profile, "file", kind)) as store:
        assert store is not None
    assert choose_secrets(profile, "auto", kind).name == "file"


def test_a_keyring_that_lost_the_key_is_named(profile: Path) -> None:
    keyring = Keyring()
    Store.open(profile, choose_secrets(profile, "auto", lambda: keyring)).close()
    keyring.kept.clear()
    with pytest.raises(StoreKeyMissing):
        Store.open(profile, choose_secrets(profile, "auto", lambda: keyring))
    assert keyring.kept == {}


def test_a_keyring_that_hangs_does_not(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(Keyring):
        def get_password(self, service: str, username: str) -> str | None:
            time.sleep(3)
            return super().get_password(service, username)

    monkeypatch.setattr(secrets, "_ASK_SECONDS", 0.1)
    with pytest.raises(KeyringUnavailable):
        choose_secrets(profile, "auto", Hanging).get("store-key")


def test_a_dead_session_bus_is_noticed_quickly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    before = time.monotonic()
    assert system_keyring() is None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    assert system_keyring() is None
    assert time.monotonic() - before < 4


@pytest.mark.parametrize("content", ["", "[]", '{"store-key": 7}', "{"])
def test_a_damaged_file_is_named_without_quoting_it(profile: Path, content: str) -> None:
    profile.mkdir()
    (profile / "keyring.json").write_text(content)
    with pytest.raises(KeysDamaged) as caught:
        choose_secrets(profile).get("store-key")
    assert caught.value.detail == "keyring.json"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"secrets": "cloud", "profile": "x"}'])
def test_a_damaged_choice_is_named(profile: Path, content: str) -> None:
    profile.mkdir()
    (profile / "profile.json").write_text(content)
    with pytest.raises(KeysDamaged):
        choose_secrets(profile)


def test_the_choice_is_written_down(profile: Path) -> None:
    choose_secrets(profile, "file")
    choice = json.loads((profile / "profile.json").read_text())
    assert choice["secrets"] == "file"


@pytest.mark.parametrize("harm", ["digit", "cut", "gone"])
@pytest.mark.parametrize("name", ["profile.json", "profile.json-2"])
def test_the_name_in_the_keyring_stands_twice(profile: Path, name: str, harm: str) -> None:
    keyring = Keyring()
    choose_secrets(profile, "keyring", lambda: keyring).put("store-key", "one")
    path = profile / name
    before = path.read_text()
    match harm:
        case "digit":
            digit = before.index('"profile": "') + len('"profile": "')
            changed = "1" if before[digit] == "0" else "0"
            path.write_text(before[:digit] + changed + before[digit + 1 :])
        case "cut":
            path.write_text(before[:40])
        case "gone":
            path.unlink()
    assert choose_secrets(profile, "auto", lambda: keyring).get("store-key") == "one"
    assert path.read_text() == before


def test_a_name_that_is_damaged_twice_is_not_made_anew(profile: Path) -> None:
    keyring = Keyring()
    Store.open(profile, choose_secrets(profile, "keyring", lambda: keyring)).close()
    for name in ("profile.json", "profile.json-2"):
        text = (profile / name).read_text()
        (profile / name).write_text(text.replace("keyring", "keyrinh"))
    with pytest.raises(KeysDamaged) as caught:
        choose_secrets(profile, "auto", lambda: keyring)
    assert caught.value.detail == "profile.json"


@pytest.mark.parametrize("content", [None, "", "{"])
def test_with_the_file_the_choice_is_rebuilt(profile: Path, content: str | None) -> None:
    choose_secrets(profile, "file").put("store-key", "one")
    for name in ("profile.json", "profile.json-2"):
        (profile / name).unlink()
        if content is not None:
            (profile / name).write_text(content)
    assert choose_secrets(profile, "auto", Keyring).get("store-key") == "one"
    assert json.loads((profile / "profile.json").read_text())["secrets"] == "file"


def test_an_older_programs_choice_gets_its_copy(profile: Path) -> None:
    profile.mkdir()
    (profile / "profile.json").write_text('{"profile": "ab12", "secrets": "keyring"}')
    keyring = Keyring()
    choose_secrets(profile, "auto", lambda: keyring).put("store-key", "one")
    assert list(keyring.kept) == [("E-qaror", "ab12/store-key")]
    first, second = ((profile / name).read_bytes() for name in ("profile.json", "profile.json-2"))
    assert first == second
    assert b"check" in first
