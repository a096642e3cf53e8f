"""Files in ``trust/`` that hold no certificate: each is named, and hides nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.doctor.whole import examine
from eqaror_desktop.errors import TrustFileInvalid
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import ModuleSetting, Settings, write_settings
from tests.application.test_checks import AUTHORITY

MESSAGES = Messages.load("en")


def _text(place: Path) -> None:
    place.write_text("Salom\n")


def _key(place: Path) -> None:
    place.write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")


STRAY: dict[str, tuple[Callable[[Path], None], str]] = {
    "text": (_text, "no certificate"),
    "key": (_key, "no certificate"),
    "link": (lambda place: place.symlink_to("/nonexistent/x.pem"), "it is not there"),
    "directory": (Path.mkdir, "it is a directory"),
    "pipe": (os.mkfifo, "it is not a plain file"),
}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    from cryptography.hazmat.primitives.serialization import Encoding

    made = tmp_path / "profile"
    (made / "trust").mkdir(parents=True)
    root = AUTHORITY.root.certificate.public_bytes(Encoding.PEM)
    (made / "trust" / "root.pem").write_bytes(root)
    driver = ModuleSetting(str(tmp_path / "driver.so"))
    write_settings(
        made / "settings.toml", Settings(language="en", secrets="file", modules=(driver,))
    )
    return made


@pytest.mark.parametrize("kind", STRAY)
def test_a_stray_file_is_named_as_what_it_is(profile: Path, kind: str) -> None:
    make, why = STRAY[kind]
    stray = profile / "trust" / "stray.pem"
    make(stray)
    with Application.open(profile) as application:
        with pytest.raises(TrustFileInvalid) as caught:
            _ = application.anchors
        told = MESSAGES.error(caught.value)
        assert (told.code, str(stray) in told.what, why in told.what) == ("E-295", True, True)
        # What is on the tokens is told all the same; without anchors none of it is worse.
        assert len(application.offer().problems) == 1


def test_the_doctor_looks_at_all_the_rest(profile: Path) -> None:
    good = [item.topic for item in examine(profile, MESSAGES)]
    (profile / "trust" / "stray.pem").mkdir()
    found = examine(profile, MESSAGES)
    assert [item.topic for item in found] == good
    by = {item.topic: item for item in found}
    assert by["profile"].ok
    assert (by["trust"].ok, by["trust"].error) == (False, "TrustFileInvalid")


def test_what_nobody_could_look_at_has_no_tick(profile: Path) -> None:
    found = {item.topic: item for item in examine(profile, MESSAGES)}
    for topic, told in (("clock", "never"), ("time_stamps", "the registry's address is missing")):
        assert found[topic].warns, topic
        assert told in found[topic].text
