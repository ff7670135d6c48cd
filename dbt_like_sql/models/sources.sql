-- 情報源の一覧と、いま何を見せているか。取得に失敗しても行は残す
WITH counts AS (
  SELECT source_key, count(*) AS listing_count, count(DISTINCT activity_id) AS activity_count
  FROM core__activity_listings
  GROUP BY source_key
)
SELECT
  sources.source_key,
  sources.source_name,
  sources.owner,
  sources.home_url,
  sources.licence,
  sources.attribution,
  selected.selection_code,
  selected.newest_verdict_code,
  selected.message_ja,
  coalesce(counts.listing_count, 0) AS listing_count,
  coalesce(counts.activity_count, 0) AS activity_count,
  selected.run_id,
  selected.started_at,
  selected.age_days,
  CASE WHEN selected.selection_code IN ('last_good', 'expired') THEN selected.started_at::DATE END AS stale_since
FROM core__sources AS sources
JOIN raw__selected_runs AS selected USING (source_key)
LEFT JOIN counts USING (source_key)
