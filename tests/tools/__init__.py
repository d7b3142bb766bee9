"""The scripts that set up, build and check."""
