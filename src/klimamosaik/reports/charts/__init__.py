"""Charts as SVG, drawn on the server: the same on pages and in print."""
