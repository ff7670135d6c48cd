-- どの情報源も一覧に出ている。消えると、失敗が「なくなった」に見える。source.toml と raw__selected_runs を確かめる
SELECT sources.source_key
FROM core__sources AS sources
ANTI JOIN sources AS shown USING (source_key)
