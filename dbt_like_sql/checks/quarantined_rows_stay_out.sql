-- 隔離した行は、公開する表に入っていない。入ると、規則を破った内容が公開される。pipelines/normalise/listings.py と norm__issues を確かめる
SELECT issues.source_key, issues.page_url, issues.position, issues.reason_code
FROM norm__issues AS issues
JOIN norm__listings AS listings USING (source_key, run_id, page_url, position)
WHERE issues.is_quarantined
