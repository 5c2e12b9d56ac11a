import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { render } from '#chat/console/render.ts';
import { type Catalogue, compile } from '#diagnosis/catalogue/compile.ts';
import { makeChecklist } from '#diagnosis/checklist.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import { looksLikePicture } from '#pictures/picture-shape.ts';
import { answerPaste } from '#support/answer/answer-paste.ts';
import { acceptPaste } from '#support/turns/accept-paste.ts';
import { type Io, readAll } from './io.ts';
import { toJson } from './json.ts';
import { type PictureText, pictureText } from './picture-source.ts';
import { whyText } from './why.ts';

const HELP = `Usage: npm run -s diagnose -- [--json | --jsonl | --why] [FILE …]

Reads one paste from stdin or from each FILE, a text or a screenshot (PNG, JPEG, GIF or WebP). Says what failed, which
provider and tool are involved, and how to fix it. Screenshots are read on this machine.

--json   print one JSON object per paste
--jsonl  read records {"id","text"}, one per line, and print one object per line in the same order
--why    show every signature that matched, its weight, and the alternatives

Exit status: 0 done, 1 a paste or line could not be read, 2 invalid arguments.
`;

/** `npm run diagnose`: answers pastes from files or stdin. Returns the exit status. */
export async function diagnoseCommand(argv: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      json: { type: 'boolean' },
      jsonl: { type: 'boolean' },
      why: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    io.out(HELP);
    return 0;
  }
  const loaded = loadKnowledge(io.env['KNOWLEDGE_DIR']);
  if (!loaded.ok) {
    io.error('The knowledge files have mistakes. To list them, run npm run -s knowledge -- check\n');
    return 1;
  }
  if (positionals.length === 0 && io.stdin.isTTY === true) io.error('Paste the error, then press Ctrl-D.\n');
  const catalogue = compile(loaded.knowledge);
  const mode = values.jsonl === true ? jsonLines : values.json === true ? json : values.why === true ? why : people;
  let status = 0;
  for (const source of positionals.length === 0 ? [null] : positionals) {
    const bytes = await readSource(source, io);
    if (bytes === null || !(await mode(bytes, catalogue, io))) status = 1;
  }
  return status;
}

async function readSource(path: string | null, io: Io): Promise<Uint8Array | null> {
  if (path === null) return readAll(io.stdin);
  try {
    return readFileSync(path);
  } catch (error) {
    io.error(
      `${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'file not found' : (error as Error).message}\n`,
    );
    return null;
  }
}

type Mode = (bytes: Uint8Array, catalogue: Catalogue, io: Io) => boolean | Promise<boolean>;

/** A text, with what is to be told of the picture that it was read from. */
interface Given {
  readonly text: string;
  readonly picture: Extract<PictureText, { ok: true }> | null;
}

function withText(use: (given: Given, catalogue: Catalogue, io: Io) => void): Mode {
  return async (bytes, catalogue, io) => {
    const picture = looksLikePicture(bytes) ? await pictureText(bytes, catalogue) : null;
    const accepted = picture ?? acceptPaste(bytes);
    if (accepted.ok) use({ text: accepted.text, picture: picture?.ok === true ? picture : null }, catalogue, io);
    else io.error(`${accepted.refusal}\n`);
    return accepted.ok;
  };
}

const people = withText(({ text, picture }, catalogue, io) => {
  if (picture !== null) io.out(`${picture.note}\n\n`);
  io.out(`${render(answerPaste(text, catalogue).reply, io)}\n`);
});

const json = withText(({ text, picture }, catalogue, io) => {
  const read = picture === null ? {} : { picture: { confidence: picture.confidence, key_like: picture.keyLike } };
  io.out(`${toJson({ ...diagnosisObject(text, catalogue), ...read }, 2)}\n`);
});

const why = withText(({ text }, catalogue, io) => io.out(whyText(text, catalogue)));

const jsonLines: Mode = (bytes, catalogue, io) => {
  let good = true;
  for (const [index, line] of new TextDecoder().decode(bytes).split('\n').entries()) {
    if (line.trim() === '') continue;
    const record = readRecord(line);
    if (typeof record === 'string') {
      good = false;
      io.out(`${toJson({ id: null, error: `line ${index + 1}: ${record}` })}\n`);
    } else io.out(`${toJson({ id: record.id, ...diagnosisObject(record.text, catalogue) })}\n`);
  }
  return good;
};

function readRecord(line: string): { readonly id: unknown; readonly text: string } | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
  const { id = null, text } = value as { id?: unknown; text?: unknown };
  return typeof text === 'string' ? { id, text } : 'has no "text"';
}

/** The stable object of `--json`; docs/cli.md documents it. */
export function diagnosisObject(text: string, catalogue: Catalogue): Record<string, unknown> {
  const diagnosis = diagnose(text, catalogue);
  const checklist = makeChecklist(diagnosis, catalogue.knowledge);
  return {
    speak: diagnosis.speak,
    kind: diagnosis.kind,
    provider: diagnosis.provider,
    tool: diagnosis.tool,
    refused_by: diagnosis.refusedBy,
    confidence: diagnosis.confidence,
    alternatives: diagnosis.alternatives,
    http_status: diagnosis.status,
    request_id: diagnosis.requestId,
    evidence: diagnosis.evidence,
    secrets: diagnosis.secrets,
    masked: diagnosis.masked,
    checklist:
      checklist === null ? null : { title: checklist.title, notices: checklist.notices, steps: checklist.steps },
  };
}
