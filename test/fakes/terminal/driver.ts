import { setTimeout as wait } from 'node:timers/promises';
import type { Terminal } from '#chat/console/terminal.ts';
import type { Button, Form, Reply } from '#chat/port.ts';
import { SecretKey } from '#secret-key.ts';
import type { Driver, Shown } from '#test/scenarios/driver.ts';

const YOU = { id: 'you', name: 'you' };
const HERE = { channel: 'terminal' };

/** A terminal whose screen and keyboard are a driver's. */
export interface FakeTerminal {
  readonly terminal: Terminal;
  readonly driver: (bot: { readonly idle: () => boolean; readonly log: readonly string[] }) => Driver;
}

interface Line {
  readonly id: string;
  readonly author: string;
  reply: Reply | null;
  readonly text: string;
  edited: boolean;
}

/** Opens a terminal with one person in front of it. */
export function fakeTerminal(): FakeTerminal {
  const lines: Line[] = [];
  const said: string[] = [];
  const typed: string[] = [];
  let wanted: ((text: string) => void) | null = null;
  let choice: { readonly buttons: readonly Button[]; readonly take: (action: string | null) => void } | null = null;
  let form: { readonly form: Form; readonly take: (values: Readonly<Record<string, string>>) => void } | null = null;
  let count = 0;
  const type = (text: string) => {
    lines.push({ id: `t${(count += 1)}`, author: YOU.name, reply: null, text, edited: false });
    typed.push(text);
    choice?.take(null);
    choice = null;
    feed();
    return lines.at(-1)?.id ?? '';
  };
  const feed = () => {
    const next = wanted === null ? undefined : typed.shift();
    if (next === undefined) return;
    const give = wanted;
    wanted = null;
    give?.(next);
  };
  const terminal: Terminal = {
    async read() {
      const text = await new Promise<string>((resolve) => {
        wanted = resolve;
        feed();
      });
      return { type: 'text', text };
    },
    show(reply, id) {
      said.push(JSON.stringify(reply));
      const known = lines.find((line) => id !== null && line.id === id);
      // The first thing on the screen is the welcome, which answers nothing.
      const author = lines.length === 0 ? 'welcome' : 'bot';
      if (known === undefined) lines.push({ id: id ?? `s${(count += 1)}`, author, reply, text: '', edited: false });
      else Object.assign(known, { reply, edited: true });
    },
    choose: (buttons) =>
      typed.length > 0
        ? Promise.resolve(null)
        : new Promise((resolve) => {
            choice = { buttons, take: resolve };
          }),
    fill: (asked) =>
      new Promise((resolve) => {
        form = { form: asked, take: (values) => resolve(filled(asked, values)) };
      }),
  };
  const shown = ({ id, author, reply, text, edited }: Line): Shown => ({
    id,
    where: HERE,
    author,
    text: reply === null ? text : textOf(reply),
    buttons: (reply?.buttons ?? []).map(({ label }) => label),
    edited,
  });
  const cannot = async (): Promise<never> => {
    throw new Error('a terminal cannot do this');
  };
  return {
    terminal,
    driver: (bot) => ({
      name: 'console',
      can: { threads: false, cardThreads: false, whispers: false, home: false, redact: false, channels: false },
      channels: { help: 'terminal', other: 'terminal', staff: 'terminal' },
      people: { ann: YOU, ben: YOU, sue: YOU, tom: YOU },
      say: async (_person, _where, text) => type(text),
      tell: async (_person, text) => type(text),
      edit: cannot,
      forward: cannot,
      alert: cannot,
      pin: cannot,
      wroteLongAgo() {
        throw new Error('a terminal cannot do this');
      },
      slowFiles: () => undefined,
      remove: cannot,
      command: async (_person, name, text = '') => void type(`/${name} ${text}`.trim()),
      menu: cannot,
      async press(_person, _id, label) {
        const button = choice?.buttons.find((one) => one.label === label);
        if (choice === null || button === undefined) throw new Error(`there is no button "${label}" on the screen`);
        const { take } = choice;
        choice = null;
        take(button.action);
      },
      form: () =>
        form === null
          ? null
          : {
              title: form.form.title,
              text: form.form.text ?? '',
              fields: form.form.fields.map(({ label, value = '', options = [], optional = false }) => ({
                label,
                value,
                optional,
                options: options.map((option) => option.label),
              })),
            },
      async submit(_person, values) {
        if (form === null) throw new Error('no form is open');
        const { take } = form;
        form = null;
        take(values);
      },
      home: async () => null,
      visible: () => lines.map(shown),
      whispers: () => [],
      direct: () => lines.map(shown),
      everything: () => [...said, ...bot.log].join('\n'),
      async settled() {
        const until = Date.now() + 5000;
        let quiet = 0;
        // The chat itself looks for a while before it asks the person.
        while (quiet < 8) {
          await wait(10);
          quiet = bot.idle() && (wanted !== null || choice !== null || form !== null) ? quiet + 1 : 0;
          if (Date.now() > until) throw new Error('the bot does not come to rest');
        }
      },
      redeliver: cannot,
      fail: () => undefined,
    }),
  };
}

function filled(form: Form, given: Readonly<Record<string, string>>) {
  const values: Record<string, string> = {};
  const secrets: Record<string, SecretKey> = {};
  for (const { id, label, kind, options, value = '' } of form.fields) {
    const text = given[label] ?? value;
    if (kind === 'secret') secrets[id] = new SecretKey(text);
    else values[id] = options?.find((option) => option.label === text)?.value ?? text;
  }
  return { values, secrets };
}

function textOf(reply: Reply): string {
  const { title, text, code = [], fields = [], steps = [], footer = '' } = reply;
  return [
    title,
    text,
    ...code.map((block) => `${block.label}\n${block.text}`),
    ...fields.map(({ name, value }) => `${name}: ${value}`),
    ...steps.map((step) => `${step.title}\n${step.text}`),
    footer,
  ].join('\n');
}
