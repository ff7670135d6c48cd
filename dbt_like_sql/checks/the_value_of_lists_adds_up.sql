-- 一覧の分（share_count）を足すと、載っている活動の数になる。ならないと、どの一覧の値打ちも信じられない。pipelines/estimate/list_value.py を確かめる
SELECT city.listed_count, sum(worth.share_count) AS share_count
FROM estimates AS city
CROSS JOIN list_value AS worth
WHERE city.stratum_code = 'city'
GROUP BY city.listed_count
HAVING abs(sum(worth.share_count) - city.listed_count) > 0.5
