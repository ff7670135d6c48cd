-- コード表 staleness（約束の語彙から）
SELECT code, ordinal, label_ja, label_en
FROM core__codes
WHERE vocabulary_name = 'staleness'
