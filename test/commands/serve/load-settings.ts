import { fileExample } from '#config/examples.ts';
import { readFileSettings } from '#config/read-file.ts';

/** What a `keymedic.yaml` without mistakes says beyond the example, by variables. */
export function loadSettings(source: string): Record<string, string> {
  const { faults, texts } = readFileSettings('keymedic.yaml', source);
  if (faults.length > 0) throw new Error(`mistakes in\n${source}`);
  const usual = readFileSettings('', fileExample()).texts;
  return Object.fromEntries(
    [...texts].filter(([name, { text }]) => usual.get(name)?.text !== text).map(([name, { text }]) => [name, text]),
  );
}
