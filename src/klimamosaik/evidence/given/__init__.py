"""Files somebody gave to measure an effect with, read as `import` reads them."""
