"""Doors that read plans, costs and the answer to the leading question."""
