"""A station asks the readers that are installed, unless the office has it otherwise."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from eqaror_desktop.content_check import readers_check
from eqaror_desktop.findings import CheckState
from eqaror_desktop.settings import read_settings, write_settings
from sync.wire import Action
from tests.application.conftest import Station

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is compared there")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [(True, (CheckState.OK, "Poppler, Ghostscript")), (False, (CheckState.SKIPPED, ""))],
)
def test_the_office_says_whether_pages_are_compared(
    settled_station: Station, asked: bool, answer: tuple[CheckState, str]
) -> None:
    path = settled_station.profile / "settings.toml"
    settings = read_settings(path)
    signing = replace(settings.signing, other_readers=asked)
    write_settings(path, replace(settings, signing=signing))
    with settled_station.open() as application:
        drafts = application.store.drafts
        first = next(one for one in drafts.summaries(asked=True) if Action.SIGN in one.actions)
        examined = application.examiner.draft(drafts.draft(first.id))
    check = readers_check(examined, "stop")
    assert (check.state, check.detail) == answer
