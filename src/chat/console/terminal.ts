import { isCancel, password, select, text } from '@clack/prompts';
import type { Button, Field, Form, Reply } from '#chat/port.ts';
import { SecretKey } from '#secret-key.ts';
import { type Input, readInput } from './inbound.ts';
import { render, type Screen } from './render.ts';

/** What a form was filled in with. */
export interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretKey>>;
}

/** What the console chat asks of a terminal. */
export interface Terminal {
  /** Reads a paste or a command. */
  read(): Promise<Input>;
  /** @param id of the message, where it may be shown again with another text */
  show(reply: Reply, id: string | null): void;
  /** Offers buttons; the chosen action, or null where the person wants none of them. */
  choose(buttons: readonly Button[]): Promise<string | null>;
  /** Asks for the fields of a form; null where the person leaves. */
  fill(form: Form): Promise<Filled | null>;
}

const NONE = 'none';

/** The terminal that the process was started in. */
export function openTerminal(input: NodeJS.ReadStream, output: NodeJS.WriteStream, screen: Screen): Terminal {
  const streams = { input, output };
  return {
    read: () => readInput(input, output),
    show: (reply) => void output.write(`\n${render(reply, screen)}\n`),
    async choose(buttons) {
      const options = buttons.map(({ action, label }) => ({ value: action, label }));
      const chosen = await select({
        message: 'What next?',
        options: [...options, { value: NONE, label: 'Another paste' }],
        ...streams,
      });
      return isCancel(chosen) || chosen === NONE ? null : chosen;
    },
    async fill(form) {
      output.write(`\n${render({ tone: 'neutral', title: form.title, text: form.text ?? '' }, screen)}\n`);
      const values: Record<string, string> = {};
      const secrets: Record<string, SecretKey> = {};
      for (const field of form.fields) {
        const answer = await ask(field, streams);
        if (typeof answer === 'symbol') return null;
        if (field.kind === 'secret') secrets[field.id] = new SecretKey(answer);
        else values[field.id] = answer;
      }
      return { values, secrets };
    },
  };
}

async function ask(
  field: Field,
  streams: { input: NodeJS.ReadStream; output: NodeJS.WriteStream },
): Promise<string | symbol> {
  const message = field.hint === undefined ? field.label : `${field.label} (${field.hint})`;
  const missing = (given: string | undefined) =>
    field.optional === true || (given ?? '') !== '' ? undefined : 'This is needed.';
  if (field.kind === 'secret')
    return password({
      message: `${field.label} (it is not shown)`,
      mask: '•',
      clearOnError: true,
      validate: missing,
      ...streams,
    });
  if (field.kind === 'select') {
    const options = (field.options ?? []).map(({ label, value }) => ({ label, value }));
    return select({
      message,
      options,
      ...(field.value === undefined ? {} : { initialValue: field.value }),
      ...streams,
    });
  }
  return text({
    message,
    validate: missing,
    ...(field.value === undefined ? {} : { initialValue: field.value }),
    ...streams,
  });
}
