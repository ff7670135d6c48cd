-- この公開の1行。profile_code が sample のものは市のデータではない
SELECT
  release.release_id,
  release.profile_code,
  release.as_of_at,
  release.contract_version,
  (SELECT count(*) FROM core__activities) AS activity_count,
  (SELECT count(*) FROM norm__listings) AS listing_count,
  release.previous_release_id,
  release.contact,
  release.correction_url
FROM core__release AS release
