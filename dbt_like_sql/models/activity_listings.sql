-- 活動と掲載の対応表。前回の公開からIDを引き継ぐときの根拠にもなる
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
  entities.venue_id
FROM match__clusters AS clusters
JOIN core__activity_identity AS identity USING (cluster_label)
JOIN norm__listings AS listings USING (listing_id)
JOIN core__listing_entities AS entities USING (listing_id)
