-- 人が「別」とした二つの掲載が同じ活動になってはならない（docs/design.md 規則5）。judgements/pairs.csv と match__clusters を確かめる
SELECT pairs.listing_id_a, pairs.listing_id_b
FROM match__pairs AS pairs
JOIN match__clusters AS a ON a.listing_id = pairs.listing_id_a
JOIN match__clusters AS b ON b.listing_id = pairs.listing_id_b
WHERE pairs.decider_code = 'person'
  AND (pairs.decision_code = 'different') = (a.cluster_label = b.cluster_label)
