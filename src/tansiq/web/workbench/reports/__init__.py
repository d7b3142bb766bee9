"""What this agency wrote, and how far each report has come."""
