"""Writing, correcting and importing a report."""
