"""What becomes of the verifier's code with one thing in it wrong."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

HERE = Path(__file__).parents[2]
_CALLS = ("fail", "leave_open", "change", "refuse", "miss", "count", "check", "require")
_KEPT = ("reasons", "found")
_NEAR: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}


@dataclass(frozen=True)
class Mutant:
    """One function with one thing changed."""

    path: Path
    lines: range
    """Of what is changed."""
    text: str
    how: str
    """What was done: "removed" is a check that is not made."""
    first: int
    qualname: str
    """Of the outermost function around it, with the line it begins at."""
    code: CodeType

    @property
    def name(self) -> str:
        """Its place as people write it."""
        return str(self.path.relative_to(HERE))

    def __str__(self) -> str:
        return f"{self.name}:{self.lines.start}: {self.how}: {self.text}"


def mutants_of(path: Path, turned: bool = False) -> Iterator[Mutant]:
    """Give what becomes of a module without each of its checks.

    Args:
        path: the module.
        turned: conditions too: each operand left out, each border moved by one, always and never.
    """
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    tree = ast.parse(source)
    makers = (_removed, _turned) if turned else (_removed,)
    for make in makers:
        for how, node, function, change in make(tree):
            undo = change()
            module = compile(ast.fix_missing_locations(tree), str(path), "exec")
            undo()
            code = _within(module, function)
            if code is not None:
                at = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                text = lines[node.lineno - 1].strip()
                yield Mutant(path, at, text, how, code.co_firstlineno, code.co_qualname, code)


_Change = Callable[[], Callable[[], None]]
_Made = Iterator[tuple[str, ast.stmt | ast.expr, ast.FunctionDef, _Change]]


def _within(module: CodeType, function: ast.FunctionDef) -> CodeType | None:
    first = min([function.lineno, *(item.lineno for item in function.decorator_list)])
    for item in module.co_consts:
        if isinstance(item, CodeType):
            if item.co_firstlineno == first and item.co_name == function.name:
                return item
            found = _within(item, function)
            if found is not None:
                return found
    return None


def _walk(
    node: ast.AST, above: tuple[ast.AST, ...] = ()
) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    for child in ast.iter_child_nodes(node):
        yield child, (*above, node)
        yield from _walk(child, (*above, node))


def _outermost(above: tuple[ast.AST, ...]) -> ast.FunctionDef | None:
    return next((item for item in above if isinstance(item, ast.FunctionDef)), None)


# --- checks that are not made -----------------------------------------------------------------


def _removed(tree: ast.Module) -> _Made:
    for node, above in list(_walk(tree)):
        function = _outermost(above)
        if isinstance(node, ast.stmt) and function is not None and _is_check(node, above):
            yield "removed", node, function, _removing(node, above[-1])


def _is_check(node: ast.stmt, above: tuple[ast.AST, ...]) -> bool:
    match node:
        case ast.Raise(exc=ast.expr()):
            # What only gives an error another name is none; without it tests would see the other.
            return not any(isinstance(item, ast.ExceptHandler) for item in above)
        case ast.Return(value=ast.expr()):
            function = next(i for i in reversed(above) if isinstance(i, ast.FunctionDef))
            return isinstance(function.returns, ast.Name) and function.returns.id == "bool"
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            if name in ("append", "add"):
                call = node.value
                assert isinstance(call, ast.Call)
                return any(word in ast.unparse(call.func) for word in _KEPT)
            return name.lstrip("_").startswith(_CALLS)
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name.lstrip("_").startswith(_CALLS)
        case ast.AugAssign(target=target):
            return "reasons" in ast.unparse(target)
    return False


def _removing(node: ast.stmt, parent: ast.AST) -> _Change:
    new: ast.stmt = ast.Pass()
    if isinstance(node, ast.Return):
        denied = isinstance(node.value, ast.Constant) and node.value.value is True
        new = ast.Return(value=ast.Constant(value=not denied))
    ast.copy_location(new, node)
    for _, value in ast.iter_fields(parent):
        if isinstance(value, list) and node in value:
            return _replacing(value, value.index(node), new)
    raise AssertionError(node)


def _replacing(where: list[ast.AST], at: int, new: ast.AST) -> _Change:
    def change() -> Callable[[], None]:
        old, where[at] = where[at], new

        def undo() -> None:
            where[at] = old

        return undo

    return change


# --- conditions that are others ---------------------------------------------------------------


def _turned(tree: ast.Module) -> _Made:
    for node, above in list(_walk(tree)):
        function = _outermost(above)
        if function is None:
            continue
        match node:
            case ast.BoolOp() | ast.Compare():
                others = _others(node)
            case ast.If() | ast.IfExp():
                others = _decided(node, above)
                above = (node,)
            case ast.comprehension(ifs=ifs):
                others = ((item, "if True", _true(item)) for item in ifs)
                above = (node,)
            case ast.Expr(value=ast.Call()) if not _is_check(node, above):
                yield "removed", node, function, _removing(node, above[-1])
                continue
            case _:
                continue
        for old, how, new in others:
            inside = isinstance(node, ast.BoolOp)
            at = node if inside else old
            yield how, old, function, _set(above[-1], at, new)


_Others = Iterable[tuple[ast.expr, str, ast.expr]]


def _others(node: ast.BoolOp | ast.Compare) -> _Others:
    if isinstance(node, ast.BoolOp):
        for number, item in enumerate(node.values):
            rest = [*node.values[:number], *node.values[number + 1 :]]
            less = ast.copy_location(ast.BoolOp(node.op, rest), node) if rest[1:] else rest[0]
            yield item, f"without {ast.unparse(item)}", less
    elif any(type(op) in _NEAR for op in node.ops):
        ops = [_NEAR.get(type(op), type(op))() for op in node.ops]
        near = ast.copy_location(ast.Compare(node.left, ops, node.comparators), node)
        yield node, ast.unparse(near), near


def _decided(node: ast.If | ast.IfExp, above: tuple[ast.AST, ...]) -> _Others:
    yield node.test, "if True", _true(node.test)
    alone = isinstance(node, ast.If) and len(node.body) == 1 and not node.orelse
    if isinstance(node, ast.If) and alone and _is_check(node.body[0], (*above, node)):
        return  # That it is not made is another mutant.
    yield node.test, "if False", ast.copy_location(ast.Constant(value=False), node.test)


def _true(item: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Constant(value=True), item)


def _set(parent: ast.AST, node: ast.AST, new: ast.AST) -> _Change:
    for name, value in ast.iter_fields(parent):
        if isinstance(value, list) and any(item is node for item in value):
            at = next(number for number, item in enumerate(value) if item is node)
            return _replacing(value, at, new)
        if value is node:
            return _setting(parent, name, new)
    raise AssertionError(node)


def _setting(parent: ast.AST, name: str, new: ast.AST) -> _Change:
    def change() -> Callable[[], None]:
        old = getattr(parent, name)
        setattr(parent, name, new)
        return lambda: setattr(parent, name, old)

    return change
