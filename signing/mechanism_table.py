"""The table of signature mechanisms: which a key of which kind is asked for, as data.

The program's own rows are ``resources/mechanisms.toml``, which also tells what the columns mean.
An office's rows come before them. They exist for drivers that number their mechanisms in their
own way; they cannot make a signature weaker than the package format allows, and every value is
verified before it is used whatever row it came from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import msgspec

from resources import resource
from signing.detail import Detail
from signing.errors import AlgorithmRefused, MalformedDocument
from signing.national.parameters import ALGORITHM_1, ALGORITHM_1_KEY, BY_KEY
from signing.signer import SignatureAlgorithm

VENDOR_DEFINED = 0x80000000
"""CKM_VENDOR_DEFINED and CKK_VENDOR_DEFINED: numbers from here on are a vendor's own."""
_HIGHEST = 0xFFFFFFFF

# Numbers that somebody may take from a driver's list, by the names people look up.
_NAMES = {
    0x0003: "CKM_RSA_X_509",
    0x0004: "CKM_MD2_RSA_PKCS",
    0x0005: "CKM_MD5_RSA_PKCS",
    0x0006: "CKM_SHA1_RSA_PKCS",
    0x000E: "CKM_SHA1_RSA_PKCS_PSS",
    0x0046: "CKM_SHA224_RSA_PKCS",
    0x0047: "CKM_SHA224_RSA_PKCS_PSS",
    0x1042: "CKM_ECDSA_SHA1",
    0x1043: "CKM_ECDSA_SHA224",
}


class Input(StrEnum):
    """What a mechanism is given."""

    DIGEST = "digest"
    DIGEST_INFO = "digest-info"
    DATA = "data"


class Output(StrEnum):
    """What a driver gives back."""

    OCTETS = "octets"
    ECDSA = "ecdsa"
    S_R = "s-r"
    R_S = "r-s"
    S_R_LITTLE = "s-r-little"
    R_S_LITTLE = "r-s-little"


_NATIONAL_OUTPUTS = (Output.S_R, Output.R_S, Output.S_R_LITTLE, Output.R_S_LITTLE)
_FORMS = {
    "rsa-pkcs1": ("rsa", (Input.DIGEST_INFO, Input.DATA), (Output.OCTETS,)),
    "rsa-pss": ("rsa", (Input.DIGEST, Input.DATA), (Output.OCTETS,)),
    "ecdsa": ("ec", (Input.DIGEST, Input.DATA), (Output.ECDSA,)),
    **{
        scheme: (standard.key.dotted_string, (Input.DIGEST, Input.DATA), _NATIONAL_OUTPUTS)
        for scheme, standard in zip(("ozdst1092", "ozmst286"), BY_KEY.values(), strict=True)
    },
}
"""For each scheme: the kind of its keys, what it may be given, what it may give."""
_ALGORITHMS = {str(algorithm) for algorithm in SignatureAlgorithm}


@dataclass(frozen=True)
class Row:
    """One row; the columns are told in ``resources/mechanisms.toml``."""

    key: str
    scheme: str
    hash: tuple[str, ...]
    key_type: int
    mechanism: int
    input: Input
    output: Output
    parameter: str = ""

    def serves(self, key: str, algorithm: SignatureAlgorithm) -> bool:
        """Whether keys of this kind make ``algorithm`` by this row."""
        return (
            self.key == key
            and self.scheme == algorithm.scheme
            and algorithm.hash_name in self.hash
        )


class _File(msgspec.Struct, forbid_unknown_fields=True):
    row: list[dict[str, str | int | list[str]]] = []


@dataclass(frozen=True)
class MechanismTable:
    """Rows in order of preference."""

    rows: tuple[Row, ...]

    def with_office(self, text: str) -> MechanismTable:
        """Return this table with an office's rows before its own.

        Args:
            text: TOML of the same form as ``resources/mechanisms.toml``.

        Raises:
            MalformedDocument: not TOML of that form; says which row, or what is wrong.
            AlgorithmRefused: a row is about something weak or unknown, by its number and name.
        """
        rows = _parse(text)
        for number, row in enumerate(rows, start=1):
            try:
                _check(row, self.rows)
            except AlgorithmRefused as error:
                raise AlgorithmRefused(f"[[row]] {number}: {error}") from error
        return MechanismTable((*rows, *self.rows))


@cache
def builtin() -> MechanismTable:
    """Return the program's own table."""
    return MechanismTable(_parse(resource("mechanisms.toml").read_text(encoding="utf-8")))


def _parse(text: str) -> tuple[Row, ...]:
    try:
        found = msgspec.convert(tomllib.loads(text), _File).row
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise MalformedDocument(Detail(str(error))) from error
    return tuple(_row(number, fields) for number, fields in enumerate(found, start=1))


def _row(number: int, fields: dict[str, str | int | list[str]]) -> Row:
    # msgspec passes over names a dataclass does not have; here one may be a misspelt condition.
    unknown = sorted(set(fields) - set(Row.__dataclass_fields__))
    if unknown:
        raise MalformedDocument(Detail(f"row {number}: {', '.join(unknown)}"))
    try:
        row = msgspec.convert(fields, Row)
        bytes.fromhex(row.parameter)
    except (msgspec.ValidationError, ValueError) as error:
        raise MalformedDocument(Detail(f"row {number}: {error}")) from error
    return row


def _check(row: Row, known: Iterable[Row]) -> None:
    """Refuse an office's row that is about something weak, unknown, or not what it says.

    Raises:
        AlgorithmRefused: by name.
    """
    if row.key == ALGORITHM_1_KEY.dotted_string:
        raise AlgorithmRefused(ALGORITHM_1)
    if row.scheme not in _FORMS:
        raise AlgorithmRefused(row.scheme)
    key, inputs, outputs = _FORMS[row.scheme]
    if row.key != key:
        raise AlgorithmRefused(f"{row.scheme} with a key of {row.key}")
    for name in row.hash:
        # The enumeration is what the package format allows; it has no SHA-1 and no MD5.
        if f"{row.scheme}-{name}" not in _ALGORITHMS:
            raise AlgorithmRefused(f"{row.scheme} with {name}")
    if row.input not in inputs or row.output not in outputs:
        raise AlgorithmRefused(f"{row.scheme} of {row.input}, giving {row.output}")
    _check_numbers(row, known)


def _check_numbers(row: Row, known: Iterable[Row]) -> None:
    """Standard numbers mean what they mean; only a vendor's own can be given a meaning."""
    same_kind = [item for item in known if item.key == row.key]
    if not VENDOR_DEFINED <= row.key_type <= _HIGHEST and row.key_type not in {
        item.key_type for item in same_kind
    }:
        raise AlgorithmRefused(f"CKK {row.key_type:#x} for {row.key}")
    if VENDOR_DEFINED <= row.mechanism <= _HIGHEST:
        return
    for item in same_kind:
        fits = (item.mechanism, item.scheme, item.input) == (row.mechanism, row.scheme, row.input)
        if fits and set(row.hash) <= set(item.hash):
            return
    raise AlgorithmRefused(_NAMES.get(row.mechanism, f"CKM {row.mechanism:#x} for {row.key}"))
