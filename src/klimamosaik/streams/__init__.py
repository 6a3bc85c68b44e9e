"""What reports by itself: data sources with a promise, and the ways their readings come in."""
