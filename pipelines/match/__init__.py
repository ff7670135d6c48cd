"""Which listings are the same activity: candidates, scores, clusters.

Belongs here: pure functions from normalised listings to pairs and clusters. Does not belong here: IDs that last
(`pipelines.core`), parsing. "Same" means the same activity at the same regular place (docs/design.md §2).
"""
