"""Files written for people: the whole of them or nothing, and said by their own name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eqaror_desktop.new_file import write_new


def test_what_cannot_be_written_is_called_by_the_name_it_was_to_have(tmp_path: Path) -> None:
    target = tmp_path / "away" / "varaqa.pdf"
    with pytest.raises(FileNotFoundError) as told:
        write_new(target, (b"x",), 0o600)
    # Nobody chose the name of the part, and nobody can find it.
    assert told.value.filename == str(target)


def test_an_error_of_what_is_written_keeps_its_own_file_and_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise FileNotFoundError(2, "gone", "source.asice")

    target = tmp_path / "varaqa.pdf"
    with pytest.raises(FileNotFoundError) as told:
        write_new(target, broken(), 0o600)
    assert told.value.filename == "source.asice"
    assert list(tmp_path.iterdir()) == []
