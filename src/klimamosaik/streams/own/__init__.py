"""This server's own energy: a series like any other, so that the footprint is no guess."""
