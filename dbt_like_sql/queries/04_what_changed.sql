-- 前の公開から変わったこと（種類ごとの件数）
SELECT c.label_ja, count(*) AS change_count
FROM activity_changes AS a
JOIN codes_change AS c ON c.code = a.change_code
GROUP BY ALL
ORDER BY change_count DESC, c.label_ja
