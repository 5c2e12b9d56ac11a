import { type ConsoleChat, openConsole } from '#chat/console/adapter.ts';
import { render } from '#chat/console/render.ts';
import type { Button, Reply } from '#chat/port.ts';
import type { Catalogue } from '#diagnosis/compile.ts';
import type { Checklist, Diagnosis } from '#diagnosis/types.ts';
import { type Move, move, startWalk } from '#diagnosis/walk.ts';
import { acceptPaste } from '#support/accept-paste.ts';
import { answerPaste } from '#support/answer-paste.ts';
import { endOfWalkReply } from '#support/views/end-of-walk.ts';
import { type Shell, stepReply } from '#support/views/step.ts';
import { type Io, readAll } from './io.ts';
import { keycheckCommand } from './keycheck.ts';

const STAFF = "your provider's support";

const WELCOME: Reply = {
  tone: 'good',
  title: 'Keymedic: what is wrong with that API key?',
  text: 'Paste the error as your tool printed it, then an empty line or Ctrl-D. Nothing leaves this machine; only /keycheck asks your provider.\nCtrl-C or /quit leaves, /help says more.',
};

const HELP: Reply = {
  tone: 'neutral',
  title: 'What you can do here',
  text: 'Paste an error, a log or a question with the error in it: several lines are fine, keys in it are masked. The answer names what failed and how to check it, step by step.\n\n/keycheck  tries a key at its provider; the key is typed hidden and kept nowhere\n/help      this text\n/quit      leave (or Ctrl-C)',
};

const STEP_BUTTONS: readonly Button[] = [
  { label: 'Looks fine, next', action: 'fine' },
  { label: 'That was it', action: 'fixed' },
  { label: 'Skip', action: 'skipped' },
  { label: 'Back', action: 'back' },
  { label: 'Stop', action: 'stop' },
];

/**
 * The console chat: takes pastes until the person leaves, answers each and lets the person walk its checklist. Where
 * stdin is no terminal, all of it is one paste.
 *
 * @returns the exit status
 */
export async function consoleCommand(catalogue: Catalogue, io: Io): Promise<number> {
  const screen = { columns: io.columns, colour: io.colour };
  if (!process.stdin.isTTY) return answerOnce(await readAll(process.stdin), catalogue, io);
  const chat = openConsole(process.stdin, process.stdout, screen);
  chat.post(WELCOME);
  let before: Diagnosis | null = null;
  for (;;) {
    const input = await chat.read();
    if (input.type === 'leave' || /^\/(?:quit|exit|q)$/.test(input.text)) break;
    if (/^\/keycheck\b/.test(input.text)) await keycheckCommand(keycheckWords(input.text), io, { before });
    else if (input.text.startsWith('/') && !input.text.includes('\n')) chat.post(commandReply(input.text));
    else before = await answer(input.text, chat, catalogue, shellOf(io.env));
  }
  io.out('\nBye.\n');
  return 0;
}

function commandReply(command: string): Reply {
  if (command === '/help') return HELP;
  return { tone: 'warning', title: `There is no ${command.split(/\s/)[0]}`, text: '/help shows what there is.' };
}

/** Answers a paste; returns its diagnosis, which a key check refines. */
async function answer(text: string, chat: ConsoleChat, catalogue: Catalogue, shell: Shell): Promise<Diagnosis | null> {
  const accepted = acceptPaste(Buffer.from(text));
  if (!accepted.ok) {
    chat.post({ tone: 'warning', title: 'Not a text to diagnose', text: accepted.refusal });
    return null;
  }
  const { reply, checklist, diagnosis } = answerPaste(accepted.text, catalogue);
  chat.post(reply);
  if (checklist === null || checklist.steps.length === 0) return diagnosis;
  const wish = await chat.ask('Go through the steps?', [
    { label: 'Walk me through it', action: 'walk' },
    { label: 'Another paste', action: 'no' },
  ]);
  if (wish === 'walk') await walkThrough(checklist, chat, shell);
  return diagnosis;
}

/** What stands behind `/keycheck` goes to the command as it is: a key there is refused and called exposed. */
function keycheckWords(text: string): string[] {
  return text.split(/\s+/).slice(1);
}

async function walkThrough(checklist: Checklist, chat: ConsoleChat, shell: Shell): Promise<void> {
  let walk = startWalk(checklist.steps.map(({ id }) => id));
  while (walk.state === 'walking') {
    const step = checklist.steps[walk.at];
    if (step === undefined) break;
    chat.post(stepReply(step, { number: walk.at + 1, of: walk.steps.length }, shell));
    const buttons = walk.at === 0 ? STEP_BUTTONS.filter(({ action }) => action !== 'back') : STEP_BUTTONS;
    walk = move(walk, ((await chat.ask('What did you find?', buttons)) ?? 'stop') as Move);
  }
  chat.post(endOfWalkReply(walk, checklist, STAFF));
}

async function answerOnce(bytes: Uint8Array, catalogue: Catalogue, io: Io): Promise<number> {
  const accepted = acceptPaste(bytes);
  if (!accepted.ok) {
    io.error(`${accepted.refusal}\n`);
    return 2;
  }
  io.out(render(answerPaste(accepted.text, catalogue).reply, io));
  return 0;
}

/** The shell whose commands to show; on Windows PowerShell is there even where cmd was started. */
function shellOf(env: Io['env']): Shell {
  if (process.platform !== 'win32') return 'bash';
  return env['PSModulePath'] === undefined ? 'cmd' : 'powershell';
}
