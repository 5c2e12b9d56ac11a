import type { KeptReply } from '#store/types.ts';
import { actionId } from '#support/turns/actions.ts';

/** Short words, mostly for one person alone. */
function note(title: string, text = '', tone: KeptReply['tone'] = 'neutral'): KeptReply {
  return { tone, title, text };
}

export const notYours = (name: string) =>
  note(
    `These buttons are for ${name} and the support staff`,
    'Paste your own error and you get your own answer. /diagnose does it in private.',
  );

export const staffOnly = note('Only the support staff can do this');

export const notStaff = note('They are not of the support staff', 'Only the staff can have a case.', 'warning');

export const isOver = note(
  'This is over',
  'The button belongs to something that has ended. Paste the error again to start anew.',
);

export const unknownButton = note('This button is not known any more', 'Paste the error again to start anew.');

export const lookInDirect = note(
  'Look into your direct messages',
  'The key check goes on there: a key has no place in a channel.',
  'good',
);

export const directClosed = note(
  'I cannot write to you directly',
  'A key has no place in a channel. Let this bot send you direct messages (in the privacy settings of this server or workspace, or by writing to it first), then press again.',
  'warning',
);

export const unknownCommand = (name: string) => note(`There is no /${name}`);

export const dismissed: KeptReply = {
  tone: 'neutral',
  title: 'Removed',
  text: 'For ten minutes nothing of yours is answered unasked. Mention me or use /diagnose whenever you want an answer.',
  buttons: [{ label: 'Never answer me unasked', action: actionId({ do: 'quiet', caseId: 0 }) }],
};

export const nowQuiet: KeptReply = {
  tone: 'good',
  title: 'You get no unasked answers any more',
  text: 'Mentioning me, /diagnose and direct messages still work.',
  buttons: [{ label: 'Answer me again', action: actionId({ do: 'speak', caseId: 0 }) }],
};

export const nowSpeaking = note('You get answers again', 'When you post an error in a channel that I watch.', 'good');

export const forgotten = (cases: number) =>
  note(
    'Your data is deleted',
    cases === 0
      ? 'There was nothing but settings.'
      : `What you wrote in ${cases === 1 ? 'one case' : `${cases} cases`} is gone; only counts of kinds are left.`,
    'good',
  );

export const tryAgainLater = note(
  'That did not work just now',
  'Nothing is lost. Try again in a minute; if it stays like this, tell the people who run this bot.',
  'warning',
);

export const answerComesLater = note(
  'Your answer comes in a while',
  'I have read your message, but cannot look after it just now. Nothing is lost, and you need not send it again.',
  'warning',
);

export const shared = note('Posted', 'Everybody in the channel can see the answer now.', 'good');
