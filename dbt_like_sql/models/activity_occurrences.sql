-- これから開催される日1日1行。時刻は、その日を決めた規則のもの
SELECT *
FROM core__occurrences
