-- これからの開催日に、過ぎた日がない。終わった日を「これから開催」と見せると、人が無駄足を踏む。core__occurrences の始まりの日と core__release を確かめる
SELECT days.activity_id, days.held_on, release.as_of_at
FROM activity_occurrences AS days
CROSS JOIN release
WHERE days.held_on < release.as_of_at::DATE
