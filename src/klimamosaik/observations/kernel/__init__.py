"""Pure functions on readings."""
