"""Node to node: pairing, signed requests, serving a feed and pulling one."""
