import { CHAT_NAMES, CHATS } from '#chats/all.ts';
import type { Asking, SetupPrompts } from '#chats/setup-asking.ts';
import { doctorCommand } from '#commands/doctor/doctor.ts';
import type { Io } from '#commands/io.ts';
import { configOf, openFile } from '#config/config.ts';
import { sentenceOf } from '#config/fault.ts';
import { readSettings } from '#config/read.ts';
import type { Setting } from '#config/setting.ts';
import { SETTINGS } from '#config/settings.ts';
import { type Edit, planEdits, writeEdits } from './setup-files.ts';
import { Left, terminalSetupPrompts } from './setup-prompts.ts';

const HELP = `Usage: npm run -s setup

Asks for everything Keymedic needs in Slack and Discord, tests each answer live, and tells you what to click if something
is missing. Writes .env (secrets, readable only by you) and keymedic.yaml (the rest), then runs the doctor.
Comments and other settings are kept. Press Ctrl-C to leave without writing anything.

Exit status: 0 nothing to fix, 1 something to fix, 2 nothing was written.
`;

const NO_TERMINAL = `The setup asks questions, so it needs a terminal. Without one, copy .env.example to .env and keymedic.example.yaml to
keymedic.yaml, fill them in (see docs/settings.md), and run npm run -s doctor
`;

/** What the command may be given besides its arguments. */
export interface SetupOptions {
  readonly prompts?: SetupPrompts;
  /** Where keymedic.yaml and .env are. */
  readonly folder?: string;
}

/** `npm run setup`: asks, tests, writes. Returns the exit status. */
export async function setupCommand(argv: readonly string[], io: Io, options: SetupOptions = {}): Promise<number> {
  if (argv.length > 0) {
    (argv[0] === '--help' ? io.out : io.error)(HELP);
    return argv[0] === '--help' ? 0 : 2;
  }
  if (io.stdin.isTTY !== true) {
    io.error(NO_TERMINAL);
    return 2;
  }
  try {
    return await setUp(io, options.prompts ?? terminalSetupPrompts(io.colour), options.folder ?? process.cwd());
  } catch (error) {
    if (!(error instanceof Left)) throw error;
    io.error('Nothing was written.\n');
    return 2;
  }
}

async function setUp(io: Io, prompts: SetupPrompts, folder: string): Promise<number> {
  const file = openFile(io.env, folder);
  const before = readSettings(io.env, file);
  if (file !== null && file.faults.length > 0) {
    for (const fault of file.faults) io.error(`${sentenceOf(fault)}\n`);
    io.error('Fix these first. Nothing was written.\n');
    return 2;
  }
  const answers = new Map<string, string | null>();
  const present = (row: Setting<unknown>) => before.origins.get(row.env)?.text || null;
  const answer = (row: Setting<unknown>, text: string | null) => void answers.set(row.env, text);
  await askChats({ prompts, present, answer }, answers);
  const planned = planEdits(folder, answers, io.env);
  if (!planned.ok) {
    io.error(`${planned.says}\n`);
    return 2;
  }
  const { edits, env } = planned;
  if (edits.length === 0) prompts.tell('All set', ['Nothing to change.']);
  else if (await agrees(edits, prompts)) writeEdits(edits);
  else throw new Left();
  const hidden = [...answers].filter(([name, text]) => env[name] !== undefined && env[name] !== (text ?? ''));
  for (const [name] of hidden)
    io.error(`${name} is set in the environment, which overrides the files. Remove it from the environment.\n`);
  const status = await doctorCommand([], { ...io, env }, folder);
  const read = configOf(readSettings(env, openFile(env, folder)));
  if (read.ok && status === 0) io.out('Run npm start to start the bot.\n');
  return status;
}

async function askChats(asking: Asking, answers: ReadonlyMap<string, string | null>): Promise<void> {
  const { prompts, present, answer } = asking;
  const had = CHAT_NAMES.filter((name) => present(CHATS[name].token) !== null);
  const all = CHAT_NAMES.join('+');
  const where = await prompts.choose(
    'Where do people ask for help?',
    [
      ...CHAT_NAMES.map((name) => ({ value: name as string, label: `In ${CHATS[name].title}` })),
      { value: all, label: CHAT_NAMES.length === 2 ? 'In both' : 'In all of them' },
    ],
    had.length > 1 ? all : (had[0] ?? CHAT_NAMES[0] ?? all),
  );
  const chosen = CHAT_NAMES.filter((name) => where === all || name === where);
  for (const name of chosen) await CHATS[name].ask(asking);
  const staffed = chosen.filter((name) => {
    const { staffChannel } = CHATS[name];
    return (answers.has(staffChannel.env) ? answers.get(staffChannel.env) : present(staffChannel)) !== null;
  });
  if (staffed.length < 2) return;
  const { staffChat } = SETTINGS;
  const home = await prompts.choose(
    'Several chats have a support channel. Which one gets the cases?',
    staffed.map((name) => ({ value: name as string, label: `The one in ${CHATS[name].title}` })),
    present(staffChat) ?? staffed[0] ?? '',
  );
  answer(staffChat, home);
}

async function agrees(edits: readonly Edit[], prompts: SetupPrompts): Promise<boolean> {
  for (const { name, isNew, lines } of edits) prompts.tell(isNew ? `${name} (new)` : `${name} (changes)`, lines);
  const names = edits.map(({ name }) => name).join(' and ');
  return prompts.agree(edits.every(({ isNew }) => isNew) ? `Write ${names}?` : `Change ${names}?`, true);
}
