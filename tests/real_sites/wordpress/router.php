<?php
// For PHP's own server: a file that is there is served, everything else is WordPress's, as with its .htaccess.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$file = realpath($_SERVER['DOCUMENT_ROOT'] . urldecode($path));
if ($path !== '/' && $file !== false && is_file($file) && str_starts_with($file, $_SERVER['DOCUMENT_ROOT'])) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
