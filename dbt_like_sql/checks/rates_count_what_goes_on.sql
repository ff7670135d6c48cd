-- 区ごとの数を足して続いている活動の数にならないと、すきまの表はどこかの活動を落としているか二度数えている。gaps__rates と core__activity_stock の数え方をそろえる
WITH
  counted AS (SELECT count(*) AS activities FROM activity_stock WHERE stock_code = 'counted'),
  cells AS (
    SELECT age_group_code, kind_cell,
      sum(stock_count) FILTER (WHERE ward_cell NOT IN ('all', 'none')) AS wards,
      sum(stock_count) FILTER (WHERE ward_cell = 'none') AS nowhere,
      sum(stock_count) FILTER (WHERE ward_cell = 'all') AS city
    FROM rates
    GROUP BY ALL
  )
SELECT 'all' AS age_group_code, 'all' AS kind_cell, coalesce(sum(cells.wards), 0) + coalesce(sum(cells.nowhere), 0) AS told,
  any_value(counted.activities) AS counted
FROM counted
LEFT JOIN cells ON cells.age_group_code = 'all' AND cells.kind_cell = 'all'
HAVING told <> any_value(counted.activities)
UNION ALL
SELECT age_group_code, kind_cell, city, wards
FROM cells
WHERE city IS DISTINCT FROM wards
