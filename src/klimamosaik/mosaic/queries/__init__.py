"""Doors that read the mosaic of a municipality."""
