"""Published tables a town can fetch itself."""
