"""Who gets in where, and with which headers."""
