"""Real operation: the base as it is."""

from .base import *  # noqa: F403
