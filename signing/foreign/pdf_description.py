"""Descriptions in XML beside a document that every reader reads the same way (ISO 16684-1, 7).

Some readers ask for names in brackets, others for elements, properties or namespaces, and what is
not well-formed is something to some of them alone. So one is plain if it is XML in UTF-8 without
comments, sections, entities of its own and instructions but the usual, and if its titles are what
the standard has: properties of what is described, by names that are declared.
"""

from __future__ import annotations

import re
from typing import NoReturn
from xml.parsers import expat

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PATHS = (
    ("rdf:RDF", "rdf:Description", "dc:title"),
    ("x:xmpmeta", "rdf:RDF", "rdf:Description", "dc:title"),
    ("x:xapmeta", "rdf:RDF", "rdf:Description", "dc:title"),
)
_EMPTY = "rdf:Description"
_OF_TITLE = {"rdf:Alt": "dc:title", "rdf:li": "rdf:Alt", _EMPTY: "rdf:li"}
"""What stands in one, and within what; a title of no words may have an empty description."""
_DATED = ("xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:InstanceID")
"""Attributes that signers write anew; of others it is not known what they make of a title."""
_LETTERS = re.compile(r"[\w:.+-]*")
_INSTRUCTIONS = ("xpacket", "adobe-xap-filters")


class _Odd(Exception):
    """Not every reader reads the same."""


def shape_of(text: bytes) -> tuple[str, ...] | None:
    """Return all of a description but the text between a tag and its own end.

    Args:
        text: all of it.

    Returns:
        None if it is not plain.
    """
    walk = _Walk()
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler = walk.begin
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.say
    parser.ProcessingInstructionHandler = walk.instruct
    parser.XmlDeclHandler = walk.declare
    parser.CommentHandler = parser.StartCdataSectionHandler = _refuse
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(text, True)
    except (_Odd, expat.ExpatError):
        return None
    return tuple(walk.shape)


def _refuse(*_found: object) -> NoReturn:
    raise _Odd


class _Walk:
    """Goes through the elements of a description."""

    def __init__(self) -> None:
        self.shape: list[str] = []
        self._path: list[str] = []
        self._declared: list[dict[str, str]] = [{}]
        self._odd = 0
        """Up to which element of the path readers may take it for something else; 0 for none."""
        self._text = ""
        self._is_leaf = False

    def begin(self, name: str, attributes: list[str]) -> None:
        """Take the beginning of an element."""
        self._note("<")
        self._path.append(name)
        declared = self._declared[-1]
        self.shape.append(name)
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            if key.startswith("xmlns"):
                declared = {**declared, key: value}
            elif not self._is_usual(key) and not self._odd:
                self._odd = len(self._path)
            if "<" in value or ">" in value:
                raise _Odd
            is_date = key in _DATED and _LETTERS.fullmatch(value)
            self.shape += (key, "" if is_date else value)
        self._declared.append(declared)
        if name.lower().endswith("title") or "dc:title" in self._path:
            self._require_title(name, attributes, declared)
        self._is_leaf = True

    def _is_usual(self, key: str) -> bool:
        """Whether an attribute is a simple property, and says no more of its element."""
        return not key.startswith(("rdf:", "xml:")) or key in ("rdf:about", "xml:lang")

    def _require_title(self, name: str, attributes: list[str], declared: dict[str, str]) -> None:
        known = (declared.get("xmlns:rdf"), declared.get("xmlns:dc")) == (_RDF, _DC)
        place = tuple(self._path)
        if name != "dc:title":
            known &= len(place) > 1 and _OF_TITLE.get(name) == place[-2]
            known &= name != _EMPTY or not attributes
        elif place not in _PATHS:
            known = False
        if not known or self._odd:
            raise _Odd

    def end(self, name: str) -> None:
        """Take its end."""
        if self._is_leaf and not (name == _EMPTY and "dc:title" in self._path):
            self._text = ""
        self._note("/")
        self._path.pop()
        self._declared.pop()
        self._odd = self._odd if self._odd <= len(self._path) else 0
        self._is_leaf = False

    def say(self, text: str) -> None:
        """Take what stands between."""
        self._text += text

    def instruct(self, target: str, data: str) -> None:
        """Take an instruction."""
        if target not in _INSTRUCTIONS or "<" in data or ">" in data:
            raise _Odd
        self._note("?")
        self._is_leaf = False

    def declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """Take the declaration."""
        if encoding is not None and encoding.lower() != "utf-8":
            raise _Odd

    def _note(self, mark: str) -> None:
        if self._text.strip() and "dc:title" in self._path:
            # Some take all that stands in a title, others its items.
            raise _Odd
        self.shape += (" ".join(self._text.split()), mark)
        self._text = ""
