import { ApplicationFlags, REST } from 'discord.js';
import { askApp } from '#chat/discord/answers.ts';
import { areRegistered } from '#chat/discord/commands.ts';
import { type DiscordFailure, readFailure } from '#chat/discord/failures.ts';
import { type Finding, fine, warning, wrong } from '#finding.ts';

const CALL_TIMEOUT_MS = 10_000;
const PAGE = 'the Bot page of the app at https://discord.com/developers/applications';

/** A client of the REST API alone: a gateway would take interactions from the bot that runs. */
export function examiningRest(token: string, apiUrl: string | null): REST {
  const rest = new REST({
    ...(apiUrl === null ? {} : { api: apiUrl }),
    retries: 0,
    timeout: CALL_TIMEOUT_MS,
    rejectOnRateLimit: ({ timeToReset, retryAfter }) => Math.max(timeToReset, retryAfter) > CALL_TIMEOUT_MS,
  });
  return rest.setToken(token);
}

/** The app that a token is of. */
export interface DiscordApp {
  readonly application: string;
  /** Id of the bot's user. */
  readonly bot: string;
  /** Is the Message Content intent switched on? */
  readonly contentGranted: boolean;
  readonly findings: readonly Finding[];
}

/** Whose the token is; findings alone where Discord does not take it. */
export async function examineToken(rest: REST): Promise<DiscordApp | { readonly findings: readonly Finding[] }> {
  const check = 'Discord token';
  try {
    const app = await askApp(rest);
    const content = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;
    return {
      application: app.id,
      bot: app.bot?.id ?? app.id,
      contentGranted: (app.flags & content) !== 0,
      findings: [fine(check, `belongs to the app ${app.name}`)],
    };
  } catch (error) {
    const todo = `Open ${PAGE}, click "Reset Token", copy the token, and set DISCORD_TOKEN.`;
    return { findings: [refused(check, readFailure(error), todo)] };
  }
}

/** Is the intent switched on that the settings want? */
export function examineIntent(messageContent: boolean, contentGranted: boolean, watches: boolean): Finding {
  const check = 'Discord Message Content intent';
  if (messageContent && !contentGranted)
    return wrong(
      check,
      'required by the settings, but not turned on',
      `Turn on "Message Content Intent" on ${PAGE}, or set DISCORD_MESSAGE_CONTENT=false.`,
    );
  if (!messageContent && watches)
    return warning(
      check,
      'without it, the bot does not answer pasted errors in DISCORD_CHANNELS',
      contentGranted
        ? 'It is turned on in Discord. Set DISCORD_MESSAGE_CONTENT=true.'
        : `Turn on "Message Content Intent" on ${PAGE}, and set DISCORD_MESSAGE_CONTENT=true.`,
    );
  return fine(
    check,
    messageContent ? 'is turned on' : 'is not used; the bot can still read mentions and direct messages',
  );
}

/** Does Discord have the commands? */
export async function examineCommands(rest: REST, application: string): Promise<Finding> {
  const check = 'Discord commands';
  try {
    if (await areRegistered(rest, application)) return fine(check, 'are registered');
    return warning(check, 'are out of date at Discord', 'Run npm start, or npm run -s discord -- register.');
  } catch (error) {
    return refused(check, readFailure(error), 'Try again later.');
  }
}

/** What a refused call says: that Discord cannot be reached, has to be left alone for a while, or does not take it. */
export function refused(check: string, { code, retryAfterMs }: DiscordFailure, todo: string): Finding {
  if (code === 'unreachable')
    return wrong(check, 'Discord cannot be reached', 'Check the internet connection and DISCORD_API_URL.');
  if (retryAfterMs !== null)
    return warning(
      check,
      `not tested, because Discord is unavailable or rate limits the bot (${code})`,
      'Try again in a minute.',
    );
  return wrong(check, `Discord rejected it (${code})`, todo);
}
