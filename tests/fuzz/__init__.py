"""Coverage-guided fuzzing of every parser that meets foreign bytes (atheris on libFuzzer)."""
