import type { Reply } from '#chat/port.ts';
import type { Checklist } from '#diagnosis/types.ts';
import type { Walk } from '#diagnosis/walk.ts';
import { text } from '#support/texts/text.ts';

/** The reply at the end of a walk: thanks, or the details that the support needs. */
export function endOfWalkReply(walk: Walk, checklist: Checklist, staffName: string): Reply {
  if (walk.state === 'fixed') {
    const step = checklist.steps.find(({ id }) => walk.outcomes[id] === 'fixed');
    return {
      tone: 'good',
      title: text('end.fixed'),
      text: step === undefined ? '' : text('end.fixed_by', { step: step.goal }),
    };
  }
  if (walk.state === 'stopped') return { tone: 'neutral', title: text('end.stopped'), text: text('end.stopped_text') };
  return {
    tone: 'warning',
    title: text('end.last'),
    text: text('end.last_text', { staff: staffName }),
    steps: [
      { title: text('end.error'), text: text('end.error_text') },
      { title: text('end.address'), text: text('end.address_text') },
      { title: text('end.tool'), text: text('end.tool_text') },
      { title: text('end.key'), text: text('end.key_text') },
      { title: text('end.tried'), text: triedText(walk, checklist) },
    ],
  };
}

function triedText(walk: Walk, checklist: Checklist): string {
  const tried = checklist.steps.filter(({ id }) => walk.outcomes[id] === 'fine').map(({ goal }) => goal);
  return tried.length === 0 ? text('end.tried_none') : text('end.tried_steps', { steps: tried.join('; ') });
}
