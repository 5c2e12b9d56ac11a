import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '#config/config.ts';
import { readFileSettings } from '#config/read-file.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import { hostileText, RUN } from './hostile.ts';

const folder = mkdtempSync(join(tmpdir(), 'keymedic-fuzz-'));
mkdirSync(join(folder, 'providers'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FOLDER = 'src/knowledge/providers';
const FILES = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));

/** A file of ours with something cut out, doubled or put in. */
const mutated = fc
  .tuple(fc.constantFrom(...FILES), fc.nat(), fc.nat({ max: 200 }), hostileText, fc.boolean())
  .map(([file, at, length, text, doubles]) => {
    const from = at % file.length;
    const cut = file.slice(from, from + length);
    return `${file.slice(0, from)}${doubles ? cut + cut : text}${file.slice(from + length)}`;
  });

test('a knowledge file that is broken is a fault with its place, never a crash', () => {
  fc.assert(
    fc.property(mutated, (source) => {
      writeFileSync(join(folder, 'providers', 'acme.yaml'), source);
      const loaded = loadKnowledge(folder);
      const faults = loaded.ok ? [] : loaded.faults;
      for (const { file, line, expected } of faults) {
        expect(file).toContain('acme.yaml');
        expect(line).toBeGreaterThanOrEqual(1);
        expect(expected).not.toBe('');
      }
    }),
    // Each run loads everything.
    { ...RUN, numRuns: Math.ceil(RUN.numRuns / 20) },
  );
});

const EXAMPLE = readFileSync('keymedic.example.yaml', 'utf8').replaceAll(/^ {2}#(?=[a-z_]+: )/gm, '  ');

test('a settings file that is broken is explained, never a crash', () => {
  const broken = fc.tuple(fc.nat(), fc.nat({ max: 60 }), hostileText).map(([at, length, text]) => {
    const from = at % EXAMPLE.length;
    return `${EXAMPLE.slice(0, from)}${text}${EXAMPLE.slice(from + length)}`;
  });
  fc.assert(
    fc.property(fc.oneof(broken, hostileText), (source) => {
      const read = readConfig({}, readFileSettings('keymedic.yaml', source));
      expect(read.ok || (read.faults.length > 0 && read.faults.every((fault) => fault.length > 0))).toBe(true);
    }),
    RUN,
  );
});
