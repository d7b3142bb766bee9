"""The sentences, all of them, in all languages."""
