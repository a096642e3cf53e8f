"""The office's own rows in the table of signature mechanisms (``signing.algorithms``)."""

from __future__ import annotations

from pathlib import Path

from eqaror_desktop.errors import SettingsInvalid
from signing.errors import AlgorithmRefused, MalformedDocument
from signing.mechanism_table import MechanismTable, builtin


def office_table(directory: Path, name: str) -> MechanismTable:
    """Return the table of mechanisms with the office's rows first.

    Args:
        directory: of the profile; where a relative name is looked for.
        name: of the TOML file; empty: the office has none.

    Raises:
        SettingsInvalid: the file cannot be read or is no table, or a row in it is about something
            weak or unknown; by name.
    """
    if not name:
        return builtin()
    try:
        return builtin().with_office((directory / name).read_text(encoding="utf-8"))
    except MalformedDocument as error:
        raise SettingsInvalid(f"{name}: {error.detail}") from error
    except OSError as error:
        raise SettingsInvalid(f"{directory / name}", "value", "file") from error
    except UnicodeDecodeError as error:
        raise SettingsInvalid(f"{directory / name}", "encoding") from error
    except AlgorithmRefused as error:
        raise SettingsInvalid(f"{name}: {error}") from error
