"""Doors that read what is stored: readings, states, courses, data versions and what changed."""
