"""As much of pyqtgraph as charts need: the one module that knows it. Axes, names and values are painted by the charts themselves.

It is drawn without a ground of its own, and takes neither pointer nor keys. Colours are "#RRGGBB".
"""

from typing import Any, Protocol

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsView, QWidget

Floats = NDArray[np.floating[Any]]


class _Drawn(Protocol):
    """Something of ours that holds an item of pyqtgraph's."""

    @property
    def item(self) -> QGraphicsItem:
        """Return the item."""
        ...


class Canvas:
    """A part of a chart in which values are drawn; `set_range` says where. The scene of its `view` takes items in pixels besides."""

    def __init__(self, parent: QWidget) -> None:
        self.view: QGraphicsView = pg.GraphicsView(parent, background=None)
        self.view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # an SVG would hold the empty ground as pixels
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        # No ground at all: one that is only transparent is black for some readers of SVG.
        self.view.setBackgroundBrush(Qt.BrushStyle.NoBrush)
        self.view.viewport().setAutoFillBackground(False)
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._box.disableAutoRange()
        self.view.setCentralItem(self._box)

    def add(self, *drawn: _Drawn) -> None:
        """Draw these, each above those before."""
        for each in drawn:
            self._box.addItem(each.item, ignoreBounds=True)

    def set_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Let the edges of the canvas be these values."""
        self._box.setRange(xRange=x, yRange=y, padding=0)


class Columns:
    """Upright bars of one colour: pyqtgraph hands such to Qt in one go, others one by one."""

    def __init__(self) -> None:
        self.item = pg.BarGraphItem(x0=[], x1=[], y0=0, height=[])

    def show(self, left: Floats, right: Floats, heights: Floats, fill: str, outline: str | None = None) -> None:
        """Show bars from 0 to their heights."""
        pen = pg.mkPen(outline, width=1) if outline else pg.mkPen(None)
        self.item.setOpts(x0=left, x1=right, y0=np.zeros(len(heights)), height=heights, brush=pg.mkBrush(fill), pen=pen)


class Curve:
    """A line, interrupted where values are NaN."""

    def __init__(self) -> None:
        self.item = pg.PlotCurveItem(antialias=True, connect="finite")

    def show(self, x: Floats, y: Floats, colour: str, width: float) -> None:
        """Show a line through these points."""
        self.item.setData(x, y, pen=pg.mkPen(colour, width=width))

    def set_visible(self, visible: bool) -> None:
        """Draw it, or not."""
        self.item.setVisible(visible)


class LongCurve:
    """A line of finite points, of which there may be a million: of many only the lowest and highest in each column of pixels are drawn."""

    def __init__(self) -> None:
        self.item = pg.PlotDataItem(antialias=True, connect="all", skipFiniteCheck=True)

    def begin(self) -> None:
        """Leave out what lies beside the canvas. To be called once it was added: this looks at the canvas."""
        self.item.setDownsampling(auto=True, method="peak")
        self.item.setClipToView(True)

    def show(self, x: Floats, y: Floats) -> None:
        """Show a line through these points; x ascends."""
        self.item.setData(x, y)

    def set_visible(self, visible: bool) -> None:
        """Draw it, or not."""
        self.item.setVisible(visible)

    def set_colour(self, colour: str, width: float) -> None:
        """Draw in this colour."""
        self.item.setPen(pg.mkPen(colour, width=width))
