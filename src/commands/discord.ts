import { openDiscord } from '#chat/discord/adapter.ts';
import { discordOptions } from '#chats/discord.ts';
import { sentenceOf } from '#config/fault.ts';
import { readSettings } from '#config/read.ts';
import { openLog } from '#ops/log.ts';
import type { Io } from './io.ts';

const HELP = `Usage: npm run -s discord -- invite|register

invite    print the link that adds the bot to a server with the fewest permissions it needs
register  register the commands with Discord if they changed; npm start does this too

DISCORD_TOKEN is read from the environment or .env.
`;

/** `npm run discord`: what there is to do once for a Discord bot. Returns the exit status. */
export async function discordCommand(argv: readonly string[], io: Io): Promise<number> {
  const [what = ''] = argv;
  if (what !== 'invite' && what !== 'register') {
    (what === '--help' ? io.out : io.error)(HELP);
    return what === '--help' ? 0 : 2;
  }
  const { values, faults } = readSettings(io.env, null);
  const options = values === null ? null : discordOptions(values.discord);
  if (options === null) {
    const unset = 'DISCORD_TOKEN is not set. See .env.example for where to find it.';
    io.error(`${values === null ? faults.map(sentenceOf).join('\n') : unset}\n`);
    return 2;
  }
  // No gateway is opened: it would take interactions from the bot that runs.
  const chat = openDiscord({ ...options, log: openLog('warn') });
  try {
    await chat.register();
    io.out(what === 'invite' ? `${chat.inviteLink()}\n` : 'The commands are registered.\n');
    return 0;
  } catch (error) {
    io.error(`${error instanceof Error ? error.message : 'Discord could not be reached.'}\n`);
    return 1;
  } finally {
    await chat.stop();
  }
}
