/** What a button does, and to which case. Buttons hold ids only; who may press them is asked of the store. */
export type Action =
  | { readonly do: 'walk'; readonly caseId: number }
  | { readonly do: 'step'; readonly caseId: number; readonly at: number; readonly move: Move }
  | { readonly do: 'not-this'; readonly caseId: number }
  | { readonly do: 'choose'; readonly caseId: number; readonly kind: string }
  | { readonly do: 'dismiss'; readonly caseId: number }
  | { readonly do: 'share'; readonly caseId: number }
  | { readonly do: 'key'; readonly caseId: number }
  | { readonly do: 'human'; readonly caseId: number }
  | { readonly do: 'claim'; readonly caseId: number }
  | { readonly do: 'resolve'; readonly caseId: number }
  | { readonly do: 'reply'; readonly caseId: number }
  | { readonly do: 'quiet'; readonly caseId: number }
  | { readonly do: 'speak'; readonly caseId: number }
  | { readonly do: 'forget'; readonly caseId: number }
  | { readonly do: 'answer'; readonly caseId: number; readonly question: string; readonly value: string };

const MOVES = ['fixed', 'fine', 'skipped', 'back', 'stop'] as const;
type Move = (typeof MOVES)[number];

const PLAIN = [
  'walk',
  'not-this',
  'dismiss',
  'share',
  'key',
  'human',
  'claim',
  'resolve',
  'reply',
  'quiet',
  'speak',
  'forget',
] as const;

/** An action as the text that a button carries: at most 100 characters. */
export function actionId(action: Action): string {
  const rest =
    action.do === 'step'
      ? [action.at, action.move]
      : action.do === 'choose'
        ? [action.kind]
        : action.do === 'answer'
          ? [action.question, action.value]
          : [];
  return [action.do, action.caseId, ...rest].join(':');
}

/** The action that a text stands for; null where it stands for none: it is from an older version, or made up. */
export function parseAction(text: string): Action | null {
  const [verb = '', id = '', ...rest] = text.split(':');
  if (!/^\d{1,10}$/.test(id)) return null;
  const caseId = Number(id);
  const [first = '', second = ''] = rest;
  const plain = PLAIN.find((one) => one === verb);
  if (plain !== undefined) return rest.length === 0 ? { do: plain, caseId } : null;
  if (verb === 'choose') return /^[a-z_]{1,40}$/.test(first) ? { do: 'choose', caseId, kind: first } : null;
  if (verb === 'answer') return { do: 'answer', caseId, question: first, value: second };
  const move = MOVES.find((one) => one === second);
  if (verb !== 'step' || move === undefined || !/^\d{1,2}$/.test(first)) return null;
  return { do: 'step', caseId, at: Number(first), move };
}
