"""The pages of the portal itself: front page, overview, about and legal pages, files for machines."""
