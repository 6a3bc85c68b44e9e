"""What strangers see: the citizens' page, figures, open data; nothing that nobody published."""
