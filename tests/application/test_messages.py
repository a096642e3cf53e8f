"""Every error has words in every language: what happened, and what to do."""

from __future__ import annotations

import re

from eqaror_desktop.checks import CheckCode
from eqaror_desktop.errors import (
    DemoUnavailable,
    NotAllowed,
    NotConfigured,
    NothingAsked,
)
from eqaror_desktop.messages import Messages
from registry.problems import Code
from resources.forms import forms_of
from signing.detail import Detail
from signing.errors import (
    CertificateExpired,
    CertificateMismatch,
    MalformedDocument,
    ModuleNotLoaded,
    SignatureCheckFailed,
)
from sync.entries import Reason
from sync.errors import (
    ProxyFault,
    Refused,
    ServerUntrusted,
    Unreachable,
)
from sync.wire import Action
from tests.application.message_examples import (
    EXAMPLES,
    MOMENT,
    OFFICE,
    every_language,
    own_leaves,
    table,
)


def test_there_is_an_example_of_every_leaf() -> None:
    assert own_leaves() <= {type(item) for item in EXAMPLES}


@every_language
def test_every_leaf_has_both_sentences(language: str) -> None:
    known = table(language)["errors"]
    for leaf in own_leaves():
        assert known[leaf.__name__].keys() == {"what", "cure"}, leaf.__name__
    assert known.keys() == {leaf.__name__ for leaf in own_leaves()} | {"DiskFault", "Bug"}


@every_language
def test_an_error_is_told_whole(language: str) -> None:
    messages = [Messages.load(language).error(error) for error in EXAMPLES]
    sentences = [sentence for told in messages for sentence in (told.what, told.cure)]
    holes = re.compile(r"[{}–]|\.\.|: *\.|\(\)")
    assert [item for item in sentences if holes.search(item)] == []
    assert [item for item in sentences if item != item.strip() or not item.endswith(".")] == []
    names = re.compile(r"[A-Z]+(-[A-Z]+)*")
    assert [told.name for told in messages if not names.fullmatch(told.name)] == []


OF_CODES: tuple[tuple[Exception, str], ...] = (
    *((Unreachable("a", item), item) for item in ("refused", "ca-file", "insecure")),
    *((ModuleNotLoaded("p", item), item) for item in ("wrong-architecture", "refused")),
    (CertificateMismatch(OFFICE, "certificate"), "certificate"),
    *((NotAllowed((item,)), item) for item in CheckCode),
    (NotConfigured("trust"), "trust"),
    (SignatureCheckFailed(("HASH_FAILURE",)), "HASH_FAILURE"),
    *((NothingAsked("Q-1", item), item) for item in Action),
)


@every_language
def test_a_code_becomes_words(language: str) -> None:
    """The words of the code stand there; where a word is the code itself, in any case."""
    known, missed = table(language), []
    for error, code in OF_CODES:
        section = known["fields"].get(type(error).__name__, {})
        words = section.get(code) or known["checks"].get(code, {}).get("name")
        words = words or known["reasons"][code].removesuffix(": {detail}")
        if words not in Messages.load(language).error(error).what:
            missed.append((error, words))
    assert missed == []


@every_language
def test_a_reason_has_its_own_cure(language: str) -> None:
    known, wrong = table(language), []
    for error in EXAMPLES:
        if isinstance(error, (DemoUnavailable, ServerUntrusted, ProxyFault)):
            name, head = type(error).__name__, error.reason.partition(" ")[0]
            cure = known["remedies"][name].get(head)
            if cure != Messages.load(language).error(error).cure:
                wrong.append((error, cure))
            if head not in known["fields"][name]:
                wrong.append((error, "no words"))
    assert wrong == []


@every_language
def test_the_same_code_of_two_errors_has_the_words_of_each(language: str) -> None:
    messages = Messages.load(language)
    driver = messages.error(ModuleNotLoaded("p", "refused")).what
    line = messages.error(Unreachable("p", "refused")).what
    fields = table(language)["fields"]
    assert fields["ModuleNotLoaded"]["refused"] in driver
    assert fields["Unreachable"]["refused"] in line
    assert fields["ModuleNotLoaded"]["refused"] != fields["Unreachable"]["refused"]


@every_language
def test_a_fact_with_braces_is_shown_as_it_is(language: str) -> None:
    message = Messages.load(language).error(MalformedDocument(Detail("{path} {0}")))
    assert "{path} {0}" in message.what


@every_language
def test_times_are_written_as_people_write_them(language: str) -> None:
    message = Messages.load(language).error(CertificateExpired(OFFICE, MOMENT))
    assert forms_of(language).day(MOMENT.astimezone()) in message.what


@every_language
def test_every_refusal_of_the_registry_has_reason_and_cure(language: str) -> None:
    messages = Messages.load(language)
    known = table(language)
    # The client's own: unknown at sign-in, no code given, and why an entry waits or ended here.
    own = {"unknown_person", "refused", *map(str, Reason)}
    assert known["refused"].keys() == {str(code) for code in Code} | own
    assert known["cures"].keys() == known["refused"].keys()
    for code in known["refused"]:
        message = messages.error(Refused(code))
        assert (message.what, message.cure) == (known["refused"][code], known["cures"][code])
        assert messages.refusal(code) == message.what
        assert message.what.endswith(".")
        assert message.cure.endswith(".")
