-- 区ごとの数を足して市の数、続いている活動の数にならないと、すきまの表はどこかの活動を落としているか二度数えている。gaps__rates と estimate__strata の数え方をそろえる
WITH cells AS (
  SELECT age_group_code, kind_cell,
    coalesce(sum(stock_count) FILTER (WHERE ward_cell NOT IN ('all', 'none')), 0) AS wards,
    coalesce(sum(stock_count) FILTER (WHERE ward_cell = 'none'), 0) AS nowhere,
    sum(stock_count) FILTER (WHERE ward_cell = 'all') AS city
  FROM rates
  GROUP BY ALL
)
SELECT cells.age_group_code, cells.kind_cell, cells.wards + cells.nowhere AS told, estimates.listed_count AS counted
FROM cells
JOIN estimates ON estimates.stratum_code = 'city'
WHERE cells.age_group_code = 'all' AND cells.kind_cell = 'all' AND cells.wards + cells.nowhere <> estimates.listed_count
UNION ALL
SELECT age_group_code, kind_cell, city, wards
FROM cells
WHERE city IS DISTINCT FROM wards
