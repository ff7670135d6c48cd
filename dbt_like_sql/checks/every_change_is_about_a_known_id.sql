-- 変更の一覧にあるIDが行き先の表になければ、だれも追えない。core__activity_changes と core__activity_identity を確かめる
SELECT changes.activity_id, changes.change_code
FROM activity_changes AS changes
ANTI JOIN activity_redirects USING (activity_id)
