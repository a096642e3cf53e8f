"""The pages say exactly what was put in, in both alphabets."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest

from registry.contract import DraftType, Role, Script
from registry.office import documents, people
from registry.office.documents import Outline
from registry.office.tables import KINDS, amount
from registry.office.typeset import Template, typeset
from registry.office.wording import matters

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ALL_KINDS = (*KINDS, "regulation")


def outline(script: Script, type_: DraftType = DraftType.DECISION) -> Outline:
    council = type_ is DraftType.COUNCIL
    return Outline(
        matter=matters()["budget" if council else "water"],
        type=type_,
        script=script,
        signer=people.signer_role(
            people.COUNCIL_CHAIR if council else people.HOKIM,
            Role.COUNCIL_CHAIR if council else Role.HOKIM,
        ),
        deputy=people.DEPUTY.name,
        seed=7,
        moment=NOW,
        annexes=(("programme",), ALL_KINDS),
        body=("objects", 30),
    )


def words(tree: Any, key: str = "") -> list[str]:
    if isinstance(tree, str):
        return [] if key in {"width", "align", "authority"} else tree.split()
    if isinstance(tree, dict):
        return [word for name, value in tree.items() for word in words(value, name)]
    if isinstance(tree, (list, tuple)):
        return [word for value in tree for word in words(value, key)]
    return []


def squeezed(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


def check(template: Template, content: dict[str, Any]) -> None:
    said = squeezed(typeset(template, content, NOW))
    wanted = words(content)
    assert len(wanted) > 40
    missing = [word for word in wanted if word not in said]
    assert not missing


@pytest.mark.parametrize("script", list(Script))
@pytest.mark.parametrize("type_", [DraftType.DECISION, DraftType.COUNCIL])
def test_the_text_of_an_act_can_be_read_back(script: Script, type_: DraftType) -> None:
    check("act", documents.act(outline(script, type_), 2))


@pytest.mark.parametrize("script", list(Script))
@pytest.mark.parametrize("number", range(1, len(ALL_KINDS) + 1), ids=ALL_KINDS)
def test_the_text_of_an_annex_can_be_read_back(script: Script, number: int) -> None:
    check("annex", documents.annex(outline(script), 2, number))


def test_an_order_of_sentences_survives() -> None:
    content = documents.act(outline(Script.LATIN), 2)
    said = squeezed(typeset("act", content, NOW))
    places = [said.find("".join(item["text"].split())[:40]) for item in content["items"]]
    assert -1 not in places
    assert places == sorted(places)


def test_particulars_of_a_decision() -> None:
    said = documents.act(outline(Script.LATIN), 2)
    assert said["head"] == ["OʻZBEKISTON RESPUBLIKASI", "NAMUNA VILOYATI HOKIMINING"]
    assert (said["kind"], said["formula"]) == ("QARORI", "QAROR QILAMAN:")
    assert (said["post"], said["name"]) == ("Viloyat hokimi", "A. NAMUNOV")
    assert "12-ilovaga muvofiq." in said["items"][0]["sub"][-1]
    assert "nazorat qilish" in said["items"][-2]["text"]
    annex = documents.annex(outline(Script.LATIN), 2, 12)
    assert annex["header"] == [
        "Namuna viloyati hokimining",
        "20___-yil «___» ______________dagi",
        "______-son qaroriga",
        "12-ILOVA",
    ]
    single = documents.annex(outline(Script.CYRILLIC), 1, 1)
    assert single["header"][-1] == "ИЛОВА"
    council = documents.act(outline(Script.CYRILLIC, DraftType.COUNCIL), 2)
    assert (council["kind"], council["formula"]) == ("ҚАРОРИ", "ҚАРОР ҚИЛАДИ:")


def test_the_same_content_gives_the_same_bytes() -> None:
    content = documents.act(outline(Script.CYRILLIC), 1)
    assert typeset("act", content, NOW) == typeset("act", content, NOW)


def test_amounts_are_written_as_offices_write_them() -> None:
    assert amount(1250.5) == "1\N{NO-BREAK SPACE}250,5"
    assert amount(12, 0) == "12"
