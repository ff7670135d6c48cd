-- 人が「別」とした二つの掲載は、別の活動になっている。同じ活動になれば、決めたことが守られていない。judgements/pairs.csv と match__clusters を確かめる
SELECT pairs.listing_id_a, pairs.listing_id_b
FROM match__pairs AS pairs
JOIN match__clusters AS a ON a.listing_id = pairs.listing_id_a
JOIN match__clusters AS b ON b.listing_id = pairs.listing_id_b
WHERE pairs.decider_code = 'person'
  AND (pairs.decision_code = 'different') = (a.cluster_label = b.cluster_label)
