import { setTimeout as wait } from 'node:timers/promises';
import { OverwriteType, type REST } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { type StaffServer, sees, staffElsewhere } from '#chat/discord/staff-elsewhere.ts';
import { guildJson } from '#test/fakes/discord-server/json.ts';
import { connect, type Wanted } from './connect.ts';

const STAFF = '100000000000000023';
const ROLE = '100000000000000050';
const person = (id: string) => ({ chat: 'discord', tenant: '', id });

async function connected(wanted: Wanted) {
  const it = await connect(wanted);
  await it.start();
  const asked = () => it.discord.calls.filter(({ path }) => path.includes('/members/')).length;
  return { ...it, ...it.driver.people, asked };
}

describe('who is staff', () => {
  test.for([
    ['those who see the channel', { staffChannel: STAFF, staffRole: null }],
    ['those with the role, by name', { staffChannel: STAFF, staffRole: 'Support' }],
    ['those with the role, by id', { staffChannel: null, staffRole: ROLE }],
    ['those with the role of the only server', { staffChannel: null, staffRole: 'Support' }],
  ] as const)('%s', async ([, rule]) => {
    const { chat, sue, ann, asked } = await connected(rule);
    expect(await chat.isStaff(person(sue.id))).toBe(true);
    expect(await chat.isStaff(person(sue.id))).toBe(true);
    expect(await chat.isStaff(person(ann.id))).toBe(false);
    expect(asked()).toBe(1);
  });

  test('who lost the role is staff no more, although Discord does not tell', async () => {
    const { chat, discord, sue } = await connected({ staffRole: 'Support' });
    const users = discord.guild.users as Map<string, { id: string; name: string; roles: string[] }>;
    users.set(sue.id, { ...sue, roles: [] });
    expect(await chat.isStaff(person(sue.id))).toBe(false);
  });

  test('somebody of another server is asked for once', async () => {
    const { chat, asked } = await connected({});
    expect(await chat.isStaff(person('999'))).toBe(false);
    expect(await chat.isStaff(person('999'))).toBe(false);
    expect(asked()).toBe(1);
  });

  test('a role of that name in a server of somebody else makes nobody staff', async () => {
    const { chat, discord, sue, log } = await connected({ staffChannel: null, staffRole: 'Support' });
    const other = '100000000000000900';
    discord.gateway.dispatch('GUILD_CREATE', { ...guildJson(discord.guild), id: other, channels: [] });
    await wait(60);
    expect(await chat.isStaff(person(sue.id))).toBe(false);
    expect(await chat.isStaff(person('999'))).toBe(false);
    expect(log.filter((line) => line.includes('DISCORD_STAFF_ROLE is an id'))).toHaveLength(1);
  });
});

const VIEW = String(1 << 10);
const role = (id: string, permissions: string) => ({ id, name: `role ${id}`, permissions });
const HIDDEN: StaffServer = {
  guild: { id: '1', owner_id: '9', roles: [role('1', VIEW), role('2', '0'), role('3', '8'), role('4', '0')] },
  overwrites: [
    { id: '1', type: OverwriteType.Role, allow: '0', deny: VIEW },
    { id: '2', type: OverwriteType.Role, allow: VIEW, deny: '0' },
    { id: '4', type: OverwriteType.Role, allow: '0', deny: VIEW },
    { id: '7', type: OverwriteType.Member, allow: '0', deny: VIEW },
    { id: '8', type: OverwriteType.Member, allow: VIEW, deny: '0' },
  ],
};

test.for([
  ['a member without a role', '5', [], false],
  ['a role that is let in', '5', ['2'], true],
  ['two roles, of which one is let in', '5', ['2', '4'], true],
  ['an administrator', '5', ['3'], true],
  ['the owner', '9', [], true],
  ['somebody who is kept out in spite of their role', '7', ['2'], false],
  ['somebody who is let in alone', '8', [], true],
] as const)('a hidden channel, and %s', ([, who, roles, seen]) => {
  expect(sees(who, roles, HIDDEN)).toBe(seen);
});

test('the staff of a server that another process serves are asked for, the server once', async () => {
  const asked: string[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    '/channels/23': { id: '23', type: 0, guild_id: '1', permission_overwrites: HIDDEN.overwrites },
    '/guilds/1': { ...HIDDEN.guild, name: 'Acme' },
    '/guilds/1/members/5': { roles: ['2'] },
    '/guilds/1/members/6': { roles: [] },
  };
  const get = async (route: string) => {
    asked.push(route);
    return answers[route];
  };
  const rest = { get } as unknown as REST;
  const bySight = staffElsewhere(rest, { channel: '23', role: null });
  expect([await bySight('5'), await bySight('6')]).toEqual([true, false]);
  const byRole = staffElsewhere(rest, { channel: '23', role: 'role 2' });
  expect([await byRole('5'), await byRole('6')]).toEqual([true, false]);
  expect(asked.filter((route) => route === '/guilds/1')).toHaveLength(2);
});

test("an answer that is none of Discord's says nothing about who the staff is", async () => {
  const rest = { get: async () => ({ message: 'a proxy speaks' }) } as unknown as REST;
  await expect(staffElsewhere(rest, { channel: '23', role: null })('5')).rejects.toThrow('expected string');
});
