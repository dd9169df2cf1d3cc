"""A template as a tree of two levels that can be edited: sections with their planned minutes, and the lines in them."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QByteArray, QLocale, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.domain.library import TemplateItemDraft, TemplateSection, TemplateSectionDraft
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library.texts import minutes_text, tr
from fractal_desktop.ui.theme import current_tokens, font_of

Index = QModelIndex | QPersistentModelIndex
_MIME = "application/x-fractal-template-line"
_MOST_MINUTES = 24 * 60


class OutlineColumn(IntEnum):
    """The columns of a template."""

    NAME = 0
    MINUTES = 1


@dataclass(slots=True, eq=False)
class _Node:
    key: int
    name: str
    parent: "_Node | None" = None
    minutes: float | None = None
    activity_id: ActivityId | None = None
    source: int | tuple[int, int] | None = None
    below: list["_Node"] = field(default_factory=list)


class OutlineModel(QAbstractItemModel):
    """Nodes under integer keys; every change is told with its exact signal, so that nothing folds or loses its place."""

    edited = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._keys = count(1)
        self._top = _Node(0, "")
        self._nodes: dict[int, _Node] = {}
        self._gone: frozenset[str] = frozenset()
        self.read_only = False

    def show_sections(self, sections: Sequence[TemplateSection], gone: frozenset[str]) -> None:
        """Show a stored template; `gone` are ids of activities that no longer exist. What is the same already keeps its place."""
        self._gone = gone
        if _contents(self.sections()) == _contents(map(_as_draft, sections)):
            for node, section in zip(self._top.below, sections, strict=True):
                node.source = section.index
                for line, item in zip(node.below, section.items, strict=True):
                    line.source = (section.index, item.index)
            return
        self.beginResetModel()
        self._nodes.clear()
        self._top = _Node(0, "")
        for section in sections:
            node = self._made(self._top, section.name, minutes=section.planned_minutes, source=section.index)
            for item in section.items:
                self._made(node, item.name, activity_id=item.activity_id, source=(section.index, item.index))
        self.endResetModel()

    def sections(self) -> tuple[TemplateSectionDraft, ...]:
        """Return what is shown."""
        return tuple(
            TemplateSectionDraft(
                node.name,
                node.minutes,
                tuple(
                    TemplateItemDraft(line.activity_id, line.name, line.source if isinstance(line.source, tuple) else None)
                    for line in node.below
                ),
                node.source if isinstance(node.source, int) else None,
            )
            for node in self._top.below
        )

    def renumber(self) -> None:
        """Take what is shown for what is stored: each section and line was read where it stands now."""
        for row, node in enumerate(self._top.below):
            node.source = row
            for place, line in enumerate(node.below):
                line.source = (row, place)

    def add_section(self, name: str, after: Index) -> QModelIndex:
        """Put a section after the one that `after` is or lies in, at the end without one, and return where it is."""
        section = self._section(after)
        row = self._top.below.index(section) + 1 if section is not None else len(self._top.below)
        return self._inserted(self._top, row, _Node(next(self._keys), name, minutes=10.0))

    def add_line(self, name: str, activity_id: ActivityId | None, after: Index) -> QModelIndex:
        """Put a line after `after`, at the end of a section that it is; a template without sections gets one first."""
        section = self._section(after)
        if section is None:
            if not self._top.below:
                self.add_section(tr("Practice"), QModelIndex())
            section = self._top.below[-1]
        node = self._node(after)
        row = section.below.index(node) + 1 if node.parent is section else len(section.below)
        return self._inserted(section, row, _Node(next(self._keys), name, activity_id=activity_id))

    def remove(self, index: Index) -> None:
        """Take a section, with its lines, or a line out."""
        node = self._node(index)
        if node.parent is None or self.read_only:
            return
        row = node.parent.below.index(node)
        self.beginRemoveRows(self._index_of(node.parent), row, row)
        node.parent.below.pop(row)
        for gone in (node, *node.below):
            self._nodes.pop(gone.key, None)
        self.endRemoveRows()
        self.edited.emit()

    def move_by(self, index: Index, step: int) -> QModelIndex:
        """Move a section or line up (-1) or down (1), a line also into the next section; return where it is then."""
        node = self._node(index)
        if node.parent is None or self.read_only:
            return QModelIndex()
        row = node.parent.below.index(node) + step
        if 0 <= row < len(node.parent.below):
            self._move(node, node.parent, row if step < 0 else row + 1)
        elif node.parent is not self._top:
            neighbour = self._top.below.index(node.parent) + step
            if 0 <= neighbour < len(self._top.below):
                section = self._top.below[neighbour]
                self._move(node, section, len(section.below) if step < 0 else 0)
        return self._index_of(node)

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        below = self._node(parent).below
        inside = 0 <= row < len(below) and 0 <= column < len(OutlineColumn)
        return self.createIndex(row, column, below[row].key) if inside else QModelIndex()

    @override
    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt overloads the name
        node = self._node(index)
        return self._index_of(node.parent) if node.parent is not None else QModelIndex()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._node(parent).below) if parent.column() <= 0 else 0

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(OutlineColumn)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        node = self._node(index)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.read_only:
            return flags
        is_section = node.parent is self._top
        if is_section or (index.column() == OutlineColumn.NAME and node.activity_id is None):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags | Qt.ItemFlag.ItemIsDragEnabled | (Qt.ItemFlag.ItemIsDropEnabled if is_section else Qt.ItemFlag.NoItemFlags)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node, is_name = self._node(index), index.column() == OutlineColumn.NAME
        is_section = node.parent is self._top
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(node) if is_name else self._minutes(node) if is_section else ""
            case Qt.ItemDataRole.EditRole:
                return node.name if is_name else minutes_text(node.minutes, QLocale()) if node.minutes is not None else ""
            case Qt.ItemDataRole.DecorationRole if is_name and not is_section:
                return icon("library" if node.activity_id is not None else "check", "muted")
            case Qt.ItemDataRole.FontRole if is_section and is_name:
                return font_of(self._font(), weight=600)
            case Qt.ItemDataRole.ForegroundRole if not is_name or (node.activity_id in self._gone):
                return current_tokens().color("muted")
            case Qt.ItemDataRole.TextAlignmentRole if not is_name:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        node, text = self._node(index), str(value).strip()
        if role != Qt.ItemDataRole.EditRole or node.parent is None:
            return False
        if index.column() == OutlineColumn.NAME:
            if not text or text == node.name:
                return False
            node.name = text
        else:
            minutes = _minutes_in(text)
            if text and minutes is None:
                return False
            node.minutes = minutes
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    @override
    def mimeTypes(self) -> list[str]:
        return [_MIME]

    @override
    def mimeData(self, indexes: Iterable[Index]) -> QMimeData:
        data = QMimeData()
        keys = [str(index.internalId()) for index in indexes if index.column() == OutlineColumn.NAME]
        data.setData(_MIME, QByteArray(",".join(keys).encode()))
        return data

    @override
    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        node = self._dragged(data)
        target = self._node(parent)
        return node is not None and not self.read_only and (node.parent is self._top) == (target is self._top)

    @override
    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        node = self._dragged(data)
        if node is None or not self.canDropMimeData(data, action, row, column, parent):
            return False
        target = self._node(parent)
        self._move(node, target, row if row >= 0 else len(target.below))
        return False  # the row is moved already: the view has nothing to take away

    def _move(self, node: _Node, target: _Node, row: int) -> None:
        """Move a node so that it stands before what is at `row` of `target` now."""
        source = node.parent
        assert source is not None
        at = source.below.index(node)
        if not self.beginMoveRows(self._index_of(source), at, at, self._index_of(target), row):
            return
        source.below.pop(at)
        target.below.insert(row - 1 if source is target and row > at else row, node)
        node.parent = target
        self.endMoveRows()
        self.edited.emit()

    def _inserted(self, parent: _Node, row: int, node: _Node) -> QModelIndex:
        if self.read_only:
            return QModelIndex()
        self.beginInsertRows(self._index_of(parent), row, row)
        node.parent = parent
        parent.below.insert(row, node)
        self._nodes[node.key] = node
        self.endInsertRows()
        self.edited.emit()
        return self._index_of(node)

    def _made(
        self,
        parent: _Node,
        name: str,
        *,
        minutes: float | None = None,
        activity_id: ActivityId | None = None,
        source: int | tuple[int, int],
    ) -> _Node:
        node = _Node(next(self._keys), name, parent, minutes, activity_id, source)
        parent.below.append(node)
        self._nodes[node.key] = node
        return node

    def _node(self, index: Index) -> _Node:
        return self._nodes.get(index.internalId(), self._top) if index.isValid() else self._top

    def _section(self, index: Index) -> _Node | None:
        node = self._node(index)
        if node is self._top:
            return None
        return node if node.parent is self._top else node.parent

    def _index_of(self, node: _Node) -> QModelIndex:
        return QModelIndex() if node.parent is None else self.createIndex(node.parent.below.index(node), 0, node.key)

    def _dragged(self, data: QMimeData) -> _Node | None:
        key = bytes(data.data(_MIME).data()).decode().partition(",")[0]
        return self._nodes.get(int(key)) if key.isdecimal() else None

    def _shown(self, node: _Node) -> str:
        name = node.name or tr("Untitled")
        return tr("{name} (deleted activity)").format(name=name) if node.activity_id in self._gone else name

    def _minutes(self, node: _Node) -> str:
        return tr("{n} min").format(n=minutes_text(node.minutes, QLocale())) if node.minutes is not None else tr("– min")

    def _font(self) -> Any:
        from PySide6.QtWidgets import QApplication

        return QApplication.font()


def _as_draft(section: TemplateSection) -> TemplateSectionDraft:
    return TemplateSectionDraft(
        section.name, section.planned_minutes, tuple(TemplateItemDraft(item.activity_id, item.name) for item in section.items)
    )


def _contents(sections: Iterable[TemplateSectionDraft]) -> Iterator[object] | list[object]:
    """Return what is the same if two templates look alike, wherever their parts were read."""
    return [(section.name, section.planned_minutes, [(item.activity_id, item.name) for item in section.items]) for section in sections]


def _minutes_in(text: str) -> float | None:
    """Return the minutes that were typed, None for nothing or nonsense."""
    number, is_number = QLocale().toDouble(text.removesuffix("min").strip())
    return number if is_number and math.isfinite(number) and 0 <= number <= _MOST_MINUTES else None
