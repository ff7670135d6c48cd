-- 宮前区で水曜に開かれるカフェ・居場所は / Cafés in 宮前区 on Wednesdays
SELECT DISTINCT a.name, a.venue, a.schedule_sentence, a.phone
FROM activities AS a
JOIN activity_schedules AS s USING (activity_id)
JOIN codes_ward AS w ON w.code = a.ward_code
WHERE w.label_ja = '宮前区' AND list_contains([a.kind_code] || coalesce(a.other_kind_codes, []), 'cafe')
  AND list_contains(s.weekdays, 'WE')
ORDER BY a.name, a.venue
