import type { Knowledge } from '#knowledge/types.ts';
import type { Labelled } from './accuracy.ts';

interface Example {
  readonly paste: string;
  readonly kind: string;
}

/** The examples of the knowledge files as labelled pastes; those that say nothing of a kind are left out. */
export function examplesAsRecords({ failures, providers, tools, negatives }: Knowledge): Labelled[] {
  const entries = [...failures.values(), ...providers.values(), ...tools.values()];
  const ofFailures = entries.flatMap(({ id, signatures }) =>
    signatures.flatMap(({ says, examples, counter_examples }) => [
      ...examples.flatMap(({ paste, expect }) => kindOf(paste, expect?.kind ?? says.kind ?? failures.get(id)?.id)),
      ...counter_examples.flatMap(({ paste, expect }) =>
        expect === 'silent' ? { paste, kind: TALK } : kindOf(paste, expect.kind),
      ),
    ]),
  );
  const ofNegatives = [...negatives.values()].flatMap(({ id, signatures }) =>
    signatures.flatMap(({ examples }) => examples.map(({ paste }) => ({ paste, kind: id }))),
  );
  return [...ofFailures, ...ofNegatives].map(({ paste, kind }, index) => ({
    id: `example ${index + 1}`,
    text: paste,
    kind,
    provider: 'unknown',
    tool: 'unknown',
    http_status: null,
    source: '',
    alt_kinds: [],
  }));
}

/** What a near miss is that says no more than that the bot stays silent. */
const TALK = 'not_an_error';

function kindOf(paste: string, kind: string | null | undefined): Example[] {
  return kind === undefined || kind === null ? [] : [{ paste, kind }];
}
