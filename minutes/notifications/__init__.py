"""Who hears of minutes and of what is said about them."""
