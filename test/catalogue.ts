import { type Catalogue, compile } from '#diagnosis/catalogue/compile.ts';
import { loadKnowledge } from '#knowledge/load.ts';

/** The real knowledge, compiled; a test that needs it fails with its faults where it has any. */
export function realCatalogue(): Catalogue {
  const loaded = loadKnowledge();
  if (!loaded.ok)
    throw new Error(
      loaded.faults.map(({ file, line, field, expected }) => `${file}:${line} ${field}: ${expected}`).join('\n'),
    );
  return compile(loaded.knowledge);
}
