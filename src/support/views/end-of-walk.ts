import type { Reply } from '#chat/port.ts';
import type { Checklist } from '#diagnosis/types.ts';
import type { Walk } from '#diagnosis/walk.ts';

/** What is said when a walk is over: thanks, or what to bring to the support staff. */
export function endOfWalkReply(walk: Walk, checklist: Checklist, staffName: string): Reply {
  if (walk.state === 'fixed') {
    const step = checklist.steps.find(({ id }) => walk.outcomes[id] === 'fixed');
    return {
      tone: 'good',
      title: 'Good that it works again',
      text: step === undefined ? '' : `What helped: ${step.goal}`,
    };
  }
  if (walk.state === 'stopped')
    return { tone: 'neutral', title: 'Stopped', text: 'Paste again whenever you want to go on.' };
  return {
    tone: 'warning',
    title: 'That was the whole list',
    text: `If it still fails, ask ${staffName} and bring these along; then nobody has to ask back:`,
    steps: [
      { title: 'The exact error', text: 'As text, with the HTTP status and the request id, keys masked.' },
      { title: 'Whose API and which address', text: 'The provider and the base URL that your tool calls.' },
      { title: 'Tool and version', text: 'And whether the same key works with a plain request outside of it.' },
      {
        title: 'The key, without showing it',
        text: 'Its first characters and length, whether you copied it afresh, and the header it is sent in.',
      },
      { title: 'What you tried', text: triedText(walk, checklist) },
    ],
  };
}

function triedText(walk: Walk, checklist: Checklist): string {
  const tried = checklist.steps.filter(({ id }) => walk.outcomes[id] === 'fine').map(({ goal }) => goal);
  return tried.length === 0 ? 'Which steps you checked, and what you saw.' : `Checked and fine: ${tried.join('; ')}`;
}
