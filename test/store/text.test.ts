import { expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import { DIAGNOSIS } from '#test/samples.ts';
import { bothDatabases } from './stores.ts';

const HURT = { ...DIAGNOSIS, requestId: 'req\u00001', quotes: ['\u0000'] };

test.for(bothDatabases())('a paste with a zero byte and half a character is kept: %s', async ([, address]) => {
  const store = await openStore(address());
  const person = { chat: 'slack', tenant: 'T1', id: 'U1', name: 'A\u0000nn' };
  const place = { chat: 'slack', tenant: 'T1', channel: 'C1', thread: null, direct: false };
  const it = await store.write(async (trx) => {
    const { id } = await trx.openCase(
      { person, place, paste: '401\u0000 \ud83d', diagnosis: HURT },
      { type: 'opened', by: null },
    );
    return trx.changeCase(id, { paste: 'then\u0000', personName: '\u0000' }, { type: 'rediagnosed', by: person });
  });
  expect(it).toMatchObject({ paste: 'then\ufffd', person: { name: '\ufffd' }, diagnosis: HURT });
  await store.close();
});
