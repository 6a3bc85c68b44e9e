"""Published energy reports: a page each, and its files."""
