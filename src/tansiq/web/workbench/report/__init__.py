"""One report with its facts, its versions, and who has it and why."""
