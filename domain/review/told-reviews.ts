/**
 * What came of the letters of the open reviews. `postponed`: what IAM said is doubted, so no list is sent.
 * `unreadable`: another version of Lastseen wrote a review; nobody is told of any.
 */
export type ToldReviews =
  | { readonly kind: 'told'; readonly reviews: readonly { readonly campaign: string; readonly letters: number }[] }
  | { readonly kind: 'postponed' | 'unreadable'; readonly why: string };
