-- 市に体操の場はいくつあるか / How many places for exercise are there in the city
SELECT e.listed_count AS "載っている", e.different_count AS "ちがう活動", e.at_least_count AS "少なくとも",
  e.upper_count AS "多くても（目安）", r.label_ja AS "但し書き", e.frame_rule AS "何についての数か"
FROM estimates AS e
JOIN codes_kind AS k ON k.code = e.kind_code
LEFT JOIN codes_estimate_reason AS r ON r.code = e.estimate_reason_code
WHERE e.stratum_code = 'kind' AND k.label_ja LIKE '体操%'
