import { type Client, type RequestData, SnowflakeUtil } from 'discord.js';
import { expect, test } from 'vitest';
import { outboundOf } from '#chat/discord/outbound.ts';
import { render } from '#chat/discord/render.ts';
import type { Reply } from '#chat/port.ts';

const HELP = { chat: 'discord', tenant: '1', channel: '21', thread: null, direct: false };
const ME = { id: '1' };

/** The chat's half that speaks, over a client that keeps what it is asked for. */
function speaking(written: readonly unknown[] = []) {
  const asked: { readonly route: string; readonly data: RequestData }[] = [];
  const take = (answer: unknown) => async (route: string, data: RequestData) => {
    asked.push({ route, data });
    return answer;
  };
  const rest = { post: take({ id: '700' }), patch: take({}), get: take(written) };
  const client = { rest, user: ME, channels: { cache: new Map() } } as unknown as Client;
  return { asked, outbound: outboundOf(client, 'warn', () => undefined) };
}

test.for(['post', 'edit'] as const)('a picture goes with the message that shows it (%s)', async (how) => {
  const { asked, outbound } = speaking();
  const picture = { png: new Uint8Array([1]), name: 'where to click.png', alt: 'The page API keys' };
  const reply: Reply = { tone: 'neutral', title: 'T', text: '', picture };
  if (how === 'post') await outbound.post(HELP, reply, { key: 'k', again: false, since: 0 });
  else await outbound.edit({ place: HELP, id: '700' }, reply);
  const data = asked[0]?.data;
  expect(data?.files).toMatchObject([{ name: 'where_to_click.png', data: Buffer.from([1]) }]);
  expect(data?.body).toMatchObject({ attachments: [{ id: '0', filename: 'where_to_click.png' }] });
  expect(JSON.stringify(data?.body)).toContain('attachment://where_to_click.png');
});

test('after some minutes the bot looks at what was written since the first attempt', async () => {
  const since = Date.now() - 10 * 60_000;
  const reply: Reply = { tone: 'neutral', title: 'T', text: 'x  ', buttons: [{ label: 'B', action: 'a' }] };
  // Discord gives components ids, and trims texts.
  const stored = JSON.parse(JSON.stringify(render(reply)).replaceAll('x  "', 'x","id":3')) as unknown[];
  const at = (ms: number) => new Date(since + ms).toISOString();
  const others = [
    { id: '1', author: { id: '2' }, timestamp: at(100), components: stored },
    { id: '2', author: ME, timestamp: at(200), components: render({ ...reply, text: 'y' }) },
    { id: '3', author: ME, timestamp: at(-60_000), components: stored },
  ];
  const { asked, outbound } = speaking([...others, { id: '4', author: ME, timestamp: at(900), components: stored }]);
  const sent = await outbound.post(HELP, reply, { key: 'k', again: true, since });
  expect(sent).toMatchObject({ type: 'delivered', message: { id: '4' } });
  const data = asked[0]?.data;
  const after = BigInt(new URLSearchParams(data?.query?.toString()).get('after') ?? 0);
  expect(SnowflakeUtil.timestampFrom(after)).toBeLessThanOrEqual(since);
  expect(asked).toHaveLength(1);

  const none = speaking(others);
  const again = await none.outbound.post(HELP, reply, { key: 'k', again: true, since });
  expect(again).toMatchObject({ type: 'delivered', message: { id: '700' } });
});

test('a message is linked to in its server, in its thread, and in the direct messages', async () => {
  const { outbound } = speaking();
  const to = (place: Partial<typeof HELP>) => outbound.linkTo({ place: { ...HELP, ...place }, id: '700' });
  expect(await to({})).toBe('https://discord.com/channels/1/21/700');
  expect(await outbound.linkTo({ place: { ...HELP, thread: '31' }, id: '700' })).toBe(
    'https://discord.com/channels/1/31/700',
  );
  expect(await to({ tenant: '', channel: '41', direct: true })).toBe('https://discord.com/channels/@me/41/700');
});
