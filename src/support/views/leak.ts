import type { Knowledge } from '#knowledge/types.ts';
import type { KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';

/** Where keys were seen: their providers, null where only the shape tells. */
export type Leaked = readonly (string | null)[];

/** To the author alone: what to do, in this order. */
export function leakWarning(leaked: Leaked, knowledge: Knowledge, removed: boolean): KeptReply {
  return {
    tone: 'bad',
    title: `Your message shows ${howMany(leaked.length)}`,
    text: removed
      ? 'The message was deleted, but others may have read or copied the key. Deleting the message does not make the key safe.'
      : 'Everyone here can read and use it. Deleting the message does not make the key safe.',
    steps: [
      { title: 'Revoke it', text: revokeAt(leaked, knowledge) },
      { title: 'Create a new one', text: 'Put it where your program reads it, not in a chat.' },
      ...(removed ? [] : [{ title: 'Delete your message', text: 'Or edit it and remove the key.' }]),
    ],
  };
}

/** To everybody in the thread: that something has to be done, without a word of the key. */
export function leakNote(leaked: Leaked, removed: boolean): KeptReply {
  return {
    tone: 'bad',
    title: `${capital(howMany(leaked.length))} ${leaked.length === 1 ? 'was' : 'were'} posted here`,
    text: removed
      ? 'The message was deleted. The author must still revoke the key.'
      : 'If you posted it, revoke it now, create a new one, and delete the message. Everyone else, please do not use it.',
  };
}

/** To the support staff. */
export function leakAlert(
  leaked: Leaked,
  knowledge: Knowledge,
  { link, byBot }: { readonly link: string | null; readonly byBot: boolean },
): KeptReply {
  const names = leaked.map((provider) => knowledge.providers.get(provider ?? '')?.name ?? 'unknown provider');
  return {
    tone: 'warning',
    title: text(byBot ? 'leak_alert.by_bot' : 'leak_alert.title'),
    text: text(byBot ? 'leak_alert.by_bot_text' : 'leak_alert.text'),
    fields: [{ name: text('leak_alert.looks_like'), value: [...new Set(names)].join(', ') }],
    ...(link === null ? {} : { link }),
  };
}

/** In the direct messages, or behind a command: a key that was typed where messages are kept. */
export function exposedReply(leaked: Leaked, knowledge: Knowledge): KeptReply {
  return {
    tone: 'bad',
    title: 'That key is now exposed',
    text: 'Messages and commands stay in the history of this chat, so the key was not checked or stored. Only enter keys in the /keycheck form.',
    steps: [
      { title: 'Delete the message', text: 'If this chat lets you.' },
      { title: 'Revoke the key', text: revokeAt(leaked, knowledge) },
      { title: 'Check the new one', text: 'Use the /keycheck form.' },
    ],
  };
}

function revokeAt(leaked: Leaked, knowledge: Knowledge): string {
  const known = [...new Set(leaked)].flatMap((id) => knowledge.providers.get(id ?? '') ?? []);
  if (known.length === 0) return "On your provider's page where you created the key.";
  return known.map(({ name, dashboard }) => `${name}: ${dashboard}`).join('\n');
}

function howMany(count: number): string {
  return count === 1 ? 'a key or token' : `${count} keys or tokens`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
