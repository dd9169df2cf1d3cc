"""The charts of the analytics page. `canvas` alone knows pyqtgraph, and is imported when a chart is first shown."""
