"""The faces of the workbench, as a browser gets them."""
