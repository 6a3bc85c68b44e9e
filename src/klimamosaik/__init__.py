"""Klimamosaik: what a municipality's climate measures really bring, and what is still missing."""

__version__ = "0.1.0"
