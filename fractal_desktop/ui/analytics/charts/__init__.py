"""The charts of the analytics page. `bar_plot` alone knows pyqtgraph, and is imported when a chart is first shown."""
