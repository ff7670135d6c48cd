-- どの掲載でも1年より前の日付でしか確かめられていない活動（掲載に状況の日付があるもの）
SELECT a.name, a.status_date, a.venue
FROM activities AS a
CROSS JOIN release AS r
WHERE a.status_date IS NOT NULL AND TRY_CAST(a.status_date AS DATE) < CAST(r.as_of_at AT TIME ZONE 'Asia/Tokyo' AS DATE) - 365
ORDER BY a.status_date, a.name
