/**
 * What a message is within its case: later edits and removals find it by that. Databases hold these names; what stands behind
 * the colon tells several apart. Without one they are those of version 0.1, of which there could be one only.
 */
export type Role =
  /** What the person pasted, and further messages of the same paste. */
  | 'paste'
  | `paste:${string}`
  | 'answer'
  | 'walk'
  | 'card'
  | `nudge:${number}`
  /** To the person. */
  | 'handed'
  | 'claimed'
  | 'asked'
  | `asked:${string}`
  | 'reopened'
  | 'resolved'
  | `resolved:${string}`
  | `reply:${string}`
  | `step:${string}`
  | `check:${string}`
  | `receipt:${string}`
  /** In the channel of a person whose direct messages are closed. */
  | `unread:${string}`
  /** To who has the case. */
  | 'assigned'
  | 'awake-note'
  | 'reopened-note'
  /** In the thread of the card. */
  | 'awake'
  | 'works'
  | 'fails'
  | 'put-back'
  | `said:${string}`
  | `sent:${string}`
  | `unsent:${string}`
  | `told:${string}`
  | `did:${string}`
  | `read:${string}`
  /** What people wrote that was passed on. */
  | `heard:${string}`
  | `line:${string}`
  /** Messages that belong to no case. */
  | 'leak'
  | 'alarm'
  | 'statistics'
  | 'digest';

/** What is remembered for a while. Databases hold these names. */
export type MarkKey =
  | `quiet:${string}`
  | `no:${string}`
  | `staff:${string}`
  | `public:${string}`
  | `taken:${string}`
  | `removed:${string}`
  | `left:${string}`
  /** Unasked answers, to be counted. */
  | `same:${string}`
  | `to:${string}`
  | `in:${string}`
  | `said:${string}`
  /** A key check that is under way: case and role. */
  | `check:${number}:${string}`
  /** The person of this case has had a receipt. */
  | `receipt:${number}`
  /** Somebody had a key checked in this server lately. */
  | `checker:${string}`
  /** Key checks of this server are closed. */
  | `closed:${string}`
  | `digest:${string}`
  | 'can-be-written';
