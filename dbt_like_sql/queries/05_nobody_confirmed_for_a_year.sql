-- 情報源のどの日付から見ても、1年のあいだ誰も確かめていない活動は / Activities nobody has confirmed for a year, by any date of their sources
SELECT a.name, a.updated_date, w.label_ja AS ward, a.venue
FROM activities AS a
LEFT JOIN codes_ward AS w ON w.code = a.ward_code
CROSS JOIN release AS r
WHERE a.updated_date < strftime(r.as_of_at AT TIME ZONE 'Asia/Tokyo' - INTERVAL 1 YEAR, '%Y-%m-%d')
ORDER BY a.updated_date, a.name, a.activity_id
