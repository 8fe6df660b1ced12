"""Whom invitations and meetings tell what."""
