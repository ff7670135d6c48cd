-- 多摩区で、平日に体操がある公園の数は / How many parks have exercise on weekdays in 多摩区
SELECT count(DISTINCT a.venue) AS park_count
FROM activities AS a
JOIN activity_schedules AS s USING (activity_id)
WHERE a.ward_code = '141356' AND a.venue LIKE '%公園%'
  AND list_contains([a.kind_code] || coalesce(a.other_kind_codes, []), 'exercise')
  AND (list_has_any(s.weekdays, ['MO', 'TU', 'WE', 'TH', 'FR'])
    OR EXISTS (SELECT 1 FROM unnest(s.schedule_days) AS held(held_on) WHERE isodow(held_on) <= 5))
