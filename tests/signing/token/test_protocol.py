from __future__ import annotations

import io

import pytest

from signing import errors
from signing.errors import AttemptsLeft, SigningError
from signing.token import protocol
from signing.token.info import TokenCertificate, TokenInfo
from signing.token.pin import UnblockWay
from signing.token.protocol import FrameError

TOKEN = TokenInfo("12", "Gʻ", "m", "n", AttemptsLeft.LAST, 4, 0, True, True, False)

COMMANDS: list[protocol.AnyCommand] = [
    protocol.ListTokens(),
    protocol.ReadCertificates("12", logged_in=True),
    protocol.Login("12", writable=False),
    protocol.Sign(b"\0\xff", 3, 0x1041, "sha256", bytes(32)),
    protocol.Logout(),
    protocol.ChangePin("12"),
    protocol.UnblockPin("12", UnblockWay.SET_PIN),
    protocol.InitialiseToken("Oʻ"),
    protocol.GenerateKey(3, 0, b"\x06", b"\x01", "a"),
    protocol.StoreCertificate(b"\x01", "a", b"d", b"s", b"i", b"\x02\x01\x01"),
]
ANSWERS: list[protocol.AnyAnswer] = [
    protocol.Ready(),
    protocol.Tokens((TOKEN,)),
    protocol.Certificates((TokenCertificate("12", b"\x01", "a", b"\x30\x00"),)),
    protocol.LoggedIn((1, 0x1041)),
    protocol.Value(bytes(range(64))),
    protocol.Initialised("12"),
    protocol.PublicKey(b"n", b"e", b""),
    protocol.Done(),
    protocol.Failure(protocol.FailureKind.PIN_LENGTH, minimum=4, maximum=8),
]
ERRORS: list[SigningError] = [
    errors.ModuleNotLoaded("/x.so", "refused"),
    errors.TokenAbsent("12"),
    errors.TokenAbsent(None),
    errors.TokenRemoved(),
    errors.TokenBusy(),
    errors.DeviceFault("C_Sign", "CKR_DEVICE_ERROR"),
    errors.PinIncorrect(AttemptsLeft.LAST),
    errors.PinLocked(),
    errors.PinLength(4, 8),
    errors.PinMustChange(),
    errors.PinNotSet(),
    errors.PinCancelled(),
    errors.NewPinRefused(),
    errors.PukIncorrect(AttemptsLeft.FEW),
    errors.PukLocked(),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_arrive_as_they_left(command: protocol.AnyCommand) -> None:
    assert protocol.decode_command(bytearray(protocol.encode(command))) == command


@pytest.mark.parametrize("answer", ANSWERS)
def test_answers_arrive_as_they_left(answer: protocol.AnyAnswer) -> None:
    assert protocol.decode_answer(bytearray(protocol.encode(answer))) == answer


@pytest.mark.parametrize("error", ERRORS)
def test_errors_arrive_as_they_left(error: SigningError) -> None:
    message = protocol.decode_answer(bytearray(protocol.encode(protocol.failure(error))))
    assert isinstance(message, protocol.Failure)
    received = protocol.error_of(message)
    assert type(received) is type(error)
    assert vars(received) == vars(error)


def test_every_kind_of_failure_is_covered() -> None:
    kinds = {protocol.failure(error).kind for error in ERRORS}
    assert kinds == set(protocol.FailureKind)
    with pytest.raises(TypeError):
        protocol.failure(errors.NoCertificate())


class Trickle(io.RawIOBase):
    """A pipe that gives and takes one byte at a time."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__()
        self.content = bytearray(content)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any writable buffer
        if not self.content:
            return 0
        buffer[0] = self.content.pop(0)
        return 1

    def write(self, data: memoryview) -> int:  # type: ignore[override]  # any readable buffer
        self.content += bytes(data[:1])
        return 1


@pytest.mark.parametrize("content", [b"", b"x", bytes(1000)])
def test_frames_survive_short_reads_and_writes(content: bytes) -> None:
    pipe = Trickle()
    protocol.write_frame(pipe, content)
    assert protocol.read_frame(pipe) == content
    with pytest.raises(FrameError):
        protocol.read_frame(pipe)


@pytest.mark.parametrize(
    ("content", "limit"),
    [(b"\0\0", 10), (b"\0\0\0\x05abcd", 10), (b"\0\0\0\x0b" + bytes(11), 10), (b"\xff" * 9, 10)],
)
def test_broken_and_oversized_frames_are_refused(content: bytes, limit: int) -> None:
    with pytest.raises(FrameError):
        protocol.read_frame(Trickle(content), limit)


@pytest.mark.parametrize("content", [b"", b"\x01", b"\x81\xa4type\xa1X", b"\xff", b"\xa1\xff"])
def test_what_is_no_message_is_refused(content: bytes) -> None:
    with pytest.raises(FrameError):
        protocol.decode_answer(bytearray(content))
    with pytest.raises(FrameError):
        protocol.decode_command(bytearray(content))


def test_only_commands_with_a_pin_announce_secrets() -> None:
    announced = {type(command).__name__: command.secrets for command in COMMANDS}
    assert {name: count for name, count in announced.items() if count} == {
        "Login": 1,
        "ChangePin": 2,
        "UnblockPin": 2,
        "InitialiseToken": 2,
    }


def test_wiping_keeps_the_place() -> None:
    secret = bytearray(b"13572468")
    view = memoryview(secret)
    protocol.wipe(secret)
    assert bytes(view) == bytes(8)
