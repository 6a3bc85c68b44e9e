"""What people read: building and measure pages, the energy report, exports."""
