"""Doors that read data sources: how each is doing, and which promises are broken."""
