"""Who may do what with minutes: the same sentence for the 403 page, the greyed button and the test."""
