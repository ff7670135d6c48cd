"""Is it growing: what counts, which lists there were, why the number changed, the past by today's method."""
