-- 公開の日から7日間に、高津区で2歳の子と行ける活動
SELECT o.held_on, a.start_time, a.name, a.venue, a.fee
FROM activity_occurrences AS o
JOIN activities AS a USING (activity_id)
CROSS JOIN release AS r
WHERE a.ward_code = '141348'
  AND o.held_on < CAST(r.as_of_at AT TIME ZONE 'Asia/Tokyo' AS DATE) + 7
  AND a.kind_code = 'childcare'
  AND coalesce(a.age_min_months, 0) <= 24 AND coalesce(a.age_max_months, 999) >= 24
ORDER BY o.held_on, a.start_time, a.name
