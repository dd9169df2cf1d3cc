"""Fractal Desktop: long goals, the practice towards them, and what came of it."""

__version__ = "0.1.0"
