"""Lists of measures in and out: look first, then store all or nothing, and undo."""
