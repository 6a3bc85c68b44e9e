"""Doors that read the weather of a place."""
