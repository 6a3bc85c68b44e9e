"""Figures with an address of their own: each kind one file, registered in one list (`every`)."""
