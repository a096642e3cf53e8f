"""Pictures kept in memory up to a number of bytes, the longest unused going first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Hashable
from typing import Generic, TypeVar

from PySide6.QtGui import QImage

Key = TypeVar("Key", bound=Hashable)


class ImageCache(Generic[Key]):
    """A null picture may be kept too: what could not be drawn is not tried again and again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Key, QImage] = OrderedDict()
        self.bytes = 0
        """What the pictures take now."""

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> QImage | None:
        """Return a picture, which is now the last used."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Key, image: QImage, needed: Container[Key] = ()) -> None:
        """Keep a picture; others go for it, never itself and never what is ``needed``."""
        old = self._kept.pop(key, None)
        if old is not None:
            self.bytes -= old.sizeInBytes()
        self._kept[key] = image
        self.bytes += image.sizeInBytes()
        for other in tuple(self._kept):
            if self.bytes <= self._limit:
                break
            if other != key and other not in needed:
                self.bytes -= self._kept.pop(other).sizeInBytes()

    @property
    def keys(self) -> tuple[Key, ...]:
        """What is kept, the longest unused first."""
        return tuple(self._kept)

    def clear(self) -> None:
        """Keep nothing."""
        self._kept.clear()
        self.bytes = 0
