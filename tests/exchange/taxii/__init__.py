"""The tests of TAXII without HTTP."""
