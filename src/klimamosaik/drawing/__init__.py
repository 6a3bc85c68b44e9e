"""Numbers to pictures: shapes, scales, palette and charts as SVG. No Django, no files, no clock."""
