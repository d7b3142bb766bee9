"""The release decision, step by step, and against an oracle written from its spec page."""
