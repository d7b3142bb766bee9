"""The tests of feeds carried by hand."""
