-- 多摩区で平日に体操がある公園の数
SELECT count(DISTINCT coalesce(venue_id, venue)) AS park_count
FROM activities
WHERE ward_code = '141356' AND kind_code = 'exercise' AND venue LIKE '%公園%'
  AND regexp_matches(schedule_rrule, 'BYDAY=[^;]*(MO|TU|WE|TH|FR)')
