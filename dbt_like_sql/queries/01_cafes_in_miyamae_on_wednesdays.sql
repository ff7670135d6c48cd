-- 宮前区で水曜に開かれるカフェ・居場所
SELECT name, venue, schedule_sentence, phone
FROM activities
WHERE ward_code = '141364' AND kind_code = 'cafe' AND regexp_matches(schedule_rrule, 'BYDAY=[^;]*WE')
ORDER BY name
