-- 多摩区で、平日に体操がある公園の数は / How many parks have exercise on weekdays in 多摩区
SELECT count(DISTINCT venue) AS park_count
FROM activities
WHERE ward_code = '141356' AND venue LIKE '%公園%'
  AND (kind_code = 'exercise' OR list_contains(other_kind_codes, 'exercise'))
  AND (len([rule FOR rule IN schedule_rrules IF regexp_matches(rule, 'BYDAY=[^;]*(MO|TU|WE|TH|FR)')]) > 0
    OR len([held_on FOR held_on IN schedule_days IF isodow(held_on) <= 5]) > 0)
