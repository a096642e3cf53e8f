"""Layers: what is shown or left out by a list in the catalog (ISO 32000-1, 8.11).

PDFium takes for a layer whatever dictionary stands where one may, of no type too, and goes by its
usage though the catalog lists none; other readers show what is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_STATES = (("/View", "/ViewState"), ("/Print", "/PrintState"), ("/Export", "/ExportState"))
_BY_READER = frozenset({"/Zoom", "/Language", "/User"})
"""Usages by which a layer is seen at one size, in one language or by one person (8.11.4.4)."""


def is_layer(objects: Objects, value: Any) -> bool:  # noqa: ANN401
    """Whether every reader takes what stands where a layer may for one that the catalog lists.

    Args:
        objects: of the document.
        value: as it stands there: a layer, or a group of layers.
    """
    found = objects.dictionary(value)
    kind = _type(objects, found)
    if kind == "/OCG":
        return place_of(value) in objects.layers
    below = objects.get(found, "/OCGs")
    members = (dict.get(found or {}, "/OCGs"),) if not isinstance(below, list) else tuple(below)
    return kind == "/OCMD" and all(
        place_of(item) in objects.layers and _type(objects, objects.dictionary(item)) == "/OCG"
        for item in members
    )


def _type(objects: Objects, found: DictionaryObject | None) -> str:
    from pypdf.generic import NameObject

    kind = objects.get(found, "/Type")
    return str(kind) if isinstance(kind, NameObject) else ""


def hidden_layers(objects: Objects) -> frozenset[object]:
    """Return the layers that are not seen at first, or not the same on screen and on paper.

    They are those switched off by the default configuration, and those whose usage says one
    thing for viewing and another for printing, or goes by the size or by who looks (ISO 32000-1,
    8.11.4.3 and 8.11.4.4).
    """
    root = objects.dictionary(dict.get(objects.trailer, "/Root"))
    layers = objects.dictionary(objects.get(root, "/OCProperties"))
    default = objects.dictionary(objects.get(layers, "/D"))
    if layers is None:
        return frozenset()
    everything = objects.items(objects.get(layers, "/OCGs"))
    off = set()
    if objects.text(objects.get(default, "/BaseState")) not in ("", "/ON"):
        on = {place_of(item) for item in objects.items(objects.get(default, "/ON"))}
        off |= {place_of(item) for item in everything} - on
    off |= {place_of(item) for item in objects.items(objects.get(default, "/OFF"))}
    for item in everything:
        usage = objects.dictionary(objects.get(objects.dictionary(item), "/Usage"))
        states = {
            objects.text(objects.get(objects.dictionary(objects.get(usage, kind)), key))
            for kind, key in _STATES
        }
        if "/OFF" in states or (usage is not None and _BY_READER & usage.keys()):
            off.add(place_of(item))
    return frozenset(off)


def place_of(value: Any) -> object:  # noqa: ANN401
    """Return the number of the object that is referred to, or what stands there itself."""
    number = getattr(value, "idnum", None)
    return number if number is not None else id(value)
