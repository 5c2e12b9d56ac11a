import type { Setting } from '#config/setting.ts';
import type { Finding } from '#finding.ts';

/** Something to choose. */
export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** What the wizard asks. Every question rejects where the person leaves. */
export interface SetupPrompts {
  /** Some lines to read, such as where to click. */
  tell(title: string, lines: readonly string[]): void;
  show(findings: readonly Finding[]): void;
  choose<Value>(question: string, choices: readonly Choice<Value>[], initial?: Value): Promise<Value>;
  /** Any number of them, none included. */
  chooseSome(
    question: string,
    choices: readonly Choice<string>[],
    initial: readonly string[],
  ): Promise<readonly string[]>;
  /** Hidden while it is entered. `fault` says what is wrong with it, without it. */
  secret(question: string, fault: (entered: string) => string | null): Promise<string>;
  line(question: string, initial: string): Promise<string>;
  agree(question: string, initial: boolean): Promise<boolean>;
}

/** What the questions about a chat work with. */
export interface Asking {
  readonly prompts: SetupPrompts;
  /** What holds so far, defaults included, as the text of its variable; null for nothing. */
  readonly present: (row: Setting<unknown>) => string | null;
  /** Notes an answer; null where nothing shall be set. */
  readonly answer: (row: Setting<unknown>, text: string | null) => void;
}

/** What trying something gives: the findings for the person, and what the next questions need. */
export interface Tried<Value> {
  readonly findings: readonly Finding[];
  /** Null where it cannot be used. */
  readonly value: Value | null;
}

/**
 * Tries until all is fine or the person goes on all the same, who meanwhile does what the findings say.
 *
 * @param again what else can be done about it: its label, and how
 */
export async function untilFine<Value>(
  prompts: SetupPrompts,
  attempt: () => Promise<Tried<Value>>,
  again?: { readonly label: string; readonly act: () => Promise<void> },
): Promise<Value | null> {
  for (;;) {
    const { findings, value } = await attempt();
    prompts.show(findings);
    if (findings.every(({ state }) => state === 'fine')) return value;
    const next = await prompts.choose('What now?', [
      { value: 'test', label: 'Test again', hint: 'after you have fixed it' },
      ...(again === undefined ? [] : [{ value: 'again', label: again.label }]),
      { value: 'on', label: 'Continue anyway', hint: 'the doctor reminds you at the end' },
    ]);
    if (next === 'on') return value;
    if (next === 'again') await again?.act();
  }
}

/** Asks for a secret, or keeps the one that is set, and tries it. Returns it with what trying it gave. */
export async function askSecret<Value>(
  { prompts, present, answer }: Asking,
  row: Setting<unknown>,
  question: string,
  attempt: (secret: string) => Promise<Tried<Value>>,
): Promise<{ readonly secret: string; readonly value: Value | null }> {
  const enter = () =>
    prompts.secret(question, (entered) => {
      const read = row.value.safeParse(entered);
      return read.success ? null : `Expected ${read.error.issues[0]?.message ?? 'something else'}`;
    });
  const kept = present(row);
  let secret = kept !== null && (await prompts.agree(`${row.env} is set. Keep it?`, true)) ? kept : await enter();
  const value = await untilFine(prompts, () => attempt(secret), {
    label: 'Enter a different one',
    act: async () => {
      secret = await enter();
    },
  });
  if (secret !== kept) answer(row, secret);
  return { secret, value };
}

/** A channel to choose from. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
}

/** Asks where the bot answers unasked. */
export async function askWatched(
  { prompts, present, answer }: Asking,
  row: Setting<unknown>,
  channels: readonly Channel[] | null,
): Promise<void> {
  const before = present(row) ?? '';
  const where = await prompts.choose(
    'In which channels should the bot answer when someone pastes an error?',
    [
      { value: 'some', label: 'In channels I choose' },
      { value: 'all', label: 'In every channel it is in' },
      { value: 'none', label: 'In none', hint: 'it only answers mentions, commands and direct messages' },
    ],
    before === 'all' ? 'all' : 'some',
  );
  if (where !== 'some') return answer(row, where === 'all' ? 'all' : null);
  if (channels === null) {
    const names = await prompts.line('Channel names or IDs, separated by commas', before === 'all' ? '' : before);
    return answer(row, names === '' ? null : names);
  }
  const nameOf = ({ id, name }: Channel) => (channels.filter((each) => each.name === name).length === 1 ? name : id);
  const known = new Set(before.split(',').map((name) => name.trim().replace(/^#/, '')));
  const chosen = await prompts.chooseSome(
    'Which channels?',
    channels.map((channel) => ({ value: nameOf(channel), label: `#${channel.name}`, hint: channel.hint })),
    channels.filter(({ id, name }) => known.has(id) || known.has(name)).map(nameOf),
  );
  answer(row, chosen.length === 0 ? null : chosen.join(','));
}

/** Asks where cases go. Returns the id of the channel; null for none. */
export async function askStaffChannel(
  { prompts, present, answer }: Asking,
  row: Setting<unknown>,
  channels: readonly Channel[] | null,
): Promise<string | null> {
  const before = present(row);
  const question = 'Which channel should cases go to when people ask for a human?';
  if (channels === null) {
    const id = await prompts.line(`${question} Enter its ID, or leave it empty for none`, before ?? '');
    answer(row, id === '' ? null : id);
    return id === '' ? null : id;
  }
  const choices = channels.map(({ id, name, hint }) => ({ value: id, label: `#${name}`, hint }));
  const none = { value: null, label: 'No support team', hint: 'people are referred to their provider' };
  const id = await prompts.choose<string | null>(question, [none, ...choices], before);
  answer(row, id);
  return id;
}
