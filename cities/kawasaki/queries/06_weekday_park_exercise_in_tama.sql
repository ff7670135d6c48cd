-- 多摩区で、平日に体操がある公園の数は / How many parks have exercise on weekdays in 多摩区
-- 見本の市の 2026-11-23 の公開を手で数えた答えと同じ 18（数え方: 多摩区の活動のうち会場か名前に公園・緑地・遊歩道・緑道・広場のある
-- 90 件を元の文まで読み、曜日か日付から平日と分かる体操の会場を数えた）。名前が公園でない会場（寺尾台緑地、枡形緑地、枡形遊歩道）を
-- 入れると 21。曜日の書いていない 10 の公園（月1回、年2回、週2回、不定期）は、平日とも土日とも言えないので数えない。
-- Counted by hand on the sample city's release of 2026-11-23: 18 parks; 21 with greens and paths not called 公園. Ten parks
-- whose lists name no day (月1回, 不定期) are not counted: nobody can tell. Several activities in one park are one park.
SELECT count(DISTINCT a.venue) AS park_count
FROM activities AS a
JOIN activity_schedules AS s USING (activity_id)
WHERE a.ward_code = '141356' AND a.venue LIKE '%公園%' AND NOT a.is_ended
  AND list_contains([a.kind_code] || coalesce(a.other_kind_codes, []), 'exercise')
  AND (list_has_any(s.weekdays, ['MO', 'TU', 'WE', 'TH', 'FR'])
    OR EXISTS (SELECT 1 FROM unnest(s.schedule_days) AS held(held_on) WHERE isodow(held_on) <= 5))
