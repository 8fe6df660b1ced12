"""What each page about decisions and tasks reads, and nothing more."""
