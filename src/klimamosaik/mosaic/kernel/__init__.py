"""The mosaic: a thousand stones, laid, planned and missing. No Django, no files, no clock."""
