-- その一覧だけをやめたら、何が失われるか / What would be lost without each list
SELECT s.source_name, o.shared_activity_count AS activity_count, o.lost_activity_count, o.lost_value_count
FROM overlap AS o
JOIN sources AS s USING (source_key)
WHERE o.source_key = o.other_source_key
ORDER BY o.lost_activity_count DESC, s.source_name
