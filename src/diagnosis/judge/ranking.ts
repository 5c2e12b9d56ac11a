/** Candidates with their scores, best first. */
export type Ranking = readonly { readonly id: string; readonly score: number }[];
