"""One call of PyKCS11, with its return code turned into our error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import PyKCS11

from signing.errors import SigningError
from signing.token.codes import error_of

T = TypeVar("T")

POINTS = {
    PyKCS11.CKK_EC: PyKCS11.CKA_EC_POINT,
    PyKCS11.CKK_GOSTR3410: PyKCS11.CKA_VALUE,
}
"""Where a public key keeps its point (2.3.3, 2.48.3)."""


def call(function: str, action: Callable[[], T]) -> T:
    """Do ``action``, which calls ``function`` of the driver through PyKCS11.

    Raises:
        SigningError: what the return code means.
    """
    try:
        return action()
    except PyKCS11.PyKCS11Error as error:
        raise _error(function, error.value) from error


def check(function: str, result: int) -> None:
    """Take a bare return code of ``function``.

    Raises:
        SigningError: what it means, unless CKR_OK.
    """
    if result != PyKCS11.CKR_OK:
        raise _error(function, result)


def attributes(session: Any, handle: Any, wanted: list[int]) -> tuple[bytes, ...]:  # noqa: ANN401 - PyKCS11 has no types
    """Read attributes as bytes (C_GetAttributeValue); one the token does not have is empty.

    Raises:
        TokenError: the driver failed.
    """
    values = call(
        "C_GetAttributeValue",
        lambda: session.getAttributeValue(handle, wanted, allAsBinary=True),
    )
    return tuple(b"" if value is None else bytes(value) for value in values)


def _error(function: str, result: int) -> SigningError:
    return error_of(function, result, PyKCS11.CKR.get(result))
