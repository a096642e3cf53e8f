"""A real Secret Service on a bus of its own: open, locked, robbed, gone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not shutil.which("dbus-run-session") or not shutil.which("gnome-keyring-daemon"),
        reason="there is no keyring daemon here",
    ),
]

PROGRAM = """
import sys
from pathlib import Path

import secretstorage

from sync import secrets, vault
from sync.errors import StoreError
from sync.secrets import choose_secrets
from sync.station import Store

secrets._ASK_SECONDS = 20.0
profile = Path(sys.argv[1])
places = choose_secrets(profile, "keyring")
print(places.name)
with Store.open(profile, places) as store:
    store.facts.put("kept", "yes")
    first = store.keys
vault.rotate(profile, choose_secrets(profile))
with Store.open(profile, choose_secrets(profile)) as store:
    print(store.facts.get("kept"), store.keys.files[1:] == first.files)
print((profile / "keyring.json").exists())

bus = secretstorage.dbus_init()
collection = secretstorage.get_default_collection(bus)
labels = sorted(item.get_attributes()["username"].partition("/")[2]
                for item in collection.get_all_items())
print(labels)
items = list(collection.get_all_items())
collection.lock()
try:
    Store.open(profile, choose_secrets(profile)).close()
    print("opened")
except StoreError as error:
    print(type(error).__name__)
"""

REST = """
import sys
from pathlib import Path

import secretstorage

from sync.errors import StoreError
from sync.secrets import choose_secrets
from sync.station import Store

profile = Path(sys.argv[1])
bus = secretstorage.dbus_init()
with Store.open(profile, choose_secrets(profile)) as store:
    print(store.facts.get("kept"))
for item in secretstorage.get_default_collection(bus).get_all_items():
    item.delete()
try:
    Store.open(profile, choose_secrets(profile)).close()
except StoreError as error:
    print(type(error).__name__)
"""

NO_BUS = """
import sys
from pathlib import Path
from sync.errors import StoreError
from sync.secrets import choose_secrets
try:
    choose_secrets(Path(sys.argv[1]))
except StoreError as error:
    print(type(error).__name__)
"""


def in_session(home: Path, program: str, profile: Path) -> list[str]:
    """Run a program in a session whose keyring was opened with its owner's password."""
    unlock = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
    script = f'{unlock} && exec "$0" -c "$1" "$2"'
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(home)}
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script, sys.executable, program, str(profile)],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_real_keyring_keeps_the_key(tmp_path: Path) -> None:
    home, profile = tmp_path / "home", tmp_path / "profile"
    home.mkdir(mode=0o700)
    told = in_session(home, PROGRAM, profile)
    assert told == [
        "keyring (SecretService)",
        "yes True",
        "False",
        "['store-key']",
        "KeyringLocked",
    ]
    assert in_session(home, REST, profile) == ["yes", "StoreKeyMissing"]
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", NO_BUS, str(profile)],
        capture_output=True,
        text=True,
        check=True,
        env=bare,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == "KeyringUnavailable\n"
