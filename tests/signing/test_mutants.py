"""Checks whose tests are known to be complete stay missed when they are removed.

``python -m tests.signing.mutants`` does so for all modules of the verifier, with all their tests.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_FOUND = (
    *("foreign/test_pdf_repaired.py", "foreign/test_pdf_leading.py"),
    "foreign/test_pdf_waiting.py",
)
_BROUGHT = (
    *("foreign/test_loose.py", "foreign/test_loose_parts.py", "foreign/test_loose_stamps.py"),
    *("foreign/test_vouched.py", "foreign/test_cms_levels.py"),
    *("foreign/test_imprints.py", "foreign/test_plain_ber.py", "foreign/test_own_loose.py"),
)
_ARCHIVES = (
    *("test_container_rules.py", "foreign/test_asic.py", "foreign/test_asic_names.py"),
    *("foreign/test_asic_covered.py", "foreign/test_two_kinds.py"),
)
_FIELDS = (
    *("foreign/test_pdf_compared.py", "foreign/test_pdf_fields.py"),
    *("foreign/test_pdf_widgets.py", "foreign/test_pdf_roles.py"),
)
_PLAIN = (
    *("test_examine_standing.py", "test_examine_plainly.py", "test_pdf_verbatim.py"),
    *("foreign/test_pdf_layout.py", "foreign/test_pdf_replaced.py"),
)
COMPLETE = {
    "signing/manifest": ("test_manifest.py", "test_manifests_hold.py"),
    "signing/bundles": ("test_bundles.py",),
    "signing/container/": (
        *("test_container.py", "test_container_names.py", "foreign/test_meaning.py"),
        *_ARCHIVES,
    ),
    "signing/foreign/archive.py": _ARCHIVES,
    "signing/foreign/asic": (
        *("foreign/test_asic.py", "foreign/test_asic_covered.py"),
        "foreign/test_stamps.py",
    ),
    "signing/foreign/ber": ("foreign/test_ber.py",),
    "signing/foreign/manifest": ("test_manifests_hold.py", "foreign/test_asic.py"),
    "signing/foreign/pdf_form": (
        *("foreign/test_pdf_changes.py", "foreign/test_pdf_brought.py", *_FIELDS),
    ),
    "signing/foreign/pdf_lent": _FIELDS,
    "signing/foreign/pdf_layout": (
        *("foreign/test_pdf_layout.py", "foreign/test_pdf_replaced.py", *_FOUND),
        "foreign/test_pdf_what_readers_find.py",
    ),
    "signing/foreign/pdf_leading": _FOUND,
    "signing/pdf/repair": _FOUND,
    "signing/foreign/pdf_updates": (*_FOUND, "foreign/test_pdf_what_readers_find.py"),
    "signing/foreign/pdf_hidden": (*_FOUND, "foreign/test_pdf_replaced.py"),
    "signing/foreign/vouched": _BROUGHT,
    "signing/foreign/loose": _BROUGHT,
    "signing/foreign/imprints": _BROUGHT,
    "signing/foreign/plain_ber": _BROUGHT,
    "signing/foreign/referred": _BROUGHT,
    "signing/pdf/grammar": ("test_pdf_words.py", "test_pdf_verbatim.py"),
    "signing/pdf/tables": ("test_pdf_words.py", "test_examine_standing.py"),
    **dict.fromkeys(
        ("signing/pdf/plain_objects", "signing/pdf/chain", "signing/pdf/tree"), _PLAIN
    ),
    "signing/examine/paths": ("test_examine_parts.py",),
}


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("module", COMPLETE)
def test_every_check_is_missed(module: str) -> None:
    command = [sys.executable, "-m", "tests.signing.mutants", "--only", module]
    here = Path(__file__).parents[2]
    ran = subprocess.run(
        [*command, "--tests", *COMPLETE[module]],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " 0 were not missed" in ran.stdout
