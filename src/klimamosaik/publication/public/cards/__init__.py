"""Printable cards with a code that leads to a page."""
