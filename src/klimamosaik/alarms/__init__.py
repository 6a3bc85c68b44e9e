"""What needs somebody: broken promises, silent sensors, odd readings, buildings that waste."""
