"""The words are the same in all languages, and each language is written right."""

from __future__ import annotations

import re

import pytest

from eqaror_desktop.errors import (
    NotConfigured,
)
from eqaror_desktop.messages import Messages
from resources.forms import forms_of
from signing.errors import (
    TokenTimeout,
)
from sync.errors import (
    OutcomeUnknown,
)
from tests.application.message_examples import (
    LANGUAGES,
    every_language,
    placeholders,
    texts,
)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_languages_have_the_same_keys_and_fields(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert list(other) == list(english)
    for key, text in english.items():
        assert placeholders(other[key]) == placeholders(text), key


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_sentences_are_translated(language: str) -> None:
    """A text of several words that reads as the English one was forgotten."""
    english = texts("en")
    forgotten = {
        key
        for key, text in texts(language).items()
        if text == english[key] and re.search(r"[a-z]{2} [a-z]{2}", text)
    }
    assert not forgotten


def test_uzbek_in_latin_has_its_own_letters() -> None:
    for key, text in texts("uz").items():
        assert not re.search("['’‘`´]", text), key
        # U+02BB follows o and g only, U+02BC stands anywhere else.
        assert not re.search("[^oOgG]\u02bb|^\u02bb", text), key
        assert not re.search("[oOgG]\u02bc(?=[a-z])", text), key
        assert not re.search("[\u0400-\u04ff]", text), key


@pytest.mark.parametrize("language", ["uz_Cyrl", "ru"])
def test_no_word_mixes_the_alphabets(language: str) -> None:
    for key, text in texts(language).items():
        assert not re.search("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]", text), key
        assert not re.search("[\u02bb\u02bc'’‘`´]", text), key


def test_uzbek_in_cyrillic_uses_no_russian_letter_that_it_lacks() -> None:
    for key, text in texts("uz_Cyrl").items():
        assert not re.search("[щыЩЫ]", text), key


def test_russian_uses_no_uzbek_letter() -> None:
    for key, text in texts("ru").items():
        assert not re.search("[ўқғҳЎҚҒҲ]", text), key


@every_language
def test_no_error_shows_a_secret(language: str) -> None:
    """No text of the error tree asks for a field in which a secret could be."""
    secret = {"pin", "password", "secret", "key", "token", "puk", "value"}
    shown = {
        key: placeholders(text)
        for key, text in texts(language).items()
        if key.startswith(("errors.", "refused.", "cures."))
    }
    assert not {key for key, fields in shown.items() if secret & set(fields)}
    message = Messages.load(language).error(OutcomeUnknown("3f1c-the-key"))
    assert "3f1c" not in str(message)
    assert "kept to itself" not in str(Messages.load(language).error(KeyError("kept to itself")))


@every_language
def test_what_is_missing_decides_what_to_do(language: str) -> None:
    messages = Messages.load(language)
    registry, trust = NotConfigured("registry"), NotConfigured("trust")
    # An address can be typed into the window; authorities are files.
    assert "settings.toml" in messages.error(registry).cure
    assert "trust" in messages.error(trust).cure
    assert ".pem" in messages.error(trust).cure
    assert "trust" not in messages.cure_in_window(registry)
    assert "F8" in messages.cure_in_window(trust)
    assert "settings.toml" not in messages.cure_in_window(registry)


@every_language
def test_numbers_in_messages_are_written_as_the_language_does(language: str) -> None:
    messages, forms = Messages.load(language), forms_of(language)
    for seconds, places in ((60.0, 0), (0.5, 1), (12_345.5, 1)):
        assert forms.number(seconds, places) in messages.error(TokenTimeout("sign", seconds)).what
    assert "60.0" not in messages.error(TokenTimeout("sign", 60.0)).what
