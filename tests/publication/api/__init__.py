"""The interface for programs, as strangers use it."""
