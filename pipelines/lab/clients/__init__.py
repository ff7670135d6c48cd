"""Programs of other people that open a release, each in an environment of its own; never part of the product."""
