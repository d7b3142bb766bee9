"""The desk: verbs, each with its refusals."""
