-- 情報源がどれも古い取得のままの活動には、印が付いている。印がないと、今の内容に見える。pipelines/core/staleness.py を確かめる
SELECT activities.activity_id, activities.stale_since, activities.staleness_code
FROM activities
JOIN activity_listings AS bridge USING (activity_id)
JOIN sources USING (source_key)
GROUP BY activities.activity_id, activities.stale_since, activities.staleness_code
HAVING bool_and(sources.selection_code IN ('last_good', 'expired')) <> (activities.stale_since IS NOT NULL)
  OR (activities.stale_since IS NULL) <> (activities.staleness_code IS NULL)
