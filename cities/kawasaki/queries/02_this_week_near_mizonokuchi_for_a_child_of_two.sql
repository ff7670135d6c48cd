-- 今週、溝口駅から2km以内で、2歳の子と行ける子育ての活動は / This week within 2 km of 溝口 station, for a child of two
SELECT o.held_on, o.session_start, a.name, a.venue, a.fee,
  round(111.2 * sqrt(power(a.lat - 35.5998, 2) + power((a.lon - 139.6106) * cos(radians(35.6)), 2)), 1) AS km
FROM activity_occurrences AS o
JOIN activities AS a USING (activity_id)
CROSS JOIN release AS r
WHERE list_contains([a.kind_code] || coalesce(a.other_kind_codes, []), 'childcare') AND km <= 2
  AND o.held_on < CAST(r.as_of_at AT TIME ZONE 'Asia/Tokyo' AS DATE) + 7
  AND coalesce(a.age_min_months, 0) < 36 AND coalesce(a.age_max_months, 24) >= 24
ORDER BY o.held_on, o.session_start, a.name
