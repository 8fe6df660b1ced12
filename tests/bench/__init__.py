"""How fast the portal is, beside reference views of our own that run in the same minutes: `make bench`."""
