"""Which run of each source is used; crawls side by side; reading pages again."""
