"""From a file to a delivery: look, ask, correct, store, undo."""
