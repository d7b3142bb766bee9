"""Tests of the TAXII client."""
