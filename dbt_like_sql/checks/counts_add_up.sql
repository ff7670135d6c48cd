-- 活動の掲載数と対応表の行数が違うと、重複の説明が合わなくなる。core__activities と activity_listings の作り直しをそろえる
SELECT activities.activity_id, activities.listing_count, count(bridge.listing_id) AS bridge_count
FROM activities
LEFT JOIN activity_listings AS bridge USING (activity_id)
GROUP BY activities.activity_id, activities.listing_count
HAVING count(bridge.listing_id) <> activities.listing_count
