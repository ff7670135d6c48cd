-- 活動と掲載の対応表。前回の公開からIDを引き継ぐときの根拠にもなる。主催団体・会場と掲載の対応もここにある
SELECT
  identity.activity_id,
  listings.listing_id,
  listings.source_key,
  listings.record_key,
  listings.page_url,
  listings.name,
  listings.body_sha256,
  entities.content_print,
  entities.organizer_id,
  entities.venue_id,
  listings.updated_date,
  fetches.fetched_at
FROM match__clusters AS clusters
JOIN core__activity_identity AS identity USING (cluster_label)
JOIN norm__listings AS listings USING (listing_id)
JOIN core__listing_entities AS entities USING (listing_id)
LEFT JOIN core__page_fetches AS fetches
  ON fetches.source_key = listings.source_key
  AND fetches.run_id = listings.run_id
  AND fetches.page_url = listings.page_url
