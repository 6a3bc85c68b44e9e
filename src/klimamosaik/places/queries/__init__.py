"""Doors that read places."""
