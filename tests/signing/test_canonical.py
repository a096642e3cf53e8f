"""Canonical JSON: the fast way and the general one never differ."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signing.canonical import NotCanonical, _usual, canonical, require_canonical

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-1e15, 1e15)
    | st.text(max_size=8)
)
TREES = st.recursive(
    LEAVES, lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=4), part)
)


@settings(max_examples=60, deadline=None)
@given(TREES)
@example({"é": 1, "😀": 2, "\ufb33": 3, "a": 4})
@example({"": '\x7f\x80\u2028\u2029\ufeff\x00\x1f\b\f\n\r\t/\\"'})
@example({"a": 'x":1.5,"é":', 'b"': "\\", "c\\": '\\"', "d": ["é", '"']})
@example({'a"é:': 1, "\ufb33": {'\\":': 2}, "😀": "9" * 20})
@example([1e21, 1e-7, -0.0, 1.0, 333333333.33333329])
@example({"b": "oʻ gʻ Қарор", "a": [2**53 - 1, {"z": None, "y": True}]})
def test_it_is_what_the_general_way_makes(tree: Any) -> None:
    made = canonical(tree)
    assert made == rfc8785.dumps(tree)
    require_canonical(made, json.loads(made))


@pytest.mark.parametrize("value", [2**53, -(2**53), 10**30, "\ud800", {"\udc00": 1}])
def test_what_programs_do_not_agree_about(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical({"value": value})


@pytest.mark.parametrize(
    "data",
    [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1.0}', b'{"a":"\\u0041"}', b'{"a":"\\/"}', b'{"a":-0}'],
)
def test_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        require_canonical(data, json.loads(data))


@pytest.mark.parametrize(
    ("tree", "usual"),
    [
        ({"a": 'x":1.5,"é":', 'b"': "\\", "c": "oʻ", "d": "9" * 20}, True),
        ([{"a": "1.5", "b": [0, -7, True]}, "é", ["é"]], True),
        ({"a": 1.5, "b": 2}, False),
        ({"a": "b", "c": 1e30, "d": 2}, False),
        ({"a": "b", "é": "c"}, False),
        ({'a"é:': "c"}, False),
        ({"a": 2**53, "b": 2}, False),
    ],
)
def test_what_is_unusual_is_seen_between_whatever_texts(tree: Any, *, usual: bool) -> None:
    assert _usual(msgspec.json.encode(tree)) is usual
