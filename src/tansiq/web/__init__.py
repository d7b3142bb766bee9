"""Turns requests into verbs and reasons into sentences in three languages."""
