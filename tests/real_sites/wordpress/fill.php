<?php
// Installs WordPress into an empty database and writes the posts: 400 groups, and everything that is no public group.
define('WP_INSTALLING', true);
$_SERVER += ['HTTP_HOST' => 'k-fukumimi.com', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET',
    'REQUEST_URI' => '/', 'SERVER_NAME' => 'k-fukumimi.com'];
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');
wp_install('ふくみみ', 'editor', 'editor@example.jp', true, '', wp_generate_password(), 'ja');
wp_delete_post(1, true);
update_option('timezone_string', '');  // as installed: the clock of the site is UTC
update_option('posts_per_page', 10);
update_option('permalink_structure', '/%postname%/');
switch_theme('hiroba');

const WARDS = ['川崎区', '幸区', '中原区', '高津区', '宮前区', '多摩区', '麻生区'];
const CANARY = '見せない語句';
function terms(int $i, string $more = ''): string {
    $rows = ['活動区' => WARDS[$i % 7], '分野' => '子育て', '活動内容' => "第{$i}の活動です。$more",
        '活動場所' => "第{$i}会館\n2階 集会室", '活動日' => '毎月第2土曜日 10:00-11:30', '対象' => 'どなたでも "親子" 歓迎',
        '費用' => '1回 300円 & 材料費', '連絡先' => '044-200-' . sprintf('%04d', $i)];
    $text = '';
    foreach ($rows as $label => $value) {
        $text .= "<dt>$label</dt>\n<dd>" . str_replace('&', '&amp;', $value) . "</dd>\n";
    }
    return "<dl class=\"group-data\">\n$text</dl>";
}
function body(int $i, string $more = ''): string {
    $terms = terms($i, $more);
    return match ($i % 6) {
        0 => $terms,
        1 => "<!-- wp:html -->\n$terms\n<!-- /wp:html -->",
        2 => "<!-- wp:paragraph -->\n<p>[today]&nbsp;&hearts; ご覧ください</p>\n<!-- /wp:paragraph -->\n\n"
            . "<!-- wp:group --><div class=\"wp-block-group\"><!-- wp:html -->$terms<!-- /wp:html --></div><!-- /wp:group -->",
        3 => "紹介文です。\n二行目です。\n\n$terms\n\n[old_plugin id=\"3\"]",
        4 => "$terms\n\n<dl class=\"related\"><dt>関連</dt><dd>ほかの会</dd></dl>\n<!-- wp:more --><!--more--><!-- /wp:more -->\n続き",
        5 => str_replace('<dd>子育て', '<dd>[today] 子育て', $terms),
    };
}
function title(int $i): string {
    return match (true) {
        $i % 50 === 1 => "みどり & 友 第{$i}",
        $i % 50 === 2 => "\"絵本\"の会 -- 第{$i}",
        $i % 50 === 3 => (string) (2000 + $i),
        $i % 50 === 4 => '同じ名前の会',
        $i % 50 === 5 => "ほっと　サロン　第{$i}",
        $i % 50 === 6 => '地域で支え合うとても長い名前のみんなの居場所づくりと見守りを続けるボランティアグループ連絡協議会第' . $i,
        $i % 50 === 7 => "<b>太字</b>の会 第{$i}",
        default => "第{$i}の会",
    };
}
function insert(array $post): int {
    $id = wp_insert_post(wp_slash($post + ['post_type' => 'group', 'post_status' => 'publish']), true);
    if (is_wp_error($id)) {
        throw new RuntimeException($id->get_error_message());
    }
    return $id;
}
wp_defer_term_counting(true);
wp_suspend_cache_addition(true);
$wpdb->query('START TRANSACTION');
for ($i = 1; $i <= 400; $i++) {
    // Half of them were moved from an older system in one second
    $date = $i <= 200 ? '2024-04-01 09:00:00' : gmdate('Y-m-d H:i:s', strtotime('2024-04-02 20:30:00') + $i * 7200);
    insert(['post_title' => title($i), 'post_content' => body($i), 'post_date' => $date]);
    if ($i % 40 === 0) {
        $hidden = ['post_title' => CANARY . $i, 'post_content' => body($i, CANARY), 'post_date' => $date];
        insert(['post_status' => 'private'] + $hidden);
        insert(['post_status' => 'draft'] + $hidden);
        insert(['post_status' => 'pending'] + $hidden);
        insert(['post_status' => 'future', 'post_date' => gmdate('Y-m-d H:i:s', time() + 86400 * (300 + $i))] + $hidden);
        wp_trash_post(insert($hidden));
    }
    if ($i % 100 === 0) {
        insert(['post_title' => "会員の会{$i}", 'post_content' => body($i, CANARY), 'post_date' => $date,
            'post_password' => 'himitsu']);
    }
}
foreach (['', '   ', "<!-- wp:paragraph -->\n<p></p>\n<!-- /wp:paragraph -->"] as $content) {
    insert(['post_title' => '準備中の会', 'post_content' => $content, 'post_date' => '2024-03-01 00:00:00']);
}
$sticky = [];
for ($i = 1; $i <= 57; $i++) {
    $status = $i === 30 ? 'private' : ($i === 31 ? 'draft' : 'publish');
    $text = $status === 'publish' ? '' : CANARY;
    $id = insert(['post_type' => 'post', 'post_status' => $status, 'post_title' => "お知らせ第{$i}の会$text",
        'post_content' => body($i, $text), 'post_date' => gmdate('Y-m-d H:i:s', strtotime('2024-05-01') + $i * 3600)]);
    if (in_array($i, [2, 15, 30, 31, 56], true)) {
        $sticky[] = $id;
    }
}
update_option('sticky_posts', $sticky);
$wpdb->query('COMMIT');
flush_rewrite_rules();
