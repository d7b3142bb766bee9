"""The pages, each on its own."""
