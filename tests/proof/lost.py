"""What a disk has after a power cut: what was flushed, and of the rest whatever chance kept.

A disk promises little. What was written to a file is there after that file's fsync; a name made,
moved or removed is there after its directory's. Before that any part of it may be there, in any
order, a write in pages of 4 KiB. Real file systems promise more, each something else.
"""

from __future__ import annotations

import copy
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("=cQqII")
_PAGE = 4096


@dataclass(eq=False)
class _Node:
    """A file, or a directory if it has names."""

    names: dict[str, _Node] | None = None
    content: bytearray = field(default_factory=bytearray)


@dataclass(eq=False)
class _Deed:
    """One change; it outlives the power once one of its nodes was flushed."""

    nodes: tuple[_Node, ...]
    names: tuple[tuple[_Node, str, _Node | None], ...] = ()
    at: int = 0
    written: bytes | None = None
    flushed: bool = False

    def happen(self) -> None:
        for directory, name, node in self.names:
            assert directory.names is not None
            directory.names.pop(name, None)
            if node is not None:
                directory.names[name] = node
        if self.names:
            return
        content = self.nodes[0].content
        content.extend(bytes(max(0, self.at - len(content))))
        if self.written is None:
            del content[self.at :]
        else:
            content[self.at : self.at + len(self.written)] = self.written


class Disk:
    """A directory as it was, and everything that a program then did to it."""

    def __init__(self, place: Path) -> None:
        """Read a directory, all of which the disk surely has."""
        self._place = place
        self._inodes: dict[int, _Node] = {}
        self._seen: dict[Path, _Node] = {}
        """What the program finds at a path."""
        self._root = self._read(place)
        self._deeds: list[_Deed] = []

    def _read(self, path: Path) -> _Node:
        node = self._inodes.setdefault(path.stat().st_ino, _Node())
        self._seen[path] = node
        if path.is_dir():
            node.names = {inner.name: self._read(inner) for inner in path.iterdir()}
        else:
            node.content[:] = path.read_bytes()
        return node

    def follow(self, trace: Path) -> None:
        """Take in what a program did, from the record of power.c."""
        for what, inode, at, first, second in _records(trace.read_bytes()):
            if what == "S":
                node = self._inodes[inode]
                for deed in self._deeds:
                    deed.flushed = deed.flushed or node in deed.nodes
            elif what == "W":
                self._deeds += _pages(self._inodes[inode], at, first)
            elif what == "T":
                self._deeds.append(_Deed((self._inodes[inode],), at=at))
            else:
                self._name(what, inode, Path(first.decode()), Path(second.decode()))

    def _name(self, what: str, inode: int, path: Path, target: Path) -> None:
        if what in {"C", "M"}:
            self._inodes[inode] = node = _Node({} if what == "M" else None)
            self._bind((path, node))
        elif what == "U":
            self._bind((path, None))
        elif what == "L":
            self._bind((target, self._seen[path]))
        else:
            assert what == "R", what
            node = self._seen[path]
            inner = [found for found in self._seen if found.is_relative_to(path)]
            moved = {target / found.relative_to(path): self._seen.pop(found) for found in inner}
            self._bind((path, None), (target, node))
            self._seen |= moved

    def _bind(self, *changes: tuple[Path, _Node | None]) -> None:
        names = []
        for path, node in changes:
            parent = self._seen[path.parent]
            names.append((parent, path.name, node))
            if node is None:
                self._seen.pop(path, None)
            else:
                self._seen[path] = node
        self._deeds.append(_Deed(tuple(parent for parent, _, _ in names), tuple(names)))

    @property
    def unsure(self) -> int:
        """How many changes a power cut may undo."""
        return sum(not deed.flushed for deed in self._deeds)

    def leave(self, target: Path, kept: float, chance: random.Random) -> None:
        """Write the directory as a power cut would leave it.

        Args:
            target: made by this.
            kept: how likely each change that was not flushed is there; 1: all of them, 0: none.
            chance: decides.
        """
        root, deeds = copy.deepcopy((self._root, self._deeds))
        for deed in deeds:
            if deed.flushed or chance.random() < kept:
                deed.happen()
        _write(root, target)


def _pages(node: _Node, at: int, written: bytes) -> Iterator[_Deed]:
    start = 0
    while start < len(written):
        end = start + _PAGE - (at + start) % _PAGE
        yield _Deed((node,), at=at + start, written=written[start:end])
        start = end


def _records(trace: bytes) -> Iterator[tuple[str, int, int, bytes, bytes]]:
    place = 0
    while place < len(trace):
        what, inode, at, first, second = _HEAD.unpack_from(trace, place)
        place += _HEAD.size
        middle, end = place + first, place + first + second
        yield what.decode(), inode, at, trace[place:middle], trace[middle:end]
        place = end


def _write(node: _Node, target: Path) -> None:
    if node.names is None:
        target.write_bytes(node.content)
        target.chmod(0o600)
        return
    target.mkdir(mode=0o700)
    for name, inner in node.names.items():
        _write(inner, target / name)
