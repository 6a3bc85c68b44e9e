"""Doors that look for troubles and tell of them."""
