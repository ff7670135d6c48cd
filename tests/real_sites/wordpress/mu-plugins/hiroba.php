<?php
// The site's custom type, and what plugins of real sites do to it, switched by state.json from one request to the next.
function hiroba_state(string $name, $default = null) {
    $path = dirname(__DIR__, 3) . '/state.json';
    $state = is_file($path) ? json_decode(file_get_contents($path), true) : [];
    return $state[$name] ?? $default;
}

add_action('init', function () {
    register_post_type('group', [
        'label' => 'グループ', 'public' => true, 'has_archive' => true, 'show_in_rest' => true,
        'supports' => ['title', 'editor', 'page-attributes'],
        'rewrite' => ['slug' => 'group', 'with_front' => false],
    ]);
    add_shortcode('today', fn () => '受付中');
    // What plugins for permalinks do: another address for the same post
    add_rewrite_rule('^group/n/([0-9]+)/?$', 'index.php?post_type=group&p=$matches[1]', 'top');
});
add_filter('post_type_link', function ($link, $post) {
    $is_group = $post->post_type === 'group' && hiroba_state('permalinks') === 'number';
    return $is_group ? home_url("/group/n/{$post->ID}/") : $link;
}, 10, 2);

// REST switched off, the four ways plugins do it
add_filter('rest_authentication_errors', function ($result) {
    return hiroba_state('rest') === '401' ? new WP_Error('rest_disabled', '無効です', ['status' => 401]) : $result;
});
add_filter('rest_endpoints', function ($endpoints) {
    return hiroba_state('rest') === '404' ? [] : $endpoints;
});
add_action('rest_api_init', function () {
    if (hiroba_state('rest') === 'home') {
        wp_redirect(home_url('/'));
        exit;
    }
    if (hiroba_state('rest') === 'notice') {
        echo "<br />\n<b>Warning</b>: Undefined array key \"x\" in <b>plugin.php</b> on line <b>3</b><br />\n";
    }
});
add_filter('rest_post_dispatch', function ($response) {
    $pages = hiroba_state('total_pages');
    if ($pages !== null && isset($response->get_headers()['X-WP-TotalPages'])) {
        $response->header('X-WP-TotalPages', (string) $pages);
        $response->header('X-WP-Total', (string) ($pages * 100));
    }
    return $response;
});
add_filter('rest_group_query', function ($args) {
    $args['posts_per_page'] = min($args['posts_per_page'], hiroba_state('most_per_page', 100));
    return $args;
});

// An ordering plugin: by hand, and nobody has ordered anything
add_action('pre_get_posts', function ($query) {
    if (hiroba_state('order') === 'by_hand' && $query->get('post_type') === 'group' && !$query->is_singular()) {
        $query->set('orderby', 'menu_order');
        $query->set('order', 'ASC');
    }
});

// Somebody edits while we read: once, after the second list page was sent
add_action('shutdown', function () {
    $change = hiroba_state('change');
    $flag = dirname(__DIR__, 3) . '/changed';
    $list = is_post_type_archive('group') || str_contains($_SERVER['REQUEST_URI'] ?? '', '/wp/v2/group');
    if (!$change || !$list || is_file($flag)) {
        return;
    }
    $seen = (int) @file_get_contents("$flag.count") + 1;
    file_put_contents("$flag.count", (string) $seen);
    if ($seen < 2) {
        return;
    }
    touch($flag);
    require_once ABSPATH . 'wp-admin/includes/post.php';
    hiroba_change($change);
});
function hiroba_change(string $change): void {
    $find = fn ($order) => get_posts([
        'post_type' => 'group', 'numberposts' => 1, 'orderby' => 'date ID', 'order' => $order, 'has_password' => false,
        'offset' => 3, 'suppress_filters' => true,
    ])[0];
    if ($change === 'remove') {
        wp_trash_post($find('DESC')->ID);
        wp_trash_post($find('ASC')->ID);
    } elseif ($change === 'add') {
        foreach ([1, 2] as $number) {
            wp_insert_post(['post_type' => 'group', 'post_status' => 'publish', 'post_title' => "新しい会{$number}",
                'post_content' => $find('DESC')->post_content]);
        }
    } elseif ($change === 'edit') {
        foreach (['ASC', 'DESC'] as $order) {
            $post = $find($order);
            wp_update_post(['ID' => $post->ID, 'post_title' => $post->post_title . '（改）']);
        }
    }
}

add_action('template_redirect', function () {
    $slow = hiroba_state('slow');
    if ($slow && is_singular() && get_queried_object_id() === $slow) {
        sleep(8);
    }
});
