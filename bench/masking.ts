import { readFileSync } from 'node:fs';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { loaded } from './loaded.ts';

const HELP = `Usage: npm run -s bench:masking -- SECRETS.jsonl [ORDINARY.txt] [--all]
Scores the masking. SECRETS.jsonl has {id, format, place, secret, text} a line, ORDINARY.txt one line without a secret each.
Missed is a secret of which 12 characters beyond its prefix are left. Exits with 1 below 0.99 or above 0.0002.
`;
const LEAST_MASKED = 0.99;
const MOST_ALARMS = 0.0002;
const PIECE = 12;

interface Row {
  readonly id: string;
  readonly format: string;
  readonly place: string;
  readonly secret: string;
  readonly text: string;
}

/** Is a piece of the secret left that is longer than what may be shown? */
function isLeft({ secret }: Row, masked: string): boolean {
  const prefix = /^(?:https?:\/\/[^/]+\/|(?:[A-Za-z0-9]{1,12}[-_.]){0,3})/.exec(secret)?.[0].length ?? 0;
  for (let at = Math.min(prefix, Math.max(0, secret.length - PIECE)); at + PIECE <= secret.length; at += 1)
    if (masked.includes(secret.slice(at, at + PIECE))) return true;
  return secret.length < PIECE && masked.includes(secret);
}

function main([secretsFile, ordinaryFile]: readonly string[], all: boolean): number {
  const catalogue = compile(loaded());
  const rows = readFileSync(secretsFile as string, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
  const missed = rows.filter((row) => isLeft(row, diagnose(row.text, catalogue).masked));
  const share = 1 - missed.length / rows.length;
  for (const { id, format, place } of all ? missed : missed.slice(0, 20))
    process.stdout.write(`missed ${id} · ${format} · ${place}\n`);
  process.stdout.write(`masked ${share.toFixed(4)} of ${rows.length} (at least ${LEAST_MASKED})\n`);
  if (ordinaryFile === undefined) return share >= LEAST_MASKED ? 0 : 1;
  const lines = readFileSync(ordinaryFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const alarms = lines.filter((line) => diagnose(line, catalogue).secrets.length > 0);
  for (const line of all ? alarms : alarms.slice(0, 20)) process.stdout.write(`alarm ${line.slice(0, 160)}\n`);
  const rate = alarms.length / lines.length;
  process.stdout.write(`ordinary lines masked ${rate.toFixed(5)} of ${lines.length} (at most ${MOST_ALARMS})\n`);
  return share >= LEAST_MASKED && rate <= MOST_ALARMS ? 0 : 1;
}

const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (process.argv.includes('--help') || files.length === 0) process.stdout.write(HELP);
else process.exitCode = main(files, process.argv.includes('--all'));
