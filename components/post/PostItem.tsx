import { Component, type VNode } from "preact";
import type { Post } from "../../domain/post/post.ts";
import { webUrl } from "../../domain/text/clean.ts";
import { Ago } from "./Ago.tsx";
import { Mood } from "./Mood.tsx";
import { PostText } from "./PostText.tsx";

/** Props of {@linkcode PostItem}. */
export interface PostItemProps {
  post: Post;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Whether it came after the page was rendered. */
  isNew: boolean;
}

/** One post of the list, rendered anew only when its author has changed it. */
export class PostItem extends Component<PostItemProps> {
  override shouldComponentUpdate(next: PostItemProps): boolean {
    return next.post !== this.props.post;
  }

  override render(): VNode {
    const { post, renderedAt, isNew } = this.props;
    const href = webUrl(post.url);
    return (
      <li class={isNew ? "post new" : "post"} data-seq={post.seq}>
        <p class="by">
          <Mood sentiment={post.sentiment} />
          {post.author && <b class="author" dir="auto">{post.author}</b>}
          <span>{post.source}</span>
          <Ago at={post.createdAt} renderedAt={renderedAt} />
          {href && (
            <a href={href} rel="external nofollow noopener noreferrer">
              original
            </a>
          )}
        </p>
        <PostText text={post.text} marks={post.marks} />
      </li>
    );
  }
}
