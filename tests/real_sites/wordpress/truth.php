<?php
define('WP_INSTALLING', true);  // the state it asks about may be: under maintenance
// Prints what the site itself knows of its posts: id → type, status, name as shown, whether it has something to read.
$_SERVER += ['HTTP_HOST' => 'k-fukumimi.com', 'REQUEST_URI' => '/', 'SERVER_NAME' => 'k-fukumimi.com'];
require $argv[1] . '/wp-load.php';
if (isset($argv[2])) {
    switch_theme($argv[2]);
}
$posts = [];
foreach ($wpdb->get_results("SELECT * FROM $wpdb->posts WHERE post_type IN ('group', 'post')") as $row) {
    $is_public = $row->post_status === 'publish' && $row->post_password === '';
    $posts[$row->ID] = [
        'type' => $row->post_type,
        'status' => $row->post_password === '' ? $row->post_status : 'password',
        'name' => $is_public ? html_entity_decode(wp_strip_all_tags(get_the_title($row->ID)), ENT_QUOTES | ENT_HTML5) : '',
        'is_listing' => $is_public && str_contains($row->post_content, 'group-data'),
    ];
}
echo json_encode($posts, JSON_UNESCAPED_UNICODE);
