"""Codes of checks, reasons, states and steps have words in every language."""

from __future__ import annotations

import re

from eqaror_desktop.checks import CheckCode, CheckState, SignatureState
from eqaror_desktop.errors import (
    AnotherWaits,
    DemoUnavailable,
    NoDisplay,
    OutputRefused,
)
from eqaror_desktop.flows.signing import Step
from eqaror_desktop.messages import Messages
from resources.forms import forms_of
from signing.detail import Code, Detail, said
from signing.errors import (
    AttemptsLeft,
    PinLocked,
)
from signing.flaws import Flaw
from signing.report import Verdict
from signing.reporting.words import ReportWords
from sync.entries import OutboxState
from sync.wire import Action, Answer, DraftState, Role
from tests.application.message_examples import (
    ANSWERS,
    EXAMPLES,
    MOMENT,
    every_language,
    reason_codes,
    table,
    texts,
)


@every_language
def test_every_check_has_words_for_each_of_its_answers(language: str) -> None:
    known = table(language)["checks"]
    assert set(ANSWERS) == set(CheckCode)
    assert known.keys() == {str(code) for code in CheckCode}
    for code, states in ANSWERS.items():
        assert known[code].keys() == {"name", *states.split()}, code
        for state in states.split():
            kind, _, case = state.partition("_")
            name, answer = Messages.load(language).check(code, CheckState(kind), "7", "8", case)
            assert name
            assert answer
            assert "{" not in answer


@every_language
def test_the_fact_behind_a_check_is_in_words(language: str) -> None:
    messages = Messages.load(language)
    known = table(language)

    def told(code: CheckCode, state: CheckState, detail: str) -> str:
        return messages.check(code, state, detail)[1]

    assert told(CheckCode.STATE, CheckState.FAILED, "RETURNED").endswith(
        known["states"]["RETURNED"]
    )
    for role in Role:
        assert told(CheckCode.POWERS, CheckState.OK, role) == known["roles"][role]
    both = told(CheckCode.POWERS, CheckState.OK, "clerk, hokim")
    assert both == f"{known['roles']['clerk']}, {known['roles']['hokim']}"
    trust = told(CheckCode.TRUST, CheckState.FAILED, "NO_CERTIFICATE_CHAIN_FOUND")
    assert messages.reason("NO_CERTIFICATE_CHAIN_FOUND") in trust
    as_of = told(CheckCode.REVOCATION, CheckState.OK, MOMENT.isoformat())
    assert forms_of(language).moment(MOMENT.astimezone()) in as_of


@every_language
def test_every_reason_of_the_verifier_has_words(language: str) -> None:
    codes = reason_codes()
    assert {"HASH_FAILURE", "REVOKED", "UNSIGNED", "TRY_LATER", "MEMBER_MISSING"} <= codes
    assert table(language)["reasons"].keys() == codes | {"UNKNOWN"}
    for code in codes:
        bare = Messages.load(language).reason(code)
        assert not re.search(r"[{}–:]", bare), bare


@every_language
def test_the_detail_of_a_reason_is_in_words(language: str) -> None:
    messages = Messages.load(language)
    parts = table(language)["parts"]
    told = messages.reason("SIGNER_MISMATCH", said(Flaw.PINFL).within("entry-03"))
    assert told.endswith(
        f"{parts['entry'].replace('{rest}', '3')}: {ReportWords(language).flaw(Flaw.PINFL)}"
    )
    assert messages.reason("MEMBER_MISSING", Detail("annexes/01-a.pdf")).endswith(
        ": annexes/01-a.pdf"
    )
    stamp = messages.reason("TIMESTAMP", Detail(Code("HASH_FAILURE")))
    assert stamp.endswith(messages.reason("HASH_FAILURE"))
    unknown = messages.reason("NEVER_HEARD_OF", Detail("x"))
    assert unknown.endswith(": NEVER_HEARD_OF x")


@every_language
def test_every_state_and_step_has_a_name(language: str) -> None:
    known = table(language)
    for section, codes in (
        ("states", DraftState),
        ("answers", Answer),
        ("outbox", OutboxState),
        ("steps", Step),
        ("trail", SignatureState),
        ("attempts", AttemptsLeft),
        ("roles", Role),
        ("verdicts", Verdict),
    ):
        assert known[section].keys() == {str(code) for code in codes}, section
        words = list(known[section].values())
        assert len(set(words)) == len(words), f"two of {section} read the same"
    assert known["fields"]["NothingAsked"].keys() == {str(action) for action in Action}


@every_language
def test_the_window_names_no_command(language: str) -> None:
    """Whoever starts from a command line is exempt: there is no window yet."""
    messages, command = Messages.load(language), r"--\w|(?<!/)eqaror \w"
    assert re.search(command, messages.error(AnotherWaits("d", "agreed", "k", "")).cure)
    for error in EXAMPLES:
        if not isinstance(error, (NoDisplay, OutputRefused, DemoUnavailable)):
            told = f"{messages.error(error).what} {messages.cure_in_window(error)}"
            assert not re.search(command, told), told
    assert messages.cure_in_window(PinLocked()) == messages.error(PinLocked()).cure


def test_russian_has_its_own_quotation_marks() -> None:
    assert [key for key, text in texts("ru").items() if re.search("[“”„]", text)] == []
