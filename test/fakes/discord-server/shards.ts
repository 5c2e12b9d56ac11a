import type { Json } from './state.ts';

/** A shard's id, and how many there are. */
export type Shard = readonly [id: number, count: number];

/** What a bot that identifies says of its shard, `[0, 1]` where it says nothing; null where there is no such shard. */
export function shardFrom(said: unknown): Shard | null {
  if (said === undefined) return [0, 1];
  const [id, count] = said as [unknown, unknown];
  const numbers = Number.isInteger(id) && Number.isInteger(count);
  return numbers && Number(id) >= 0 && Number(id) < Number(count) ? [Number(id), Number(count)] : null;
}

/**
 * Does this event go to this shard? What is of no server goes to the first one.
 * https://docs.discord.com/developers/events/gateway#sharding-sharding-formula
 */
export function isOn([id, count]: Shard, event: string, data: Json): boolean {
  const ofServer = event === 'GUILD_CREATE' || event === 'GUILD_UPDATE' || event === 'GUILD_DELETE';
  const server = ofServer ? data['id'] : data['guild_id'];
  return server === undefined ? id === 0 : Number((BigInt(String(server)) >> 22n) % BigInt(count)) === id;
}
