import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where the engine is, and the data of each language. */
export interface EngineFiles {
  /** The JavaScript half; the other one lies beside it, as `.wasm`. */
  readonly script: string;
  /** Packed data files by language, such as `eng`. */
  readonly languages: Readonly<Record<string, string>>;
}

/** Needs SIMD, which every version of Node has that this program runs on, and holds the neural network alone. */
const SCRIPT = 'tesseract.js-core/tesseract-core-simd-lstm.js';
const LANGUAGES = ['eng', 'chi_sim'] as const;

/** The engine where its packages are installed, else the name of the package that is missing. */
export type FoundEngine =
  | { readonly ok: true; readonly files: EngineFiles }
  | { readonly ok: false; readonly missing: string };

/** Looks for the packages that read pictures. They are optional: without them the bot runs and reads no pictures. */
export function findEngine(resolve: (path: string) => string = createRequire(import.meta.url).resolve): FoundEngine {
  const script = found(() => resolve(SCRIPT));
  if (script === null) return { ok: false, missing: 'tesseract.js-core' };
  const languages: Record<string, string> = {};
  for (const language of LANGUAGES) {
    const name = `@tesseract.js-data/${language}`;
    const file = found(() =>
      join(dirname(resolve(`${name}/package.json`)), '4.0.0_best_int', `${language}.traineddata.gz`),
    );
    if (file !== null) languages[language] = file;
    else if (language === 'eng') return { ok: false, missing: name };
  }
  return { ok: true, files: { script, languages } };
}

function found(look: () => string): string | null {
  try {
    const path = look();
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}
