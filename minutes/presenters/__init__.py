"""Minutes in words, for one page, paper or mail."""
