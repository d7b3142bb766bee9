"""What templates say in a few letters: dates and numbers in the reader's language, badges, icons."""
