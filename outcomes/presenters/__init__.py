"""Decisions and tasks in words, for one page."""
