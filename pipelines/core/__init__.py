"""Activities: lasting IDs, one value per field, where each value comes from.

Belongs here: pure functions from clusters of listings to activities. Does not belong here: deciding what is the same
(`pipelines.match`), the published form (`dbt_like_sql`).
"""
