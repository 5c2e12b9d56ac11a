import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalogue, compile } from '#diagnosis/catalogue/compile.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { hideInReading } from '#diagnosis/text/hide-in-reading.ts';
import { findEngine } from '#pictures/engine-files.ts';
import { examinePicture } from '#pictures/picture-shape.ts';
import { readInChild } from '#pictures/read-in-child.ts';
import { repaired } from '#pictures/repair.ts';
import { trimmed } from '#pictures/trim-picture.ts';
import { loaded } from './loaded.ts';

const HELP = `Usage: npm run -s bench:screenshots -- FOLDER [--all]
Reads the pictures of FOLDER, whose truth.jsonl has {file, text, lang, post, secrets?} a line, and compares what is diagnosed
with what the true text gives. Of a secret no piece of 12 letters and digits may be left.
--all  name every picture that gives another kind
`;
const PIECE = 12;

interface Row {
  readonly file: string;
  readonly text: string;
  readonly lang: string;
  readonly post: string;
  readonly secrets?: readonly string[];
}

interface Read {
  readonly text: string;
  readonly ms: number;
  readonly peakMb: number;
}

async function read(path: string, catalogue: Catalogue): Promise<Read> {
  const engine = findEngine();
  if (!engine.ok) throw new Error(`${engine.missing} is not installed`);
  const picture = readFileSync(path);
  const from = performance.now();
  const shape = examinePicture(picture);
  const pixels = typeof shape === 'string' ? null : trimmed(picture, shape.format);
  const nothing = { text: '', ms: performance.now() - from, peakMb: 0 };
  if (typeof shape === 'string' || pixels === null) return nothing;
  const reading = await readInChild(pixels, shape.orientation, engine.files);
  const ms = performance.now() - from;
  if (typeof reading === 'string') return { ...nothing, ms };
  return { text: hideInReading(repaired(reading.text), catalogue.secrets).text, ms, peakMb: reading.peakMb };
}

/** Letters and digits alone: blanks that the engine puts into a key hide nothing. */
function bare(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '');
}

function isLeft(secret: string, text: string): boolean {
  const [key, shown] = [bare(secret), bare(text)];
  for (let at = 0; at + PIECE <= key.length; at += 1) if (shown.includes(key.slice(at, at + PIECE))) return true;
  return false;
}

class Group {
  pictures = 0;
  same = 0;
  other = 0;

  add(truth: string | null, found: string | null): void {
    this.pictures += 1;
    if (truth === found) this.same += 1;
    else if (found !== null) this.other += 1;
  }

  line(name: string): string {
    const share = (count: number) => (count / this.pictures).toFixed(3);
    return `${name.padEnd(8)} ${String(this.pictures).padStart(4)} pictures  same kind ${share(this.same)}  another kind ${share(this.other)}\n`;
  }
}

async function main(folder: string, all: boolean): Promise<void> {
  const catalogue = compile(loaded());
  const rows = readFileSync(join(folder, 'truth.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  const groups = new Map<string, Group>();
  const times: number[] = [];
  let [peak, secrets, left] = [0, 0, 0];
  for (const { file, text, lang, post, ...row } of rows) {
    const reading = await read(join(folder, file), catalogue);
    times.push(reading.ms);
    peak = Math.max(peak, reading.peakMb);
    secrets += row.secrets?.length ?? 0;
    left += row.secrets?.filter((secret) => isLeft(secret, reading.text)).length ?? 0;
    if (row.secrets !== undefined) continue;
    const [truth, found] = [text, reading.text].map((one) => diagnose(one, catalogue).kind) as [
      string | null,
      string | null,
    ];
    const name = lang !== 'en' ? lang : post.startsWith('photo') ? 'photos' : 'screens';
    for (const one of [name, 'all']) {
      const group = groups.get(one) ?? new Group();
      groups.set(one, group);
      group.add(truth, found);
    }
    if (all && truth !== found)
      process.stdout.write(`${file}: ${truth ?? 'nothing'} is read as ${found ?? 'nothing'}\n`);
  }
  for (const [name, group] of groups) process.stdout.write(group.line(name));
  times.sort((a, b) => a - b);
  const seconds = (at: number) => ((times.at(at) ?? 0) / 1000).toFixed(1);
  process.stdout.write(
    `seconds a picture: median ${seconds(times.length >> 1)}, most ${seconds(-1)}; peak of a process ${peak} MB\n`,
  );
  process.stdout.write(`keys with a piece left: ${left} of ${secrets}\n`);
}

const [folder = '--help', option] = process.argv.slice(2);
if (folder === '--help') process.stdout.write(HELP);
else await main(folder, option === '--all');
