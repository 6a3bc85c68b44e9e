"""What a meter would have used: by hours, by days, by bills."""
