"""The demo office's Cyrillic is what an official would write."""

from __future__ import annotations

import re

import pytest

from registry.office.transliterate import to_cyrillic
from registry.office.wording import common, matters


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("oʻz gʻalla sharq chegara yoʻl yoʻq", "ўз ғалла шарқ чегара йўл йўқ"),
        ("yer yetti yoqilgʻi yosh yuridik yangi", "ер етти ёқилғи ёш юридик янги"),
        ("eʼlon maʼmuriy sunʼiy hayʼat meʼyor", "эълон маъмурий сунъий ҳайъат меъёр"),
        ("ekologiya elektr aeroport poema loyiha", "экология электр аэропорт поэма лойиҳа"),
        ("boʻyicha tayyor muayyan viloyat", "бўйича тайёр муайян вилоят"),
        ("koʻrsatsin oʻtsin aytsa", "кўрсатсин ўтсин айтса"),
        ("konstitutsiya subsidiya pensiya komissiya", "конституция субсидия пенсия комиссия"),
        (
            "rekonstruksiya inspeksiyasi stansiyasi auksion",
            "реконструкция инспекцияси станцияси аукцион",
        ),
        ("obyektlar subyektiga sexi sement", "объектлар субъектига цехи цемент"),
        ("byudjet kanalizatsiya investitsiyalar", "бюджет канализация инвестициялар"),
        ("1-dekabr 1-dekabrga 14-apreldagi", "1 декабрь 1 декабрга 14 апрелдаги"),
        ("2020-yil 2026/2027-yillar 218-son", "2020 йил 2026/2027 йиллар 218-сон"),
        ("QAROR QILAMAN: BUYURAMAN: QAROR QILADI:", "ҚАРОР ҚИЛАМАН: БУЮРАМАН: ҚАРОР ҚИЛАДИ:"),
        ("OʻZBEKISTON GʻALLAKOR SHAHRI YANGI", "ЎЗБЕКИСТОН ҒАЛЛАКОР ШАҲРИ ЯНГИ"),
        ("Sh. NAMUNOV I. YOQUBOV Oʻ. Gʻaniyev", "Ш. НАМУНОВ И. ЁҚУБОВ Ў. Ғаниев"),
        ("JSHSHIR STIR MCHJ ERI", "ЖШШИР СТИР МЧЖ ЭРИ"),
        ("VI chaqiriq IV chorak I bob", "VI чақириқ IV чорак I боб"),
        ("lex.uz saytida LED yoritgich", "lex.uz сайтида LED ёритгич"),
        ("“Suv va suvdan foydalanish toʻgʻrisida”gi", "“Сув ва сувдан фойдаланиш тўғрисида”ги"),
    ],
)
def test_words(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


def test_every_text_of_the_office_becomes_wholly_cyrillic() -> None:
    """No Latin letter is left, but for placeholders and what is kept on purpose."""
    texts = [
        text
        for matter in matters().values()
        for text in (
            matter.title,
            matter.subject,
            matter.purpose,
            *matter.laws,
            *matter.measures,
            *matter.objects,
            *matter.works,
            *matter.equipment,
            *(item.text for item in matter.items),
            *(line for item in matter.items for line in item.sub),
        )
    ]
    texts += [paragraph for chapter in common().regulation for paragraph in chapter.paragraphs]
    assert len(texts) > 500
    for text in texts:
        written = to_cyrillic(re.sub(r"\{[a-z]+\}", "", text))
        left = re.findall(r"[A-Za-zʻʼ]+", written)
        assert set(left) <= {"LED", "IT"}, written
