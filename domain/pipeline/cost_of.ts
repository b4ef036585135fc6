/** What X bills for a post, in US dollars. */
const DOLLARS_A_POST = 0.005;

/** What posts of X cost, in US dollars. */
export function costOf(posts: number): number {
  return Math.round(posts * DOLLARS_A_POST * 1_000) / 1_000;
}
