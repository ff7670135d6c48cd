-- 方法の変化のほかに一つの活動に二つのわけがあると、二度数える。pipelines/trend/causes.py を確かめる
SELECT release_id, activity_id, count(*) AS cause_count
FROM trend__growth_log
WHERE cause_code NOT IN ('resolver', 'judgements', 'definition')
GROUP BY release_id, activity_id
HAVING count(*) > 1
