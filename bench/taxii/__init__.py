"""TAXII 2.1 measured against OpenTAXII, medallion and nginx, in one run and by the same client."""
