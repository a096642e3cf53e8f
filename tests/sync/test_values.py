"""Wire values: strict when read, changed by ``dataclasses.replace``, silent about secrets."""

from __future__ import annotations

import dataclasses
import gc
import json
from datetime import UTC, datetime

import msgspec
import pytest

from sync import wire
from tests.sync.makers import summary


def test_a_changed_copy_is_made_like_a_dataclass() -> None:
    made = summary()
    other = dataclasses.replace(made, title="Boshqa")
    assert (other.title, made.title) == ("Boshqa", "Yer uchastkasini ajratish toʻgʻrisida, 1")
    assert dataclasses.replace(other, title=made.title) == made
    with pytest.raises(TypeError):
        dataclasses.replace(made, no_such_field=1)  # type: ignore[call-arg]  # tried here
    with pytest.raises(AttributeError):
        made.title = "x"  # type: ignore[misc]  # tried here


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(wire.DraftSummary)])
def test_no_field_may_be_missing_or_of_another_type(field: str) -> None:
    good = json.loads(msgspec.json.encode(summary(annex_count=2)))
    more = json.dumps(good | {"later": 1})
    assert msgspec.json.decode(more, type=wire.DraftSummary) == summary(annex_count=2)
    without = {name: value for name, value in good.items() if name != field}
    for wrong in (without, good | {field: {"strange": 1}}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(json.dumps(wrong), type=wire.DraftSummary)


def test_ten_thousand_of_them_are_no_work_for_the_collector() -> None:
    assert not gc.is_tracked(summary())


def test_no_secret_is_printed() -> None:
    now = datetime.now(UTC)
    secret = "a-very-secret-word"
    for value in (
        wire.Session(secret, now, secret, now),
        wire.RefreshRequest(secret),
        wire.PasswordRequest("11111111111111", secret),
    ):
        assert secret not in f"{value!r} {value}"
