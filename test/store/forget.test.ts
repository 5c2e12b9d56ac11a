import { expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import { ANN, DIAGNOSIS } from '#test/samples.ts';
import { bothDatabases } from './stores.ts';

const HELP = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: null, direct: false };

test.for(bothDatabases())(
  'a case whose person is forgotten is over; one that was over stays so: %s',
  async ([, address]) => {
    const store = await openStore(address());
    const changes = [
      { state: 'waiting_for_staff', owner: 'human', handedAt: 1, due: { what: 'nudge', at: 2 } },
      { state: 'resolved', handedAt: 1 },
    ] as const;
    const left = await store.write(async (trx) => {
      const ids: number[] = [];
      for (const change of changes) {
        const it = await trx.openCase(
          { person: ANN, place: HELP, paste: 'x', diagnosis: DIAGNOSIS },
          { type: 'opened', by: ANN },
        );
        ids.push((await trx.changeCase(it.id, change, { type: 'handed_off', by: ANN })).id);
      }
      expect(await trx.forget(ANN)).toBe(2);
      return Promise.all(ids.map((id) => trx.case(id)));
    });
    expect(left.map((it) => [it?.state, it?.owner, it?.due])).toEqual([
      ['withdrawn', 'bot', null],
      ['resolved', 'bot', null],
    ]);
    await store.close();
  },
);
