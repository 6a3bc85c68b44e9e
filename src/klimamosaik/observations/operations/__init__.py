"""Doors that change what is stored."""
