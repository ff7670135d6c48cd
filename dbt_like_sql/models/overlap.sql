-- 情報源どうしの重なり。lost_* は、その情報源 (source_key) だけをやめたときに失われるもので、相手によらない
WITH pairs AS (
  SELECT DISTINCT activity_id, source_key
  FROM core__activity_listings
),
lost AS (
  SELECT pairs.source_key, count(*) FILTER (WHERE activities.source_count = 1) AS activity_count
  FROM pairs
  JOIN core__activities AS activities USING (activity_id)
  GROUP BY pairs.source_key
),
lost_values AS (
  SELECT bridge.source_key, count(*) AS value_count
  FROM core__activity_values AS chosen
  JOIN core__activity_listings AS bridge USING (listing_id)
  JOIN core__activities AS activities ON activities.activity_id = chosen.activity_id
  WHERE chosen.telling_source_count = 1 AND activities.source_count > 1
  GROUP BY bridge.source_key
)
SELECT
  here.source_key,
  there.source_key AS other_source_key,
  count(*) AS shared_activity_count,
  any_value(lost.activity_count) AS lost_activity_count,
  coalesce(any_value(lost_values.value_count), 0) AS lost_value_count,
  CASE WHEN here.source_key = there.source_key THEN any_value(lost.activity_count) ELSE 0 END AS only_here_count
FROM pairs AS here
JOIN pairs AS there USING (activity_id)
JOIN lost ON lost.source_key = here.source_key
LEFT JOIN lost_values ON lost_values.source_key = here.source_key
GROUP BY here.source_key, there.source_key
