"""Who changed what and when; labels of fields in the reader's language."""
