import type { Case, PersonRef } from '#store/types.ts';

/** Knowledge, people and cases that several tests need and none is about. */

/** The file of a vendor's own gateway, which says one thing that no other does. */
export function acmeYaml(name = 'Acme Gateway'): string {
  return `id: acme
name: ${name}
hosts: [llm.acme.example]
base_url: https://llm.acme.example/v1
dashboard: https://acme.example/keys
header: {name: Authorization, scheme: Bearer}
variables: [ACME_API_KEY]
signatures:
  - id: seat-missing
    says: {kind: permission_denied, provider: acme}
    strength: proof
    when: {any: [{text: acme seat required}]}
    source: https://acme.example/docs
    examples:
      - paste: "403 Acme seat required"
      - paste: "hi, my key only gives: Acme seat required"
source: https://acme.example/docs
last_verified: 2026-11-20
`;
}

/** Whose case it is. */
export const ANN: PersonRef = { chat: 'slack', tenant: 'T1', id: 'U1', name: 'Ann' };

/** What a case was diagnosed as. */
export const DIAGNOSIS: Case['diagnosis'] = {
  kind: 'key_invalid',
  provider: 'openai',
  tool: null,
  status: 401,
  requestId: null,
  confidence: 0.9,
  alternatives: [],
  facts: [],
  quotes: ['401'],
  signature: 'openai/invalid',
  secrets: 0,
};

/** Ann's case, just opened. */
export const OPENED: Case = {
  id: 1,
  state: 'open',
  owner: 'bot',
  person: ANN,
  place: { chat: 'slack', tenant: 'T1', channel: 'C1', thread: '1.1', direct: false },
  paste: 'HTTP 401',
  diagnosis: DIAGNOSIS,
  walk: null,
  checks: [],
  handoff: null,
  claimedBy: null,
  handedAt: null,
  due: null,
  createdAt: 0,
  updatedAt: 0,
};
