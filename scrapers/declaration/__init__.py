"""What a source declares: its `source.toml`, its lookups, its layout, and what is wrong with them."""
