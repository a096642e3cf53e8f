"""What is remembered of PINs: attempts before they are made, outcomes after, never a PIN."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eqaror_desktop.errors import AttemptUnconfirmed
from eqaror_desktop.pins import Outcome, PinMemory, PinRecord, outcome_of
from signing import errors
from signing.errors import AttemptsLeft, PinIncorrect, PinLocked, SigningError
from signing.token.host import TimeLimits, TokenHost
from signing.token.info import TokenInfo
from signing.token.pin import PinKind, PinUse
from signing.token.pin_change import change_pin, unblock_pin
from sync.chain import Fields
from sync.errors import StoreFull
from sync.key_log import KeyLog
from sync.secrets import FileSecrets
from sync.station import Store
from sync.store.database import Transaction
from sync.store.facts import Facts
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import PIN, SO_PIN, MadeToken, make_token

WRONG = b"24681357"
NOON = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
SILENT = TokenInfo("77", "a", "b", "c", AttemptsLeft.UNKNOWN, 4, 8, False, True, False)
USE = PinUse(SILENT, PinKind.USER, 30.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "profile").mkdir()
    with Store.open(
        tmp_path / "profile", FileSecrets(tmp_path / "profile" / "keyring.json")
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> MadeToken:
    return make_token(tmp_path_factory.mktemp("pins"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("built")


def attempt(memory: PinMemory, error: SigningError | None, use: PinUse = USE) -> None:
    memory.begun(use)
    memory.ended(use, error)


def test_failures_are_counted_until_one_is_accepted(store: Store) -> None:
    memory = PinMemory(store.facts, lambda: NOON)
    for _ in range(2):
        attempt(memory, PinIncorrect())
    assert memory.record("77") == PinRecord(refused=2, last=NOON)
    with memory.confirmed("77"):
        attempt(memory, None)
    assert memory.record("77") == PinRecord()
    assert store.facts.get("pin/user/77") is None


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_third_attempt_on_a_silent_token_must_be_confirmed(
    store: Store, confirmed: bool
) -> None:
    memory = PinMemory(store.facts)
    for _ in range(2):
        assert not memory.guarded(SILENT)
        attempt(memory, PinIncorrect())
    assert memory.guarded(SILENT)
    if confirmed:
        with memory.confirmed("77"):
            attempt(memory, PinIncorrect())
        assert memory.record("77").refused == 3
    else:
        with memory.confirmed("78"), pytest.raises(AttemptUnconfirmed) as caught:
            memory.begun(USE)
        assert (caught.value.serial, caught.value.tries) == ("77", 2)
        assert memory.record("77").tries == 2
    with pytest.raises(AttemptUnconfirmed):
        memory.begun(USE)


def test_one_attempt_is_allowed_and_no_second(store: Store) -> None:
    memory = PinMemory(store.facts)
    for _ in range(2):
        attempt(memory, PinIncorrect())
    memory.allow("77")
    attempt(memory, PinIncorrect())
    with pytest.raises(AttemptUnconfirmed):
        memory.begun(USE)


@pytest.mark.parametrize(
    ("attempts", "guarded"),
    [
        (AttemptsLeft.UNKNOWN, True),
        (AttemptsLeft.FEW, True),
        (AttemptsLeft.SEVERAL, False),
        (AttemptsLeft.LAST, False),
    ],
)
def test_a_token_that_tells_is_believed(
    store: Store, attempts: AttemptsLeft, guarded: bool
) -> None:
    memory = PinMemory(store.facts)
    for _ in range(2):
        attempt(memory, PinIncorrect())
    assert memory.guarded(replace(SILENT, attempts=attempts)) is guarded


def test_each_secret_has_its_count(store: Store) -> None:
    memory = PinMemory(store.facts)
    puk = PinUse(SILENT, PinKind.PUK, 30.0)
    for _ in range(2):
        attempt(memory, errors.PukIncorrect(), puk)
    assert memory.guarded(SILENT, PinKind.PUK)
    assert not memory.guarded(SILENT)
    with pytest.raises(AttemptUnconfirmed) as caught:
        memory.begun(puk)
    assert caught.value.code == "puk"
    # The PIN before each signature is mostly the same one, with the same counter.
    attempt(memory, PinIncorrect())
    attempt(memory, PinIncorrect(), PinUse(SILENT, PinKind.SIGNATURE, 30.0))
    assert memory.guarded(SILENT)
    with memory.confirmed(None):
        attempt(memory, None, PinUse(SILENT, PinKind.SIGNATURE, 30.0))
    assert memory.tries("77") == 0
    with memory.confirmed(None):
        attempt(memory, None, puk)
    assert memory.tries("77", PinKind.PUK) == 0


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, Outcome.ACCEPTED),
        (PinIncorrect(), Outcome.REFUSED),
        (PinLocked(), Outcome.REFUSED),
        (errors.PukLocked(), Outcome.REFUSED),
        (errors.HostDied(-11), Outcome.UNKNOWN),
        (errors.TokenTimeout("Login", 1.0), Outcome.UNKNOWN),
        (errors.TokenRemoved(), Outcome.UNKNOWN),
        (errors.DeviceFault("C_Login", "CKR_DEVICE_ERROR"), Outcome.UNKNOWN),
        (errors.DeviceFault("C_Login", "0x80000123"), Outcome.UNKNOWN),
        (errors.DeviceFault("C_Login", "CKR_USER_ALREADY_LOGGED_IN"), Outcome.UNSENT),
        (errors.DeviceFault("C_OpenSession", "CKR_DEVICE_ERROR"), Outcome.UNSENT),
        (errors.PinCancelled(), Outcome.UNSENT),
        (errors.PinLength(4, 8), Outcome.UNSENT),
        (errors.PinNotSet(), Outcome.UNSENT),
        (errors.NewPinRefused(), Outcome.UNSENT),
        (errors.TokenAbsent("77"), Outcome.UNSENT),
        (errors.TokenBusy(), Outcome.UNSENT),
    ],
    ids=repr,
)
def test_what_an_answer_means_for_the_counter(
    store: Store, error: SigningError | None, outcome: Outcome
) -> None:
    assert outcome_of(error) is outcome
    memory = PinMemory(store.facts, lambda: NOON)
    attempt(memory, PinIncorrect())
    attempt(memory, error)
    assert (
        memory.record("77")
        == {
            Outcome.ACCEPTED: PinRecord(),
            Outcome.REFUSED: PinRecord(refused=2, last=NOON),
            Outcome.UNSENT: PinRecord(refused=1, last=NOON),
            Outcome.UNKNOWN: PinRecord(refused=1, unknown=1, last=NOON),
        }[outcome]
    )


def test_what_cannot_be_written_down_is_not_sent(
    store: Store, token: MadeToken, built: Path, tmp_path: Path
) -> None:
    faulty = FaultyToken(token, built, tmp_path / "fault")
    memory = PinMemory(FullFacts(store.database))
    with TokenHost(faulty.module, pins=memory) as host:
        with pytest.raises(StoreFull):
            host.open(faulty.serial, token.pin())
        assert faulty.calls("C_Login") == 0
        host.pins = PinMemory(store.facts)
        host.open(faulty.serial, token.pin()).close()
        assert faulty.calls("C_Login") == 1


@pytest.mark.parametrize("error", [None, PinIncorrect(), errors.HostDied(-9)], ids=repr)
def test_an_answer_that_comes_after_the_store_was_closed_raises_nothing(
    tmp_path: Path, error: SigningError | None
) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    secrets = FileSecrets(profile / "keyring.json")
    with Store.open(profile, secrets) as store:
        memory = PinMemory(store.facts)
        memory.begun(USE)
    memory.ended(USE, error)
    with Store.open(profile, secrets) as store:
        assert PinMemory(store.facts).record("77").begun


class FullFacts(Facts):
    """On a disk that is full."""

    def put(self, name: str, value: str) -> None:
        raise StoreFull(f"{name} {len(value)}")


def test_a_silent_token_through_its_real_driver(
    store: Store, token: MadeToken, built: Path, tmp_path: Path
) -> None:
    faulty = FaultyToken(token, built, tmp_path / "fault", "C_GetTokenInfo:mute")
    memory = PinMemory(store.facts)
    with TokenHost(faulty.module, pins=memory) as host:
        for _ in range(2):
            with pytest.raises(PinIncorrect) as caught:
                host.open(faulty.serial, bytearray(WRONG))
            assert caught.value.attempts is AttemptsLeft.UNKNOWN
        pin = token.pin()
        with pytest.raises(AttemptUnconfirmed):
            host.open(faulty.serial, pin)
        assert not any(pin)
        assert faulty.calls("C_Login") == 2
        # The process of the driver is the same, the memory is not: it is in the store.
        again = PinMemory(store.facts)
        host.pins = again
        with pytest.raises(AttemptUnconfirmed):
            host.open(faulty.serial, token.pin())
        with again.confirmed(faulty.serial):
            host.open(faulty.serial, token.pin()).close()
        assert again.record(faulty.serial) == PinRecord()
        assert faulty.calls("C_Login") == 3


@pytest.mark.parametrize(
    ("script", "limits"),
    [
        ("C_Login:crash", TimeLimits()),
        ("C_Login:hang", TimeLimits(login=0.4)),
        ("C_Login:code:30", TimeLimits()),
    ],
)
def test_no_answer_is_an_attempt_of_unknown_outcome(
    store: Store, token: MadeToken, built: Path, tmp_path: Path, script: str, limits: TimeLimits
) -> None:
    faulty = FaultyToken(token, built, tmp_path / "fault", script)
    memory = PinMemory(store.facts)
    with TokenHost(faulty.module, limits, pins=memory) as host:
        with pytest.raises(SigningError):
            host.open(faulty.serial, token.pin())
        record = memory.record(faulty.serial)
        assert (record.refused, record.unknown, record.begun) == (0, 1, False)
        # Once: neither the fault nor the new process makes the program send it again.
        assert faulty.calls("C_Login") == 1
        host.tokens()
        assert faulty.calls("C_Login") == 1


KILLED = """
import os, sys
from pathlib import Path
from eqaror_desktop.pins import PinMemory
from signing.token.host import TokenHost
from signing.token.modules import ModuleSpec
from sync.secrets import FileSecrets
from sync.station import Store

