-- コード表 schedule_completeness（約束の語彙から）
SELECT code, ordinal, label_ja, label_en
FROM core__codes
WHERE vocabulary_name = 'schedule_completeness'
