import type { Actor, CommandTurn, HomeTurn } from '#chat/port.ts';
import type { KeptReply } from '#store/types.ts';
import type { Bot } from '#support/bot.ts';
import { homeReply } from '#support/views/home.ts';
import { markKeys } from './manners.ts';

/** The home page, where a chat has one. */
export async function showHome(turn: HomeTurn, bot: Bot): Promise<void> {
  await turn.show(await ownPage(turn.actor, bot));
}

/** `/mycases` and `/mydata`: the same page, for the asker alone. */
export async function ownPageCommand(turn: CommandTurn, bot: Bot): Promise<void> {
  await turn.whisper(await ownPage(turn.actor, bot));
}

async function ownPage(actor: Actor, bot: Bot): Promise<KeptReply> {
  const { cases, quiet } = await bot.store.write(async (trx) => ({
    cases: await trx.casesOf(actor, ['open', 'waiting_for_staff', 'claimed', 'waiting_for_person']),
    quiet: await trx.marked(markKeys.optOut(actor)),
  }));
  return homeReply(cases, bot.catalogue().knowledge, { quiet, retentionDays: bot.retentionDays });
}
