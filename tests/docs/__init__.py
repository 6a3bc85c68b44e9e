"""The documentation as a site: every page built, every link followed, the code told as it is."""
