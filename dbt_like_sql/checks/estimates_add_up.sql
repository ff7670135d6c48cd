-- 区の中の種類を足すと、種類・区・市全体の載っている数になる。ならないと表どうしが食い違って見える。pipelines/estimate/strata.py を確かめる
WITH cells AS (
  SELECT kind_code, ward_code, listed_count, different_count
  FROM estimates
  WHERE stratum_code = 'kind_ward'
),
sums AS (
  SELECT 'kind' AS stratum_code, kind_code, NULL AS ward_code, sum(listed_count) AS listed, sum(different_count) AS different
  FROM cells
  GROUP BY kind_code
  UNION ALL
  SELECT 'ward', NULL, ward_code, sum(listed_count), sum(different_count)
  FROM cells
  GROUP BY ward_code
  UNION ALL
  SELECT 'city', NULL, NULL, sum(listed_count), sum(different_count)
  FROM cells
)
SELECT told.stratum_id, told.listed_count, sums.listed, told.different_count, sums.different
FROM estimates AS told
JOIN sums ON sums.stratum_code = told.stratum_code
  AND sums.kind_code IS NOT DISTINCT FROM told.kind_code
  AND sums.ward_code IS NOT DISTINCT FROM told.ward_code
WHERE sums.listed <> told.listed_count OR sums.different <> told.different_count
