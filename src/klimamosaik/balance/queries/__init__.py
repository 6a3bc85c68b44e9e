"""Doors that read balances."""
