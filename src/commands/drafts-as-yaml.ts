import { stringify } from 'yaml';
import type { Draft } from '#support/answer/draft-example.ts';

/** Drafts as YAML, ready to stand under `examples:` of a signature; what is to be filled in is a comment. */
export function draftsAsYaml(drafts: readonly Draft[]): string {
  return drafts
    .map(({ caseId, why, paste, expect }) => {
      const example = stringify([{ paste, ...(expect === null ? {} : { expect }) }], { lineWidth: 0 });
      return `# case ${caseId}: ${why}\n${example}${expect === null ? '  # expect: {kind: }\n' : ''}`;
    })
    .join('');
}
