-- どの活動も、掲載の数が対応表の行の数と同じ。違うと、重複の説明が合わなくなる。core__activities と activity_listings の作り直しをそろえる
SELECT activities.activity_id, activities.listing_count, count(bridge.listing_id) AS bridge_count
FROM activities
LEFT JOIN activity_listings AS bridge USING (activity_id)
GROUP BY activities.activity_id, activities.listing_count
HAVING count(bridge.listing_id) <> activities.listing_count
