import type { KeptReply } from '#store/types.ts';
import { text } from '#support/texts/text.ts';
import { actionId } from '#support/turns/actions.ts';

/** Short words, mostly for one person alone. */
function note(title: string, says = '', tone: KeptReply['tone'] = 'neutral'): KeptReply {
  return { tone, title, text: says };
}

export const notYours = (name: string) => note(text('note.not_yours', { name }), text('note.not_yours_text'));

export const staffOnly = note(text('note.staff_only'));

export const notStaff = note(text('note.not_staff'), text('note.not_staff_text'), 'warning');

export const isOver = note(text('note.over'), text('note.over_text'));

export const unknownButton = note(text('note.unknown_button'), text('note.unknown_button_text'));

export const lookInDirect = note(text('note.look_in_direct'), text('note.look_in_direct_text'), 'good');

export const directClosed = note(text('note.direct_closed'), text('note.direct_closed_text'), 'warning');

export const unknownCommand = (name: string) => note(text('note.unknown_command', { name }));

export const dismissed: KeptReply = {
  ...note(text('note.dismissed'), text('note.dismissed_text')),
  buttons: [{ label: text('home.quiet'), action: actionId({ do: 'quiet', caseId: 0 }) }],
};

export const nowQuiet: KeptReply = {
  ...note(text('note.quiet'), text('note.quiet_text'), 'good'),
  buttons: [{ label: text('home.speak'), action: actionId({ do: 'speak', caseId: 0 }) }],
};

export const nowSpeaking = note(text('note.speaking'), text('note.speaking_text'), 'good');

export const forgotten = (cases: number) =>
  note(
    text('note.forgotten'),
    cases === 0 ? text('note.forgotten_settings') : text('note.forgotten_cases', { cases }),
    'good',
  );

export const tryAgainLater = note(text('note.again_later'), text('note.again_later_text'), 'warning');

export const answerComesLater = note(text('note.delayed'), text('note.delayed_text'), 'warning');

export const shared = note(text('note.shared'), text('note.shared_text'), 'good');
