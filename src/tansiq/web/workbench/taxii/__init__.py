"""Outside servers, collections made by hand, and the tools that may enter."""
