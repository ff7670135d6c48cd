-- どの一覧とどの一覧がいちばん重なっているか / Which lists overlap most
SELECT s.source_name, t.source_name AS other_source_name, o.shared_activity_count
FROM overlap AS o
JOIN sources AS s USING (source_key)
JOIN sources AS t ON t.source_key = o.other_source_key
WHERE o.source_key < o.other_source_key
ORDER BY o.shared_activity_count DESC, s.source_name, t.source_name
LIMIT 10
