-- 変更の一覧にあるIDは、どれも行き先の表にある。なければ、だれも追えない。core__activity_changes と core__activity_identity を確かめる
SELECT changes.activity_id, changes.change_code
FROM activity_changes AS changes
ANTI JOIN activity_redirects USING (activity_id)
