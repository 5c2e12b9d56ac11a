import type { Form } from '#chat/port.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Case, KeptReply } from '#store/types.ts';

export const alreadyClaimed = (it: Case): KeptReply => ({
  tone: 'warning',
  title: `Case ${it.id} is ${it.claimedBy === null ? 'not waiting any more' : `with ${it.claimedBy.name} already`}`,
  text: '',
});

export const claimedNote = (it: Case): KeptReply => ({
  tone: 'good',
  title: `${it.claimedBy?.name ?? 'Somebody'} of the support staff has taken case ${it.id}`,
  text: 'They have everything you sent. The answer comes here.',
});

export const resolvedNote = (it: Case, note: string): KeptReply => ({
  tone: 'good',
  title: `Case ${it.id} is resolved`,
  text: note,
  footer: 'If it fails again, paste the new error.',
});

/** As many as the strictest platform takes. */
const MOST_KINDS = 25;

/** Before a case is closed: what it really was. */
export function resolveForm(it: Case, knowledge: Knowledge): Form {
  const kinds = [...knowledge.failures.values()].slice(0, MOST_KINDS);
  const known = kinds.some(({ id }) => id === it.diagnosis.kind) ? it.diagnosis.kind : null;
  return {
    form: `resolve:${it.id}`,
    title: `Resolve case ${it.id}`,
    submit: 'Resolve',
    fields: [
      {
        id: 'cause',
        label: 'What was the true cause?',
        kind: 'select',
        options: kinds.map(({ id, title }) => ({ value: id, label: title })),
        ...(known === null ? {} : { value: known }),
      },
      { id: 'note', label: 'A word to the person', kind: 'long', optional: true, hint: 'They get this. No keys.' },
    ],
  };
}
