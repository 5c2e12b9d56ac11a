/**
 * What Slack takes. From the type definitions of @slack/types and https://docs.slack.dev/reference/block-kit/blocks.
 * Counted in UTF-16 units.
 */
export const LIMITS = {
  blocks: 50,
  viewBlocks: 100,
  /** One text of rich text or of a section. */
  text: 3000,
  /**
   * All text of one message, small print and buttons included. Slack does not document the limit of `msg_blocks_too_long`; it took 9,597 characters and
   * refused 11,341: https://github.com/slackapi/bolt-js/issues/2867
   */
  message: 9000,
  fallback: 3000,
  button: 75,
  buttonsPerRow: 5,
  value: 2000,
  modalTitle: 24,
  label: 2000,
  hint: 2000,
  option: 75,
  options: 100,
  input: 3000,
  context: 2000,
} as const;
