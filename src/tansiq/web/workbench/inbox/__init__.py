"""What partners told this agency."""
