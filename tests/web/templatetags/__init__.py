"""The few letters with which templates say much."""
