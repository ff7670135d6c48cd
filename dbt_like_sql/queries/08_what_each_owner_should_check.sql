-- 一覧どうしが食い違い、担当に確かめてほしいことは（提案つき） / Where lists contradict each other, for each owner, with a proposal
SELECT d.owner, a.name, f.description_ja AS field, d.said_text, d.proposed_text, d.page_url
FROM disagreements AS d
JOIN activities AS a USING (activity_id)
JOIN data_dictionary AS f ON f.table_name = 'activities' AND f.column_name = d.field_name
ORDER BY d.owner, a.name, d.field_name, d.listing_id
