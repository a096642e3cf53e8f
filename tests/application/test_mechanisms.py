"""The office's file of mechanisms: read, refused by name, and what a national key changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from eqaror_desktop.checks import CheckCode, CheckState, answer_checks
from eqaror_desktop.clock import Reading, Source
from eqaror_desktop.doctor.whole import examine
from eqaror_desktop.errors import SettingsInvalid
from eqaror_desktop.mechanisms import office_table
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import LANGUAGES
from signing.mechanism_table import builtin
from tests.application.test_checks import ME
from tests.signing.national_pki import NationalAuthority
from tests.signing.pki import NOW, OFFICER, Authority2

ROW = """
[[row]]
key = "1.2.860.3.15.1.1.2.1"
scheme = "ozdst1092"
hash = ["ozdst1106"]
key_type = 0x30
mechanism = 0x80000A01
input = "digest"
output = "r-s"
"""


def test_a_file_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "mechanisms.toml").write_text(ROW)
    table = office_table(tmp_path, "mechanisms.toml")
    assert len(table.rows) == len(builtin().rows) + 1
    assert office_table(tmp_path / "elsewhere", str(tmp_path / "mechanisms.toml")) == table
    assert office_table(tmp_path, "") == builtin()


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        (ROW.replace("0x80000A01", "0x6"), "own.toml: [[row]] 1: CKM_SHA1_RSA_PKCS. What a row"),
        (ROW + ROW.replace("0x30", "0x1"), "own.toml: [[row]] 2: CKK 0x1 for 1.2.860"),
        (ROW.replace("hash", "hashes"), "own.toml:5: [[row]] 1, hashes. Nobody reads this name."),
        (ROW.replace('"digest"', '"digests"'), 'own.toml:8: [[row]] 1, input = "digests". Allow'),
        (ROW.replace('key = "1', 'k = "1'), "own.toml:3: [[row]] 1, k. Nobody reads this name."),
        (ROW + ROW.replace("0x30", '"0x30"'), 'own.toml:15: [[row]] 2, key_type = "0x30". Allow'),
        (ROW + 'parameter = "0g"\n', 'own.toml:10: [[row]] 1, parameter = "0g". Allowed there: '),
        (ROW + "[", "own.toml:10"),
        ("rows = 1", "own.toml:1: rows. Nobody reads this name. Known there: row."),
        ("\udcff", "/own.toml. Write the file in UTF-8"),
        (None, "/own.toml. Allowed there: the path of a file"),
    ],
)  # fmt: skip
def test_one_that_cannot_be_used(tmp_path: Path, text: str | None, detail: str) -> None:
    if text is not None:
        (tmp_path / "own.toml").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(SettingsInvalid) as caught:
        office_table(tmp_path, "own.toml")
    assert detail in str(Messages.load("en").error(caught.value))
    said = {Messages.load(code).error(caught.value).cure for code in LANGUAGES}
    assert len(said) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "ok", "told"),
    [
        (ROW, True, "own.toml"),
        (ROW.replace("0x80000A01", "0x6"), False, "CKM_SHA1_RSA_PKCS"),
        (None, None, ""),
    ],
)
def test_the_doctor_reads_it(tmp_path: Path, text: str | None, ok: bool | None, told: str) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    named = "" if text is None else "[signing]\nalgorithms = 'own.toml'\n"
    (profile / "settings.toml").write_text(f"secrets = 'file'\n{named}")
    if text is not None:
        (profile / "own.toml").write_text(text)
    found = {item.topic: item for item in examine(profile, Messages.load("en"))}
    if ok is None:
        assert "mechanisms" not in found
    else:
        assert (found["mechanisms"].ok, told in found["mechanisms"].text) == (ok, True)


@pytest.mark.parametrize(
    ("authority", "state", "name"),
    [
        (NationalAuthority, CheckState.OK, "O'z DSt 1092:2009 algorithm 2, set A"),
        (Authority2, CheckState.WARNING, "ECDSA P-256"),
    ],
)
def test_the_kind_of_key_is_told(
    authority: type[Authority2], state: CheckState, name: str
) -> None:
    office = authority()
    checks = answer_checks(
        me=ME,
        certificate=office.issue(OFFICER).certificate,
        anchors=office.anchors(),
        clock=Reading(timedelta(0), Source.REGISTRY, NOW),
        now=NOW,
    )
    (kind,) = [item for item in checks if item.code is CheckCode.KIND]
    assert (kind.state, kind.detail) == (state, name)
