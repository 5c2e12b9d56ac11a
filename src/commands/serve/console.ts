import { type Running, startBot } from '#assemble.ts';
import { openConsole } from '#chat/console/adapter.ts';
import { render } from '#chat/console/render.ts';
import { openTerminal } from '#chat/console/terminal.ts';
import type { Reply } from '#chat/port.ts';
import { type Io, readAll } from '#commands/io.ts';
import { auditFile } from '#commands/keycheck/audit-file.ts';
import type { InForce } from '#commands/knowledge-in-force.ts';
import { version } from '#commands/version.ts';
import { hideInReading } from '#diagnosis/text/hide-in-reading.ts';
import { openPictureReader } from '#pictures/reader.ts';
import { parseAllowed } from '#probe/address.ts';
import { openProber } from '#probe/prober.ts';
import { openStore } from '#store/open.ts';
import { answerPaste } from '#support/answer/answer-paste.ts';
import { DEFAULT_DESK } from '#support/desk/desk.ts';
import { acceptPaste } from '#support/turns/accept-paste.ts';
import { DEFAULT_MANNERS } from '#support/turns/manners.ts';

/** Shown when the console chat opens. */
export const WELCOME: Reply = {
  tone: 'good',
  title: 'Keymedic: find out why your API key fails',
  text: 'Paste the error exactly as your tool printed it, then press Enter on an empty line or Ctrl-D, or drop a screenshot here. Nothing leaves this machine, except when /keycheck contacts your provider.\nType /help for help. Press Ctrl-C or type /quit to leave.',
};

/** The answer to /help. */
export const HELP: Reply = {
  tone: 'neutral',
  title: 'What you can do here',
  text: 'Paste an error, a log, or a question that contains the error. Several lines are fine, and keys are masked. The answer says what failed and how to check it step by step.\n\n/image     read a screenshot: /image PATH, or drop the file here\n/keycheck  test a key with its provider; your input is hidden and the key is not stored\n/help      show this text\n/quit      leave (or Ctrl-C)',
};

/**
 * The console chat: takes pastes until the person leaves, with the use cases of every chat. Where stdin is no terminal, all
 * of it is one paste.
 *
 * @returns the exit status
 */
export async function consoleCommand({ knowledge, defaults, catalogue }: InForce, io: Io): Promise<number> {
  if (!process.stdin.isTTY) {
    const accepted = acceptPaste(await readAll(process.stdin));
    if (!accepted.ok) {
      io.error(`${accepted.refusal}\n`);
      return 2;
    }
    io.out(render(answerPaste(accepted.text, catalogue).reply, io));
    return 0;
  }
  const store = await openStore({ type: 'memory' });
  const prober = openProber({
    knowledge,
    defaults,
    allowed: parseAllowed(io.env['KEYCHECK_ALLOW']),
    version: version(),
  });
  let running: Running | null = null;
  const terminal = openTerminal(process.stdin, process.stdout, io);
  const idle = () => running?.idle() ?? false;
  const chat = openConsole({ terminal, idle, welcome: WELCOME, help: HELP, shell: shellOf(io.env) });
  running = await startBot({
    pictures: openPictureReader({
      hide: (text) => hideInReading(text, catalogue.secrets),
      clock: Date.now,
      fairUse: { waiting: 10, perPerson: Number.POSITIVE_INFINITY, windowMs: 0 },
    }),
    store,
    chats: [chat],
    catalogue: () => catalogue,
    defaults: () => defaults,
    prober,
    audit: auditFile(io.env['DATA_DIR'] ?? 'data', io.error),
    manners: DEFAULT_MANNERS,
    desk: DEFAULT_DESK,
    learnOrder: true,
    staff: null,
    secret: io.env['SECRET_KEY'] ?? null,
    retentionDays: 1,
    clock: Date.now,
    log: () => undefined,
  });
  await chat.run();
  await running.stop();
  await prober.close();
  await store.close();
  io.out('\nBye.\n');
  return 0;
}

/** The shell whose commands to show; on Windows PowerShell is there even where cmd was started. */
function shellOf(env: Io['env']): string {
  if (process.platform !== 'win32') return 'bash';
  return env['PSModulePath'] === undefined ? 'cmd' : 'PowerShell';
}
