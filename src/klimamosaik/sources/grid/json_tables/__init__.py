"""Tables within JSON, whatever their shape."""
