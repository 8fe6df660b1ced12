"""The prefetch bundles of the pages about minutes: one module per page."""