profile, module, serial, *pairs = sys.argv[1:]
environment = dict(zip(pairs[::2], pairs[1::2]))
store = Store.open(Path(profile), FileSecrets(Path(profile) / "keyring.json"))
memory = PinMemory(store.facts, log=store.log)
# The driver's answer never comes, because the program is gone as soon as the PIN is under way.
memory.sending = lambda use: os._exit(9)
TokenHost(ModuleSpec(Path(module), environment), pins=memory).open(serial, bytearray(b"24681357"))
"""


def test_a_program_killed_between_sending_and_answer_remembers(
    tmp_path: Path, token: MadeToken
) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    environment = [part for pair in token.module.environment.items() for part in pair]
    command = [sys.executable, "-c", KILLED, str(profile), str(token.module.path), token.serial]
    for _ in range(2):
        ran = subprocess.run([*command, *environment], capture_output=True, timeout=60)
        assert ran.returncode == 9, ran.stderr
    with Store.open(profile, FileSecrets(profile / "keyring.json")) as store:
        memory = PinMemory(store.facts)
        record = memory.record(token.serial)
        assert (record.refused, record.unknown, record.begun) == (0, 1, True)
        assert memory.tries(token.serial) == 2
        assert memory.guarded(replace(SILENT, serial=token.serial))
        # A PIN that was sent, and no answer: that is what is known.
        told = {"kind": "pin_login", "token": token.serial, "on_reader": False}
        assert logged(store) == [{"event": "pin_sent", **told}] * 2
        assert store.log.verify().fault is None


def test_nothing_made_of_a_pin_is_kept(
    store: Store, token: MadeToken, built: Path, tmp_path: Path
) -> None:
    faulty = FaultyToken(token, built, tmp_path / "fault")
    memory = PinMemory(store.facts, lambda: NOON)
    with TokenHost(faulty.module, pins=memory) as host, pytest.raises(PinIncorrect):
        host.open(faulty.serial, bytearray(WRONG))
    with store.database.read() as rows:
        kept: dict[str, str] = dict(
            rows.rows("SELECT name, value FROM fact WHERE name LIKE 'pin/%'")
        )
    # Every byte of it is known, so nothing can hide a hash.
    assert kept == {
        f"pin/user/{token.serial}": '{"refused":1,"unknown":0,"begun":false,'
        '"last":"2026-03-04T07:00:00Z"}'
    }
    with TokenHost(token.module) as host:
        host.open(token.serial, token.pin()).close()


def logged(store: Store) -> list[dict[str, object]]:
    """What the key log says, without what every record has."""
    found = [json.loads(record.text) for record in store.log.records()]
    chain = ("format", "number", "previous", "time")
    return [{name: item[name] for name in item if name not in chain} for item in found]


def test_changing_and_unblocking_count_too(tmp_path: Path, store: Store) -> None:
    token = make_token(tmp_path / "own")
    memory = PinMemory(store.facts, log=store.log)
    with TokenHost(token.module, pins=memory) as host:
        with pytest.raises(PinIncorrect):
            change_pin(host, token.serial, bytearray(WRONG), bytearray(b"11223344"))
        assert memory.record(token.serial).refused == 1
        with pytest.raises(errors.PukIncorrect):
            unblock_pin(host, token.serial, bytearray(WRONG), bytearray(b"11223344"))
        assert memory.record(token.serial, PinKind.PUK).refused == 1
        unblock_pin(host, token.serial, bytearray(SO_PIN), bytearray(b"11223344"))
        assert memory.tries(token.serial) == 0
        assert memory.tries(token.serial, PinKind.PUK) == 0
        change_pin(host, token.serial, bytearray(b"11223344"), bytearray(PIN))
        host.open(token.serial, token.pin()).close()
    found = logged(store)
    sent, answered = found[::2], found[1::2]
    kinds = ["pin_change", "pin_unblock", "pin_unblock", "pin_change", "pin_login"]
    assert [item["event"] for item in sent] == ["pin_sent"] * 5
    assert [item["kind"] for item in sent] == [item["kind"] for item in answered] == kinds
    assert [item["sent"] for item in answered] == [1, 3, 5, 7, 9]
    assert [item["result"] for item in answered] == [
        *("PinIncorrect", "PukIncorrect", "accepted", "accepted", "accepted")
    ]
    assert {item["token"] for item in found} == {token.serial}
    assert store.log.kept_head() == store.log.head()
    assert store.log.verify().fault is None
    for secret in (WRONG, SO_PIN, PIN, b"11223344"):
        assert secret.decode() not in repr(found)


def test_a_pin_that_cannot_be_logged_is_not_sent(
    store: Store, token: MadeToken, built: Path, tmp_path: Path
) -> None:
    faulty = FaultyToken(token, built, tmp_path / "fault")
    log = FullLog(store.database, tmp_path / "log.head", bytes(32), lambda: NOON)
    memory = PinMemory(store.facts, log=log)
    with TokenHost(faulty.module, pins=memory) as host, pytest.raises(StoreFull):
        host.open(faulty.serial, token.pin())
    assert faulty.calls("C_Login") == 0
    assert memory.record(faulty.serial) == PinRecord()


class FullLog(KeyLog):
    """On a disk that is full."""

    def append(self, store: Transaction, event: str, fields: Fields) -> int:
        super().append(store, event, fields)
        raise StoreFull
