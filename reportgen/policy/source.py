"""A YAML text as a tree that knows its lines: plain data for validation, the line of every path, faulty parts cut out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reportgen.policy.faults import Fault, Path

MAX_NODES = 20_000


def compose(text: str) -> tuple[Node | None, list[Fault]]:
    """The document's root node, or the faults that make it unreadable: syntax, keys given twice, parts inside themselves."""
    try:
        root = YAML(typ="rt").compose(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", None) or "it is not YAML")
        return None, [Fault("yaml", (), {"reason": reason}, line=mark.line + 1 if mark else 1)]
    if root is None:
        return None, []
    if _circular(root, ()) or sum(1 for _ in zip(_walk(root), range(MAX_NODES + 1), strict=False)) > MAX_NODES:
        return None, [Fault("circular", (), line=1)]
    faults = [
        Fault("key_twice", (), {"key": key.value}, line=key.start_mark.line + 1)
        for node in _walk(root) if isinstance(node, MappingNode) for key in _repeated(node)
    ]
    return _whole(root), faults


def _whole(root: Node) -> Node:
    """A file that is one reward policy, read as a file with that one under ``rewards``."""
    keys = [key.value for key, _ in root.value] if isinstance(root, MappingNode) else []
    if "rewards" in keys or not {"components", "deductions"} & set(keys):
        return root
    key = ScalarNode("tag:yaml.org,2002:str", "rewards", root.start_mark, root.end_mark)
    one = SequenceNode("tag:yaml.org,2002:seq", [root], root.start_mark, root.end_mark)
    return MappingNode("tag:yaml.org,2002:map", [(key, one)], root.start_mark, root.end_mark)


def plain(node: Node) -> Any:
    """Nested dicts and lists of texts; true, false and null as themselves. Numbers stay the text of the file."""
    if isinstance(node, MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [plain(value) for value in node.value]
    if str(node.tag).endswith(":null"):
        return None
    if str(node.tag).endswith(":bool"):
        return node.value.lower() == "true"
    return node.value


def line_at(root: Node, path: Path) -> int:
    """The line (from 1) of the deepest part of ``path`` that the document has; of a mapping entry, its key."""
    node, line = root, root.start_mark.line
    for step in path:
        entry = _entry(node, step)
        if entry is None:
            break
        head, node = entry
        line = head.start_mark.line
    return int(line) + 1


def has(root: Node, path: Path) -> bool:
    """True when the document holds ``path``."""
    node = root
    for step in path:
        entry = _entry(node, step)
        if entry is None:
            return False
        node = entry[1]
    return True


def cut(root: Node, path: Path) -> None:
    """Take the list item or mapping entry at ``path`` out of the document."""
    node = root
    for step in path[:-1]:
        entry = _entry(node, step)
        if entry is None:
            return
        node = entry[1]
    if isinstance(node, MappingNode):
        node.value = [(key, value) for key, value in node.value if key.value != path[-1]]
    elif isinstance(node, SequenceNode) and isinstance(path[-1], int):
        node.value = [value for index, value in enumerate(node.value) if index != path[-1]]


def _entry(node: Node, step: str | int) -> tuple[Node, Node] | None:
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, SequenceNode) else []


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in _children(node):
        yield from _walk(child)


def _circular(node: Node, above: tuple[int, ...]) -> bool:
    """True when an alias leads back into the part that holds it; also for parts nested deeper than any policy."""
    if id(node) in above or len(above) > 50:
        return True
    return any(_circular(child, (*above, id(node))) for child in _children(node))


def _repeated(node: MappingNode) -> list[ScalarNode]:
    names = [str(key.value) for key, _ in node.value]
    return [key for index, (key, _) in enumerate(node.value) if str(key.value) in names[:index]]
