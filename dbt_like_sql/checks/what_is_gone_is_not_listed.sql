-- なくなった活動の札（activity_tombstones）は、いまある活動には付いていない。付くと、続いている活動が終わって見える。core__activity_identity を確かめる
SELECT tombstones.activity_id
FROM activity_tombstones AS tombstones
JOIN activities USING (activity_id)
