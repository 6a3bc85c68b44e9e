"""The web server: what it takes from strangers, and how its processes are kept running."""
