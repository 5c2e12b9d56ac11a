import type { AskableProbe, Probe, ProbeDefaults } from '#knowledge/types.ts';
import type { KeyFinding } from '#probe/types.ts';
import type { KeyPattern } from './forms.ts';
import { fill } from './sentences.ts';

/**
 * Why this key must not be sent at all: it is too powerful, a login, or made for web pages. Pure.
 *
 * @param form the key's form; undefined where none is known
 * @param probe the probe of the provider that would be asked, which may open a class
 * @returns null where it may be sent
 */
export function refuseToSend(
  text: string,
  form: KeyPattern | undefined,
  probe: Probe | undefined,
  { never_sent: rules }: ProbeDefaults,
): KeyFinding | null {
  const askable = probe !== undefined && 'request' in probe ? probe : undefined;
  const name = { form: form?.name ?? '' };
  const opened = form !== undefined && askable?.send.includes(form.keyClass) === true;
  const rule = form === undefined || opened ? undefined : rules[form.keyClass];
  if (form !== undefined && rule !== undefined)
    return { id: `${form.keyClass}-key`, says: fill(rule.says, name), kind: rule.kind };
  if (rules.admin === undefined || !hasBarredClaim(text, askable?.never_claims)) return null;
  return { id: 'admin-key', says: fill(rules.admin.says, name), kind: rules.admin.kind };
}

function hasBarredClaim(text: string, barred: AskableProbe['never_claims']): boolean {
  if (barred === undefined) return false;
  const claims = claimsOf(text);
  return Object.entries(barred).some(([name, values]) => values.some((value) => claims[name] === value));
}

/** The claims of a JSON web token, read and not trusted; none where the text is no token. */
function claimsOf(text: string): Readonly<Record<string, unknown>> {
  const payload = /^eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]*$/.exec(text)?.[1];
  if (payload === undefined) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
