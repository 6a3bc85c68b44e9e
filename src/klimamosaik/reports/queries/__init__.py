"""Doors that read what people are to be told."""
