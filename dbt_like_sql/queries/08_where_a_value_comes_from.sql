-- 情報源のあいだで値が食い違う項目を、食い違いの多い順に（元のページつき）
SELECT a.name, v.field_name, v.value_text, v.agreeing_count, v.disagreeing_count, v.page_url
FROM activity_values AS v
JOIN activities AS a USING (activity_id)
WHERE v.disagreeing_count > 0
ORDER BY v.disagreeing_count DESC, a.name, v.field_name
LIMIT 20
