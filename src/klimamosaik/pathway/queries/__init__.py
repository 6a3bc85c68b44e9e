"""Doors that read the pathway: targets, what measures bring, the gap, and what is said of it."""
