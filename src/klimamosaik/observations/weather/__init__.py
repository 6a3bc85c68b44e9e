"""Whose weather is a place's, where it comes from, and its degree days."""
