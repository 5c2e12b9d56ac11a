import type { Role } from '#store/types.ts';
import type { Bot } from '#support/bot.ts';
import { interrupted } from '#support/views/key-form.ts';

/** At start: checks that a restart cut off are said to be, since their keys are gone. */
export async function tellInterruptedChecks(bot: Bot): Promise<void> {
  await bot.store.write(async (trx) => {
    for (const key of await trx.marksWith('check:')) {
      const [, id = '', ...role] = key.split(':');
      await trx.unmark(key);
      await trx.send({ type: 'edit', caseId: Number(id), role: role.join(':') as Role, reply: interrupted });
    }
  });
  bot.wake();
}
