"""The page of third-party packages says what the lock files hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_installer import ROOT
from resources.packaging import licences

# Each may be combined with GPL-3.0-or-later (gnu.org/licenses/license-list).
COMPATIBLE = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "GPL-2.0-or-later",
    "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "Apache-2.0 OR BSD-3-Clause",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Zlib AND MIT",
}


def test_the_page_is_what_would_be_written_now() -> None:
    """Every locked package with its version, its licence and the extra that brings it."""
    assert licences.document() == licences.TARGET.read_text(encoding="utf-8"), "run ./dev licences"


def test_what_is_shipped_may_be_shipped_together() -> None:
    shipped = {name: licences.licence(name) for name in licences.locked(ROOT / "requirements.txt")}
    assert {name for name, words in shipped.items() if words not in COMPATIBLE} == set()


def test_a_package_that_is_not_known_is_not_guessed() -> None:
    with pytest.raises(LookupError, match="no-such-package"):
        licences.licence("no-such-package")


def test_locked_names_and_versions(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text('a-b==1.2 \\\n    --hash=sha256:00\nc==3 ; sys_platform == "win32" \\\n')
    assert licences.locked(file) == {"a-b": "1.2", "c": "3"}
