-- 主催団体・会場の活動の数と掲載の数が、表の行の数と同じ。違うと、数と一覧のどちらも信じられない。core__organisers と core__venues の数え方をそろえる
WITH
  entities AS (
    SELECT organizer_id AS entity_id, listing_count, activity_count FROM organisers
    UNION ALL
    SELECT venue_id AS entity_id, listing_count, activity_count FROM venues
  ),
  naming AS (
    SELECT organizer_id AS entity_id, 1 AS listing, 0 AS activity FROM activity_listings
    UNION ALL
    SELECT venue_id AS entity_id, 1 AS listing, 0 AS activity FROM activity_listings
    UNION ALL
    SELECT organizer_id AS entity_id, 0 AS listing, 1 AS activity FROM activities
    UNION ALL
    SELECT venue_id AS entity_id, 0 AS listing, 1 AS activity FROM activities
  )
SELECT entities.entity_id, entities.listing_count, entities.activity_count,
  sum(naming.listing) AS listings_found, sum(naming.activity) AS activities_found
FROM entities
LEFT JOIN naming USING (entity_id)
GROUP BY ALL
HAVING coalesce(sum(naming.listing), 0) <> entities.listing_count
  OR coalesce(sum(naming.activity), 0) <> entities.activity_count
