"""The web server and its processes."""
