"""The way in for people and machines: settings, addresses, base pages, log-in, command line."""
