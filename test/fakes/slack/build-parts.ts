import { EVENT_SCOPES } from './events.ts';
import type { Parts, SlackOptions } from './parts.ts';
import { openTickets } from './tickets.ts';
import { METHOD_SCOPES } from './web-api.ts';

const ALL_SCOPES = [
  ...METHOD_SCOPES,
  'files:read',
  'commands',
  ...Object.values(EVENT_SCOPES).filter((scope) => scope !== null),
];

/** Parts that change while a fake runs. */
export type ChangingParts = { -readonly [Name in keyof Parts]: Parts[Name] };

/** The parts of one workspace, from what the test wants and what is there already. */
export function buildParts(
  options: Omit<SlackOptions, 'transport'>,
  there: Pick<Parts, 'ws' | 'wire' | 'faults' | 'botToken' | 'appToken' | 'openSocket'>,
): ChangingParts {
  const { ws } = there;
  return {
    ...there,
    tickets: openTickets(() => ws.now(), options.triggerMs ?? 3000),
    scopes: new Set(options.scopes ?? ALL_SCOPES),
    botEvents: new Set(options.botEvents ?? Object.keys(EVENT_SCOPES)),
    commands: options.commands === undefined ? null : new Set(options.commands),
    escaping: new Set(options.escaping),
    shortcuts: options.shortcuts ?? [{ name: 'Diagnose this', callback_id: 'diagnose_this' }],
    unfurls: options.unfurls ?? true,
    revoked: new Set(),
    missingThread: options.missingThread ?? 'refuse',
    envelope: (type, label, payload) => ({ id: ws.id('envelope-'), type, label, payload, attempt: 0 }),
  };
}
