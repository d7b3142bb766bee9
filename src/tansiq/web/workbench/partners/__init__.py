"""The partners, how the feeds to and from them stand, and the circles."""
