"""One module a row, or two rows that need the same servers."""
