import { type REST, Routes } from 'discord.js';
import { readFailure } from './failures.ts';

/** After so long a server that the bot seems to have left is asked for again, in milliseconds. */
const GRACE_MS = 24 * 3_600_000;
/** The bot may not see this server, or there is none: https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const NOT_IN: ReadonlySet<number | string> = new Set([10_004, 50_001]);

/** Looks whether the bot has really left servers. */
export interface LeftServers {
  /** The gateway says that the bot has left this server. */
  suspect(server: string): void;
  stop(): void;
}

/**
 * What a server's people wrote is deleted only after Discord has said twice, a day apart, that the bot is not in it: during
 * an outage the gateway tells of servers as if they were left. After a restart nothing is deleted; texts then go when they
 * are too old.
 *
 * @param left told of each server that the bot has left
 */
export function leftServers(rest: REST, left: (server: string) => void, graceMs = GRACE_MS): LeftServers {
  const timers = new Map<string, NodeJS.Timeout>();
  const look = async (server: string, again: boolean) => {
    if (!(await isOut(rest, server))) return;
    if (again) return left(server);
    const timer = setTimeout(() => {
      timers.delete(server);
      void look(server, true);
    }, graceMs);
    timer.unref();
    clearTimeout(timers.get(server));
    timers.set(server, timer);
  };
  return {
    suspect: (server) => void look(server, false),
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Any other answer, or none, proves nothing. */
async function isOut(rest: REST, server: string): Promise<boolean> {
  try {
    await rest.get(Routes.guild(server));
    return false;
  } catch (error) {
    return NOT_IN.has(readFailure(error).code);
  }
}
