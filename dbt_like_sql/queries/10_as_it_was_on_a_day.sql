-- 公開した日の時点で載っていた活動の数（日付を替えれば、どの日にもさかのぼれる）
SELECT count(*) AS activity_count
FROM activity_history
CROSS JOIN release AS r
WHERE valid_from_on <= CAST(r.as_of_at AT TIME ZONE 'Asia/Tokyo' AS DATE) AND (valid_to_on IS NULL OR CAST(r.as_of_at AT TIME ZONE 'Asia/Tokyo' AS DATE) < valid_to_on)
