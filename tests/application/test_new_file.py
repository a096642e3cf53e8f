"""Files written for people: the whole of them or nothing, and said by their own name."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from eqaror_desktop.errors import OutputRefused
from eqaror_desktop.messages import Messages
from eqaror_desktop.new_file import require_new, write_new


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


def test_a_full_disk_is_told_with_the_file(tmp_path: Path) -> None:
    def full() -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space") as told:
        write_new(tmp_path / "varaqa.pdf", full(), 0o600)
    message = str(Messages.load("en").error(told.value))
    # Only that: what a command did before it wrote this, stays done.
    assert f"{tmp_path / 'varaqa.pdf'}: there is no space left" in message
    assert "Make space, and repeat. E-398" in message


@pytest.mark.parametrize("force", [True, False])
def test_nothing_is_written_over_unasked(tmp_path: Path, *, force: bool) -> None:
    target = tmp_path / "varaqa.pdf"
    require_new(target, force=force)
    target.mkdir()
    with pytest.raises(OutputRefused, match="special"):
        require_new(target, force=force)
    target.rmdir()
    target.write_bytes(b"x")
    if force:
        require_new(target, force=True)
    else:
        with pytest.raises(OutputRefused, match="exists"):
            require_new(target, force=False)


@pytest.mark.parametrize("letters", [250, 255, 256, 4_000])
def test_a_name_is_as_long_as_names_may_be(tmp_path: Path, letters: int) -> None:
    target = tmp_path / "n".ljust(letters, "n")
    if letters <= 255:
        write_new(target, (b"x",), 0o600)
        assert target.read_bytes() == b"x"
    else:
        with pytest.raises(OSError, match="too long") as told:
            write_new(target, (b"x",), 0o600)
        assert told.value.filename == str(target)
    assert list(tmp_path.iterdir()) == [target][: letters <= 255]
