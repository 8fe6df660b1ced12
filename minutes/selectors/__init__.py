"""Visible rows, numbers and dates of minutes."""
