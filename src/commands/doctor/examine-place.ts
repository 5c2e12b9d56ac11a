import { existsSync, mkdtempSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, isIPv6 } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '#config/config.ts';
import { type Finding, fine, warning, wrong } from '#finding.ts';
import { loadKnowledge } from '#knowledge/load.ts';
import { loadProbeDefaults } from '#knowledge/load-probe-defaults.ts';
import { type FoundEngine, findEngine } from '#pictures/engine-files.ts';

/** The first release with all that is used: type stripping and node:sqlite without a flag. */
const LEAST_NODE = 24;

/** @param version such as `24.21.0` */
export function examineNode(version: string): Finding {
  const check = 'Node.js';
  if (Number(version.split('.')[0]) >= LEAST_NODE) return fine(check, version);
  return wrong(
    check,
    `${version} is too old`,
    `Install Node.js ${LEAST_NODE} or newer, or start Keymedic with npm, which brings its own.`,
  );
}

/** Others on this machine could read the tokens. */
export function examineEnvFile(folder: string): readonly Finding[] {
  const path = join(folder, '.env');
  if (!existsSync(path) || process.platform === 'win32') return [];
  const readable = (statSync(path).mode & 0o077) !== 0;
  if (!readable) return [fine('.env', 'only readable by its owner')];
  return [warning('.env', 'other users on this machine can read the secrets in it', 'Run chmod 600 .env')];
}

/** Can the folder of the data be written to? One that is not there yet is not made. */
export function examineDataDir(folder: string): Finding {
  const check = 'Data folder';
  const todo = 'Allow the user that runs Keymedic to write to it, or set DATA_DIR.';
  try {
    const path = resolve(folder);
    if (existsSync(path)) {
      const probe = join(path, `.keymedic-doctor-${process.pid}`);
      writeFileSync(probe, 'x', { mode: 0o600 });
      rmSync(probe);
      return fine(check, `${folder} is writable`);
    }
    let parent = dirname(path);
    while (!existsSync(parent)) parent = dirname(parent);
    rmdirSync(mkdtempSync(join(parent, '.keymedic-doctor-')));
    return fine(check, `${folder} will be created at the first start`);
  } catch (error) {
    return wrong(check, `${folder} is not writable (${codeOf(error)})`, todo);
  }
}

/** The secret that keys fingerprints: set, kept in the data folder, or still to be made. */
export function examineSecretKey({ secretKey, dataDir, databaseUrl }: Config): Finding {
  const check = 'Secret for fingerprints';
  if (secretKey !== null) return fine(check, 'SECRET_KEY is set');
  if (databaseUrl !== null)
    return warning(
      check,
      'each process generates its own in its data folder',
      'If you run several processes, set the same SECRET_KEY for all of them. You can generate one with openssl rand -base64 32.',
    );
  const path = join(dataDir, 'secret-key');
  if (!existsSync(path)) return fine(check, 'one will be created at the first start');
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    return warning(check, `other users on this machine can read ${path}`, `Run chmod 600 ${path}`);
  return fine(check, `stored in ${path}`);
}

/** How long another server has for an answer. */
const ASK_MS = 5000;
const MOST_FAULTS = 5;

/** Are the knowledge files without mistakes? */
export function examineKnowledge(folder: string | null): readonly Finding[] {
  const check = 'Knowledge';
  const loaded = loadKnowledge(folder ?? undefined);
  const defaults = loadProbeDefaults(folder ?? undefined);
  if (loaded.ok && defaults.ok) {
    const { failures, providers, tools } = loaded.knowledge;
    const ours = folder === null ? '' : `, including those in ${folder}`;
    return [fine(check, `${failures.size} failure kinds, ${providers.size} providers, ${tools.size} tools${ours}`)];
  }
  const faults = [...(loaded.ok ? [] : loaded.faults), ...(defaults.ok ? [] : defaults.faults)];
  return faults
    .slice(0, MOST_FAULTS)
    .map(({ file, line, field, expected }) =>
      wrong(check, `${file}:${line} ${field}`.trim(), `Expected ${expected}. Run npm run -s knowledge -- check`),
    );
}

/** An address to listen at. */
export interface ExaminedPort {
  /** The variable that sets it. */
  readonly variable: string;
  readonly port: number;
  /** Null for all addresses of this machine. */
  readonly host: string | null;
}

/** Can the port be listened to? A Keymedic that runs already may have it. */
export async function examinePort({ variable, port, host }: ExaminedPort): Promise<Finding> {
  const check = `Port ${port}`;
  const code = await listenOnce(port, host);
  if (code === null) return fine(check, 'is free');
  if (code === 'EADDRINUSE')
    return (await isAlive(port, host))
      ? fine(check, 'used by a running Keymedic')
      : warning(check, 'is in use', `Set ${variable} to another port, unless Keymedic is already running there.`);
  return wrong(check, `cannot be opened (${code})`, `Set ${variable} to another port above 1023.`);
}

function listenOnce(port: number, host: string | null): Promise<string | null> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done(codeOf(error)));
    server.listen({ port, ...(host === null ? {} : { host }) }, () => server.close(() => done(null)));
  });
}

/** Does what listens there say that it is alive, as Keymedic does? */
async function isAlive(port: number, host: string | null): Promise<boolean> {
  const name = host === null || host === '0.0.0.0' ? '127.0.0.1' : isIPv6(host) ? `[${host}]` : host;
  const signal = AbortSignal.timeout(ASK_MS);
  const text = await fetch(`http://${name}:${port}/healthz`, { signal, redirect: 'error' })
    .then((answer) => answer.text())
    .catch(() => '');
  return text.trim() === 'alive';
}

const ODD_MS = 30_000;
/** Slack's signatures hold for so long: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const WRONG_MS = 300_000;

/** How far this machine's clock is from that of a server. */
export async function examineClock(url: string): Promise<Finding> {
  const check = 'Clock';
  const began = Date.now();
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(ASK_MS) }).catch(() => null);
  const told = Date.parse(answer?.headers.get('date') ?? '');
  if (Number.isNaN(told))
    return warning(check, 'not checked, because no server returned the time', 'Check the internet connection.');
  const off = Math.abs(told - (began + Date.now()) / 2);
  if (off < ODD_MS) return fine(check, 'is correct');
  const says = `is ${Math.round(off / 1000)} s ${told > began ? 'behind' : 'ahead'}`;
  const todo = "Set this machine's clock, preferably with NTP.";
  return off < WRONG_MS ? warning(check, says, todo) : wrong(check, says, todo);
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? 'unknown';
}

/** Can screenshots be read here? */
export function examinePictures(engine: FoundEngine = findEngine()): Finding {
  const check = 'Screenshots';
  if (engine.ok) return fine(check, 'are read on this machine');
  return warning(
    check,
    `are not read: ${engine.missing} is not installed`,
    'Install the packages that docs/screenshots.md names, or leave it: people are asked for text.',
  );
}
