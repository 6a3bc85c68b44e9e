"""Doors that read what measures changed."""
