"""What a number counts: unit, factor, carrier and direction."""
