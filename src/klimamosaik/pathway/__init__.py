"""From today to neutrality: targets, what measures bring, the gap, and the mosaic that shows it."""
