"""Filters of the report's tables."""
