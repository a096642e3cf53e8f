"""The messages of one language, parsed once for the process."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from resources import resource

LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")


@lru_cache(maxsize=4)
def message_table(language: str) -> Mapping[str, Any]:
    """Return the sections of ``resources/messages/<language>.toml``.

    Raises:
        FileNotFoundError: there is no such language.
    """
    content = resource("messages", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


@lru_cache(maxsize=4)
def detail_table(language: str) -> Mapping[str, str]:
    """Return what exactly can be wrong with a file, by the code of :class:`signing.flaws.Flaw`.

    A table of its own, because a window that starts has nothing to say of it.

    Raises:
        FileNotFoundError: there is no such language.
    """
    content = resource("details", f"{language}.toml").read_text(encoding="utf-8")
    found: Mapping[str, str] = tomllib.loads(content)["details"]
    return found
