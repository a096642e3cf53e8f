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
