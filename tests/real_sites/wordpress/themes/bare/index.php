<?php
// A theme that calls none of the functions that write the post id into the page.
?><!DOCTYPE html>
<html lang="ja"><head><meta charset="UTF-8"><title>ふくみみ</title></head><body><main>
<?php while (have_posts()) : the_post(); ?>
<article>
<?php if (is_singular()) : ?>
<h1 class="entry-title"><?php the_title(); ?></h1>
<time class="entry-date updated" datetime="<?php echo get_the_modified_date('c'); ?>"></time>
<?php the_content(); ?>
<?php else : ?>
<h2><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h2>
<?php endif; ?>
</article>
<?php endwhile; ?>
<?php the_posts_pagination(); ?>
</main></body></html>
