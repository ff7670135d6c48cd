-- 活動の履歴。valid_from_on <= 日 かつ (valid_to_on が空 または 日 < valid_to_on) の行が、その日の内容
SELECT *
FROM core__activity_history
