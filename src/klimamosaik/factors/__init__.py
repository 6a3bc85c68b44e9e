"""Dated factors and rules, each with its source: facts are data, not code."""
