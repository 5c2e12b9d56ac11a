import type { KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId } from '#support/turns/actions.ts';

/** Short words, mostly for one person alone. */
function note(title: string, says = '', tone: KeptReply['tone'] = 'neutral'): KeptReply {
  return { tone, title, text: says };
}

export const notYours = (name: string) =>
  note(
    `These buttons are for ${name} and the support team`,
    'Paste your own error to get an answer, or use /diagnose for a private one.',
  );

export const staffOnly = note('Only the support team can do this');

export const notStaff = note(
  "They aren't on the support team",
  'Only members of the support team can take a case.',
  'warning',
);

export const isOver = note(
  'This button no longer works',
  'It belongs to something that has ended. Paste the error again to start over.',
);

export const unknownButton = note('This button no longer exists', 'Paste the error again to start over.');

export const lookInDirect = note(
  'Check your direct messages',
  'The key check continues there, because keys must not be posted in channels.',
  'good',
);

export const directClosed = note(
  "I can't send you direct messages",
  'Keys must not be posted in channels. Allow direct messages from this bot in the privacy settings of this server or workspace, or send it a message first. Then press the button again.',
  'warning',
);

export const unknownCommand = (name: string) => note(`Unknown command /${name}`);

export const dismissed: KeptReply = {
  tone: 'neutral',
  title: 'Removed',
  text: 'For the next ten minutes I only answer you when asked. Mention me or use /diagnose to get an answer.',
  buttons: [{ label: 'Only answer when asked', action: actionId({ do: 'quiet', caseId: 0 }) }],
};

export const nowQuiet: KeptReply = {
  tone: 'good',
  title: 'I only answer you when asked now',
  text: 'Mentions, /diagnose and direct messages still work.',
  buttons: [{ label: 'Answer me again', action: actionId({ do: 'speak', caseId: 0 }) }],
};

export const nowSpeaking = note('You get answers again', 'I answer errors you post in channels I watch.', 'good');

export const forgotten = (cases: number) =>
  note(
    text('note.forgotten'),
    cases === 0 ? text('note.forgotten_settings') : text('note.forgotten_cases', { cases }),
    'good',
  );

export const tryAgainLater = note(
  'That did not work',
  'Nothing is lost. Try again in a minute. If it keeps failing, tell the people who run this bot.',
  'warning',
);

export const answerComesLater = note(
  'Your answer is delayed',
  'I received your message but cannot answer right now. Nothing is lost, so you do not need to send it again.',
  'warning',
);

export const shared = note('Posted', 'Everyone in the channel can see the answer now.', 'good');
