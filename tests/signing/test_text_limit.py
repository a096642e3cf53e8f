"""A text that nobody could verify is not signed."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from signing.container.limits import MAX_TEXT_BYTES
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.package import build_package
from signing.signer import SignatureAlgorithm, SignerCertificate
from signing.statement import Content
from tests.signing.hostile_pdfs import make
from tests.signing.pki import NOW, make_case


class Untouched:
    """A signer that must not be asked: a PIN would be spent on it."""

    identity: SignerCertificate
    algorithm = SignatureAlgorithm.ECDSA_SHA256

    def sign(self, data: bytes) -> bytes:
        raise AssertionError(data)


def test_a_text_that_would_not_be_read_is_not_signed() -> None:
    case = make_case()
    text = case.content.text + bytes(MAX_TEXT_BYTES)
    version = replace(case.version, text=Content.of(text))
    decision = replace(case.content.decision, version=version)
    content = replace(case.content, text=text, decision=decision)
    with pytest.raises(DocumentTooLarge):
        build_package(content, Untouched(), io.BytesIO(), moment=NOW, pdf_profile=False)


def test_a_text_in_which_readers_find_other_objects_is_not_signed() -> None:
    """The package's signature covers it, whether or not it holds one itself."""
    case = make_case()
    text = make().replace(b"/Count 1", b"/Count 2")
    version = replace(case.version, text=Content.of(text))
    decision = replace(case.content.decision, version=version)
    content = replace(case.content, text=text, decision=decision)
    with pytest.raises(MalformedDocument, match="the page tree"):
        build_package(content, Untouched(), io.BytesIO(), moment=NOW, pdf_profile=False)
