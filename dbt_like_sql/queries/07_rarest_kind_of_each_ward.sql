-- 区ごとに、いちばん少ない種類の活動は / Which kind of activity is rarest in each ward
WITH counts AS (
  SELECT w.label_ja AS ward, k.label_ja AS kind, count(a.activity_id) AS activity_count
  FROM codes_ward AS w
  CROSS JOIN codes_kind AS k
  LEFT JOIN activities AS a ON a.ward_code = w.code
    AND list_contains([a.kind_code] || coalesce(a.other_kind_codes, []), k.code)
  GROUP BY ALL
)
SELECT ward, min_by(kind, (activity_count, kind)) AS kind, min(activity_count) AS activity_count
FROM counts
GROUP BY ward
ORDER BY activity_count, ward
