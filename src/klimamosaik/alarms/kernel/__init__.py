"""Pure functions: lengths of time in words, marks put together."""
