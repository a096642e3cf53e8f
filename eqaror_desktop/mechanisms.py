"""The office's own rows in the table of signature mechanisms (``signing.algorithms``)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from eqaror_desktop.errors import SettingsInvalid
from eqaror_desktop.mistakes import Source
from eqaror_desktop.policies import Unfit
from signing.errors import AlgorithmRefused, MalformedDocument
from signing.mechanism_table import MechanismTable, builtin
from sync.values import Value


class _Row(Value, frozen=True):
    """What a row may say, so that a mistake is told by line, row and name.

    As :class:`signing.mechanism_table.Row`; what it means is judged there.
    """

    key: str
    scheme: Literal["rsa-pkcs1", "rsa-pss", "ecdsa", "ozdst1092", "ozmst286"]
    hash: tuple[str, ...]
    key_type: int
    mechanism: int
    input: Literal["digest", "digest-info", "data"]
    output: Literal["octets", "ecdsa", "s-r", "r-s", "s-r-little", "r-s-little"]
    parameter: str = ""

    def __post_init__(self) -> None:
        """Refuse a parameter that is no octets."""
        try:
            bytes.fromhex(self.parameter)
        except ValueError as error:
            raise Unfit("parameter", "hex") from error


class _Rows(Value, frozen=True):
    row: tuple[_Row, ...] = ()


def office_table(directory: Path, name: str) -> MechanismTable:
    """Return the table of mechanisms with the office's rows first.

    Args:
        directory: of the profile; where a relative name is looked for.
        name: of the TOML file; empty: the office has none.

    Raises:
        SettingsInvalid: the file cannot be read or is no table, or a row in it is about something
            weak or unknown; by row and name.
    """
    if not name:
        return builtin()
    path = directory / name
    if not path.exists():
        raise SettingsInvalid(str(path), "value", "file")
    source = Source.read(path)
    source.checked(source.tree(), _Rows)
    try:
        return builtin().with_office(source.text)
    except (AlgorithmRefused, MalformedDocument) as error:
        # By now it has the right form: what is left is what no row may say.
        raise SettingsInvalid(f"{path}: {error}", "row") from error
