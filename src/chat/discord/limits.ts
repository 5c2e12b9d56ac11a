/** What Discord takes: https://docs.discord.com/developers/components/reference. Counted in UTF-16 units. */
export const LIMITS = {
  /** All text of one message with components, a little below 4,000. */
  message: 3900,
  /** Of these, our own fields, steps and small print are sure to get so many. */
  ours: 2000,
  pictureDescription: 1024,
  button: 80,
  buttonsPerRow: 5,
  rows: 5,
  customId: 100,
  modalTitle: 45,
  label: 45,
  description: 100,
  option: 100,
  options: 25,
  input: 4000,
  modalParts: 5,
} as const;
