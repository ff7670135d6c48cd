-- 1週間前の公開に載っていた活動の数と、いまの数は（日付を替えれば、どの日にもさかのぼれる） / How many activities were published a week ago, and now; any day will do
SELECT day, count(h.activity_id) AS activity_count
FROM release AS r
CROSS JOIN unnest([0, 7]) AS ago(days)
CROSS JOIN LATERAL (SELECT CAST(r.as_of_at AT TIME ZONE 'Asia/Tokyo' AS DATE) - ago.days AS day)
LEFT JOIN activity_history AS h ON h.valid_from_on <= day AND (h.valid_to_on IS NULL OR day < h.valid_to_on)
GROUP BY day
ORDER BY day DESC
