/** A slash command, as every chat offers it. */
export interface Command {
  /** Without the slash: lower-case letters. */
  readonly name: string;
  /** One line, up to 100 characters. */
  readonly description: string;
  /** What can be typed behind it, up to 100 characters. */
  readonly hint?: string;
  /** Do mentions of people stand in what is typed? A chat hands them over as ids then. */
  readonly mentions?: boolean;
}

/** All commands. `manifest.yml` declares the same to Slack; a test compares. */
export const COMMANDS = [
  {
    name: 'diagnose',
    description: 'Find out what failed; only you see the answer',
    hint: 'The error; leave it out for a form',
  },
  {
    name: 'keycheck',
    description: 'Test a key with its provider, in private',
    hint: 'Whose key it is; never the key itself',
  },
  {
    name: 'cases',
    description: 'List, search and show cases (support team only)',
    hint: 'open, mine, unclaimed, a number, search WORDS; help',
    mentions: true,
  },
  { name: 'mycases', description: 'Your open cases' },
  { name: 'mydata', description: 'What is stored about you, and how to delete it' },
] as const satisfies readonly Command[];

/** The name of a command. */
export type CommandName = (typeof COMMANDS)[number]['name'];

/** The entry in the menu of a message. */
export const MESSAGE_MENU = { name: 'Diagnose this', description: 'Find out what failed in this message' } as const;
