-- いまある活動には「いまの内容」の行がちょうど一つある。なければ過去の日をたどれない。pipelines/core/remembered.py の remember を確かめる
SELECT activities.activity_id, count(history.activity_id) AS open_count
FROM activities
LEFT JOIN activity_history AS history ON history.activity_id = activities.activity_id AND history.valid_to_on IS NULL
GROUP BY activities.activity_id
HAVING count(history.activity_id) <> 1
