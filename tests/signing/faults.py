"""A token behind the module of ``fault_module.c``, with a script that can be changed at any time.

A rule of a script is written with the function's name: ``C_Sign@1:crash``.
"""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from pathlib import Path

from signing.token.modules import ModuleSpec
from tests.signing.softhsm import MadeToken, fault_library

# CK_FUNCTION_LIST of PKCS#11 v2.40, in its order.
_NAMES = """
Initialize Finalize GetInfo GetFunctionList GetSlotList GetSlotInfo GetTokenInfo GetMechanismList
GetMechanismInfo InitToken InitPIN SetPIN OpenSession CloseSession CloseAllSessions GetSessionInfo
GetOperationState SetOperationState Login Logout CreateObject CopyObject DestroyObject
GetObjectSize GetAttributeValue SetAttributeValue FindObjectsInit FindObjects FindObjectsFinal
EncryptInit Encrypt EncryptUpdate EncryptFinal DecryptInit Decrypt DecryptUpdate DecryptFinal
DigestInit Digest DigestUpdate DigestKey DigestFinal SignInit Sign SignUpdate SignFinal
SignRecoverInit SignRecover VerifyInit Verify VerifyUpdate VerifyFinal VerifyRecoverInit
VerifyRecover DigestEncryptUpdate DecryptDigestUpdate SignEncryptUpdate DecryptVerifyUpdate
GenerateKey GenerateKeyPair WrapKey UnwrapKey DeriveKey SeedRandom GenerateRandom
GetFunctionStatus CancelFunction WaitForSlotEvent
"""
FUNCTIONS = _NAMES.split()

_WORD = struct.calcsize("@L")
_OUT = 68


class Fault:
    """A driver that does as a script says; what it did can be counted."""

    def __init__(self, inner: ModuleSpec, built: Path, directory: Path, script: str = "") -> None:
        """Put the module of ``fault_module.c`` in front of another one.

        ``built`` is a directory of the test session, ``directory`` one of the test's own.
        """
        self._state = directory / "fault.state"
        self._script = directory / "fault.script"
        directory.mkdir(exist_ok=True)
        self._state.write_bytes(bytes(80 * _WORD))
        self.play(script)
        environment = {
            **inner.environment,
            "FAULT_INNER": str(inner.path),
            "FAULT_STATE": str(self._state),
            "FAULT_SCRIPT": str(self._script),
        }
        self.module = ModuleSpec(fault_library(built), environment)

    def play(self, script: str) -> None:
        """Give another script, from the next call on; in one step, as calls may be under way."""
        part = self._script.with_suffix(".part")
        part.write_text(re.sub(r"C_(\w+)", lambda name: str(FUNCTIONS.index(name[1])), script))
        part.replace(self._script)

    def calls(self, function: str) -> int:
        """How often a function was called, by all processes."""
        return self._word(FUNCTIONS.index(function.removeprefix("C_")))

    def forget_calls(self) -> None:
        with self._state.open("r+b") as file:
            file.write(bytes(_OUT * _WORD))

    def pull(self) -> None:
        """The token is out from now on."""
        self._put(_OUT, 1)

    def put_back(self) -> None:
        """The token is in again; sessions from before stay closed."""
        self._put(_OUT, 0)

    def _word(self, index: int) -> int:
        (value,) = struct.unpack_from("@L", self._state.read_bytes(), index * _WORD)
        return int(value)

    def _put(self, index: int, value: int) -> None:
        # In place: the processes have this very file mapped.
        with self._state.open("r+b") as file:
            file.seek(index * _WORD)
            file.write(struct.pack("@L", value))


class FaultyToken(Fault):
    """A made token behind such a driver."""

    def __init__(self, token: MadeToken, built: Path, directory: Path, script: str = "") -> None:
        super().__init__(token.module, built, directory, script)
        self.token = replace(token, module=self.module)
        self.serial = token.serial
