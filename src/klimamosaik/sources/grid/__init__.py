"""Bytes -> cells -> columns of numbers and times. Knows nothing of meters or stations."""
