"""Formats nobody else has: what a newcomer writes to add one, a file each."""
