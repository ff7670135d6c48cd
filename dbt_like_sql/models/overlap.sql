-- 情報源どうしの重なり。only_here_count は、その情報源をやめたら失われる活動の数
WITH pairs AS (
  SELECT DISTINCT identity.activity_id, listings.source_key
  FROM match__clusters AS clusters
  JOIN core__activity_identity AS identity USING (cluster_label)
  JOIN norm__listings AS listings USING (listing_id)
),
spread AS (
  SELECT activity_id, source_key, count(*) OVER (PARTITION BY activity_id) AS source_count
  FROM pairs
)
SELECT
  here.source_key,
  there.source_key AS other_source_key,
  count(*) AS shared_activity_count,
  count(*) FILTER (WHERE here.source_count = 1) AS only_here_count
FROM spread AS here
JOIN pairs AS there USING (activity_id)
GROUP BY here.source_key, there.source_key
