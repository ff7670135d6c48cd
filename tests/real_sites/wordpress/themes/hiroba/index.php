<?php
// Archive and single page in the shape that the declaration of the source expects.
?><!DOCTYPE html>
<html <?php language_attributes(); ?>><head><meta charset="UTF-8"><?php wp_head(); ?></head>
<body <?php body_class(); ?>><main>
<?php while (have_posts()) : the_post(); ?>
<article id="post-<?php the_ID(); ?>" <?php post_class(); ?>>
<?php if (is_singular()) : ?>
<h1 class="entry-title"><?php the_title(); ?></h1>
<time class="entry-date updated" datetime="<?php echo get_the_modified_date('c'); ?>"><?php echo get_the_modified_date(); ?></time>
<?php the_content(); ?>
<?php else : ?>
<h2 class="entry-title"><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h2>
<?php endif; ?>
</article>
<?php endwhile; ?>
<?php the_posts_pagination(); ?>
</main><?php wp_footer(); ?></body></html>
