"""A second factor at log-in: a code that a phone shows, and recovery codes on paper."""
