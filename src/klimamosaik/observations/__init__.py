"""Readings over time: the store, gaps, freshness, and where each reading came from."""
