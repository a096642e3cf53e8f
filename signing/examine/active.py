"""What a PDF does, and what some of its readers see and others do not.

Rules over single dictionaries, wherever in the document they stand: an action is the same danger
in an outline, a page or a button. A name that means something else elsewhere is read with the
key it stands under.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from signing.detail import said
from signing.errors import MalformedDocument
from signing.examine.drawable import ends_a_program
from signing.examine.finding import Finding, FindingCode, shown
from signing.examine.layers import hidden_layers, is_layer, place_of
from signing.examine.objects import BY_NAME, Objects, Page
from signing.examine.pictures import is_picture_plain
from signing.examine.settings import is_group_alike, is_tiled_alike
from signing.flaws import Flaw
from signing.pdf.packing import filters_of

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_CODE = FindingCode
_ACTIONS = {
    "/JavaScript": _CODE.JAVASCRIPT,
    "/Launch": _CODE.LAUNCH,
    "/SubmitForm": _CODE.SUBMIT,
    "/ResetForm": _CODE.FORM,
    "/ImportData": _CODE.IMPORT_DATA,
    "/GoToR": _CODE.REMOTE,
    "/GoToE": _CODE.REMOTE,
    "/GoToDp": _CODE.ACTION,
    "/Thread": _CODE.ACTION,
    "/URI": _CODE.LINK,
    "/Hide": _CODE.ACTION,
    "/SetOCGState": _CODE.LAYER,
    "/Trans": _CODE.ACTION,
    "/Sound": _CODE.MEDIA,
    "/Movie": _CODE.MEDIA,
    "/Rendition": _CODE.MEDIA,
    "/GoTo3DView": _CODE.MEDIA,
    "/RichMediaExecute": _CODE.MEDIA,
}
"""ISO 32000-2, table 201. GoTo moves within the document, and so does a Named action of these:"""
_MOVES = ("/NextPage", "/PrevPage", "/FirstPage", "/LastPage")
_ACTION_KEYS = ("/A", "/OpenAction", "/PA")
_MEDIA = ("/Sound", "/Movie", "/Screen", "/3D", "/RichMedia")
_HIDDEN, _PRINT, _NO_VIEW = 2, 4, 32
"""ISO 32000-1, table 165."""
_UNDRAWN = ("/Link", "/Popup", "/PrinterMark", "/TrapNet")
"""Annotations of which readers draw nothing, or what they like; with a drawing some draw that."""
_BY_LAYERS = ("", "/AllOn", "/AnyOn")
"""Policies by which a group of layers is hidden if they are (8.11.2.2)."""

Report = Callable[[Finding], None]


def examine_active(objects: Objects, page: Page | None, start: Any, report: Report) -> None:  # noqa: ANN401
    """Report what acts, or is not the same for everybody, from one object on.

    Args:
        objects: of the document.
        page: whose objects they are; None for the document's.
        start: what to begin with.
        report: told every finding.
    """
    rules = _Rules(objects, page.number if page else None, report)
    if page is not None:
        for item in objects.items(page.get("/Annots")):
            rules.annotation(objects.dictionary(item))
        for name in ("/Annots", "/Resources"):
            objects.walk(page.get(name), rules.visit)
    objects.walk(start, rules.visit)


def examine_catalog(objects: Objects, report: Report) -> None:
    """Report what the catalog alone tells: forms, layers, collections."""
    root = objects.dictionary(dict.get(objects.trailer, "/Root"))
    form = objects.dictionary(objects.get(root, "/AcroForm"))
    if form is not None:
        report(Finding(_CODE.FORM))
        if objects.get(form, "/XFA") is not None:
            report(Finding(_CODE.XFA))
    if objects.get(root, "/DSS") is not None:
        report(Finding(_CODE.SIGNED))
    if objects.get(root, "/Collection") is not None:
        report(Finding(_CODE.COLLECTION))
    layers = objects.dictionary(objects.get(root, "/OCProperties"))
    hidden = hidden_layers(objects)
    for item in objects.items(objects.get(layers, "/OCGs")):
        layer = objects.dictionary(item)
        code = _CODE.HIDDEN_LAYER if place_of(item) in hidden else _CODE.LAYER
        report(Finding(code, None, shown(objects.text(objects.get(layer, "/Name")))))


class _Rules:
    """The rules for the dictionaries of one page, or of the document."""

    def __init__(self, objects: Objects, page: int | None, report: Report) -> None:
        self._objects = objects
        self._page = page
        self._report = report

    def visit(self, found: DictionaryObject, key: str) -> None:
        """Look at one dictionary that stands under ``key``."""
        kind = self._text(found, "/Type")
        self._action(found, key)
        if "/JS" in found:
            self._tell(_CODE.JAVASCRIPT, self._text(found, "/JS"))
        if kind == "/EmbeddedFile" or "/EF" in found:
            self._tell(_CODE.EMBEDDED_FILE, self._file(found))
        if kind in ("/OCG", "/OCMD") and self._page is not None:
            self._layer(found, kind)
        if (
            "/OC" in found
            and key not in BY_NAME
            and not is_layer(self._objects, dict.get(found, "/OC"))
        ):
            self._tell(_CODE.UNREADABLE, str(said(Flaw.DRAWN_UNLIKE)))
        if kind in ("/Sig", "/DocTimeStamp") or "/ByteRange" in found:
            self._tell(_CODE.SIGNED, self._text(found, "/Name"))
        if key == "/AA":
            self._additional(found)
        if key in ("/XObject", "/ExtGState", "/Pattern"):
            self._resources(found, key)
        if key == "/Group" and not is_group_alike(self._objects, found):
            self._tell(_CODE.UNREADABLE, str(said(Flaw.DRAWN_UNLIKE)))
        if self._text(found, "/Subtype") == "/Image":
            self._picture(found)
        self._external(found)

    def _picture(self, found: DictionaryObject) -> None:
        picture = self._objects.stream(found)
        if "/F" in found or picture is None:
            return
        if ends_a_program(self._objects, picture):
            self._tell(_CODE.UNREADABLE, str(said(Flaw.PICTURE_ENDS)))
        elif not is_picture_plain(self._objects, picture):
            self._tell(_CODE.UNREADABLE, str(said(Flaw.PICTURE_UNLIKE)))

    def _resources(self, found: DictionaryObject, key: str) -> None:
        """Tell what some readers draw and some leave out (8.4.5, 8.10, 8.8.2)."""
        alike = {
            "/XObject": self._is_drawn_alike,
            "/ExtGState": self._is_set_alike,
            "/Pattern": self._is_tiled_alike,
        }[key]
        entries = (self._objects.dictionary(item) for item in dict.values(found))
        if not all(alike(item) for item in entries if item is not None):
            self._tell(_CODE.UNREADABLE, str(said(Flaw.DRAWN_UNLIKE)))

    def _is_drawn_alike(self, found: DictionaryObject) -> bool:
        kind = self._text(found, "/Subtype")
        if kind == "/Form":
            box = self._objects.numbers(dict.get(found, "/BBox"))
            return len(box) == 4 and not found.keys() & {"/PS", "/Subtype2"}
        return kind == "/Image"

    def _is_set_alike(self, found: DictionaryObject) -> bool:
        """Functions that turn one shade into another are left out by MuPDF."""
        return all(
            self._objects.get(found, key) in (None, "/Identity", "/Default")
            for key in ("/TR", "/TR2")
        )

    def _is_tiled_alike(self, found: DictionaryObject) -> bool:
        return is_tiled_alike(self._objects, found)

    def _action(self, found: DictionaryObject, key: str) -> None:
        name = self._text(found, "/S")
        if not name:
            return
        code = _ACTIONS.get(name)
        if name == "/Named":
            code = None if self._text(found, "/N") in _MOVES else _CODE.ACTION
        elif code is None and key in _ACTION_KEYS and name != "/GoTo":
            code = _CODE.ACTION
        # "/S /Trans" is also how a page is turned over in a presentation, "/S /Sound" nothing.
        if code is None or (code is _CODE.ACTION and name == "/Trans" and key == "/Trans"):
            return
        if code is _CODE.LINK:
            self._tell(code, self._text(found, "/URI"))
        elif code is not _CODE.JAVASCRIPT or "/JS" not in found:
            self._tell(code, self._file(found) if "/F" in found else name.lstrip("/"))

    def _additional(self, found: DictionaryObject) -> None:
        """What a trigger does is seen as an action below it; an unknown one is told here."""
        for name in found:
            action = self._objects.dictionary(dict.get(found, name))
            kind = self._objects.text(self._objects.get(action, "/S"))
            if kind not in _ACTIONS and kind not in ("/GoTo", "/Named"):
                self._tell(_CODE.ACTION, name.lstrip("/"))

    def _external(self, found: DictionaryObject) -> None:
        if self._objects.stream(found) is not None:
            if "/F" in found:
                self._tell(_CODE.EXTERNAL, self._file(found))
            else:
                self._packed(found)
        subtype = self._text(found, "/Subtype")
        drawn = subtype in ("/Form", "/Image")
        if drawn and ("/Ref" in found or "/OPI" in found):
            self._tell(_CODE.EXTERNAL, subtype.lstrip("/"))
        if subtype == "/Image" and self._objects.items(dict.get(found, "/Alternates")):
            self._tell(_CODE.ALTERNATE)

    def _packed(self, found: DictionaryObject) -> None:
        """Pictures too: each reader pairs filters and parameters in its own way (7.4.1)."""
        try:
            filters_of(found)
        except MalformedDocument as error:
            self._tell(_CODE.UNREADABLE, str(error.detail))

    def _layer(self, found: DictionaryObject, kind: str) -> None:
        if kind == "/OCG":
            self._tell(_CODE.LAYER, self._text(found, "/Name"))
        elif "/VE" in found or self._text(found, "/P") not in _BY_LAYERS:
            # Seen where a layer is not; what is worked out of several some readers leave out.
            self._tell(_CODE.HIDDEN_LAYER)
        else:
            self._tell(_CODE.LAYER)

    def annotation(self, found: DictionaryObject | None) -> None:
        """Look at what lies over a page (ISO 32000-1, table 169)."""
        if found is None:
            return
        kind = self._text(found, "/Subtype")
        flags = self._objects.get(found, "/F")
        flags = flags if isinstance(flags, int) else 0
        name = kind.lstrip("/")
        on_screen = not flags & (_HIDDEN | _NO_VIEW)
        on_paper = bool(flags & _PRINT) and not flags & _HIDDEN
        if not self._is_of_one_look(found):
            self._tell(_CODE.HIDDEN_ANNOTATION, name)
        if kind in _UNDRAWN:
            if self._objects.get(found, "/AP") is not None:
                self._tell(_CODE.HIDDEN_ANNOTATION, name)
        elif kind == "/Widget":
            self._tell(_CODE.FORM, self._text(found, "/T"))
            if on_screen != on_paper and self._has_place(found):
                self._tell(_CODE.HIDDEN_ANNOTATION, name)
        elif kind in _MEDIA:
            self._tell(_CODE.MEDIA, name)
        elif kind == "/FileAttachment":
            self._tell(_CODE.EMBEDDED_FILE, self._file(found))
        elif not (on_screen and on_paper):
            self._tell(_CODE.HIDDEN_ANNOTATION, name)
        else:
            self._tell(_CODE.ANNOTATION, name)

    def _is_of_one_look(self, found: DictionaryObject) -> bool:
        """Whether it says which of several looks is drawn, if it has several (12.5.5)."""
        looks = self._objects.dictionary(self._objects.get(found, "/AP"))
        usual = self._objects.get(looks, "/N")
        several = self._objects.dictionary(usual) is not None
        several = several and self._objects.stream(usual) is None
        return not several or bool(self._text(found, "/AS"))

    def _has_place(self, found: DictionaryObject) -> bool:
        box = self._objects.numbers(dict.get(found, "/Rect"))
        return box[:2] != box[2:] or not box

    def _file(self, found: DictionaryObject) -> str:
        """Return the name in a file specification, or in what refers to one (7.11.3)."""
        for key in ("/UF", "/F", "/FS"):
            value = self._objects.get(found, key)
            inner = self._objects.dictionary(value)
            if inner is not None and inner is not found:
                return self._text(inner, "/UF") or self._text(inner, "/F")
            if isinstance(value, (str, bytes)):
                return self._objects.text(value)
        return ""

    def _text(self, found: DictionaryObject, key: str) -> str:
        return self._objects.text(dict.get(found, key))

    def _tell(self, code: FindingCode, detail: str = "") -> None:
        self._report(Finding(code, self._page, shown(detail)))
