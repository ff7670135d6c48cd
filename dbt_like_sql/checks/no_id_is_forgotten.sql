-- 一度公開したIDは、行き先の表に必ず残る。なければ保存した人のリンクが切れる。core__activity_identity と前の公開の activity_redirects を確かめる
SELECT DISTINCT history.activity_id
FROM activity_history AS history
ANTI JOIN activity_redirects USING (activity_id)
