-- 一つの項目の変化には、理由が一つだけある。二つあると、変更を当てはめても今回の公開にならない。pipelines/core/changes.py を確かめる
SELECT activity_id, field_name, count(*) AS cause_count
FROM activity_changes
GROUP BY activity_id, field_name
HAVING count(*) > 1
