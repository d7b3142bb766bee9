"""What waits, what came in and what is silent: the page to open in the morning."""
