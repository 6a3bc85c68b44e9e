"""Pages of the office: what is public, the preview, publishing and taking back."""
