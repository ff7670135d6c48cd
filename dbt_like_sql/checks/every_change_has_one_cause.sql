-- 一つの項目の変化に理由が二つあると、変更を当てはめても今回の公開にならない。pipelines/core/changes.py を確かめる
SELECT activity_id, field_name, count(*) AS cause_count
FROM activity_changes
GROUP BY activity_id, field_name
HAVING count(*) > 1
