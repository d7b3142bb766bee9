"""The cases of the OASIS interoperability documents for TAXII 2.1 and STIX 2.1, against served nodes."""
