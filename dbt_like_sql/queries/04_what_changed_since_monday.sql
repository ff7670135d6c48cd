-- 月曜から変わったことは（種類ごとの活動の数） / What has changed since Monday (activities by kind of change)
SELECT c.label_ja, c.label_en, count(DISTINCT l.activity_id) AS activity_count
FROM activity_change_log AS l
JOIN codes_change AS c ON c.code = l.change_code
CROSS JOIN release AS r
WHERE l.changed_on >= date_trunc('week', r.as_of_at AT TIME ZONE 'Asia/Tokyo')
GROUP BY ALL
ORDER BY activity_count DESC, c.label_ja
