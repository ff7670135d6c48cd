-- 活動の多い会場
SELECT v.name, w.label_ja AS ward, v.activity_count
FROM venues AS v
LEFT JOIN codes_ward AS w ON w.code = v.ward_code
ORDER BY v.activity_count DESC, v.name, v.venue_id
LIMIT 10
