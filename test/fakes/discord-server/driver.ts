import { setTimeout as wait } from 'node:timers/promises';
import type { Driver, Person, Where } from '#test/scenarios/driver.ts';
import { findMessage, writing } from './driver-writing.ts';
import { interactionJson, messageJson } from './json.ts';
import { buttonsOf, readMarkdown, shownFrom } from './screen.ts';
import type { FakeDiscord } from './server.ts';
import { EPHEMERAL, type Guild, type Interaction, type Json } from './state.ts';

const PEOPLE = {
  ann: { id: '100000000000000011', name: 'Ann' },
  ben: { id: '100000000000000012', name: 'Ben' },
  sue: { id: '100000000000000013', name: 'Sue' },
  tom: { id: '100000000000000014', name: 'Tom' },
};
const CHANNELS = { help: '100000000000000021', other: '100000000000000022', staff: '100000000000000023' };
const QUIET_MS = 40;
const PATIENCE_MS = 20_000;

/** What the driver asks of the bot. */
export interface Backstage {
  readonly idle: () => boolean;
  readonly log: readonly string[];
  /** May the bot delete messages of others? */
  readonly redact: boolean;
}

/** A human's verbs on the fake Discord. */
export function discordDriver(discord: FakeDiscord, name: string, bot: Backstage): Driver {
  const { guild, gateway } = discord;
  return {
    name,
    can: { threads: false, cardThreads: true, whispers: true, home: false, redact: bot.redact, channels: true },
    channels: CHANNELS,
    people: PEOPLE,
    ...writing(discord),
    ...interacting(discord),
    home: async () => null,
    visible: ({ channel, thread }) =>
      guild.messages
        .filter(
          ({ only, channel: where }) => only === null && isIn(where, thread ?? channel, thread === undefined, guild),
        )
        .map((message) => shownFrom(message, guild)),
    whispers: (person) =>
      guild.messages.filter(({ only }) => only === person.id).map((message) => shownFrom(message, guild)),
    direct: (person) =>
      guild.messages
        .filter(({ channel, only }) => channel === guild.dm(person.id).id && only === null)
        .map((message) => shownFrom(message, guild)),
    everything: () => [...discord.calls.map((call) => JSON.stringify(call)), ...bot.log].join('\n'),
    async settled() {
      const until = performance.now() + PATIENCE_MS;
      let quietSince = performance.now();
      while (performance.now() - quietSince < QUIET_MS) {
        await wait(5);
        const waiting = [...guild.interactions.values()].some(({ acked }) => acked === null);
        if (discord.busy() > 0 || waiting || !bot.idle()) quietSince = performance.now();
        if (performance.now() > until) throw new Error('the bot does not come to rest');
      }
      if (discord.violations.length > 0) throw new Error(discord.violations.join('; '));
    },
    redeliver: async () => gateway.again(),
    fail: (how) => void discord.faults.push(how),
  };
}

/** Does a message stand there, or, where that is asked, in a thread of it? */
function isIn(where: string, channel: string, withThreads: boolean, guild: Guild): boolean {
  return where === channel || (withThreads && guild.channels.get(where)?.parent === channel);
}

function interacting({ guild, gateway }: FakeDiscord): Pick<Driver, 'command' | 'menu' | 'press' | 'form' | 'submit'> {
  const begin = (kind: Interaction['kind'], person: Person, channel: string, message: string | null): Interaction => {
    const id = guild.id$();
    const interaction: Interaction = {
      id,
      token: `token-${id}`,
      kind,
      user: person.id,
      channel,
      message,
      at: Date.now(),
      acked: null,
      original: null,
    };
    guild.interactions.set(interaction.token, interaction);
    return interaction;
  };
  const send = (interaction: Interaction, type: number, data: Json) =>
    gateway.dispatch('INTERACTION_CREATE', interactionJson(interaction, type, data, guild));
  const place = (person: Person, where?: Where) => where?.thread ?? where?.channel ?? guild.dm(person.id).id;
  const registered = (name: string, type: number) => {
    const command = guild.commands.find((one) => one['name'] === name && one['type'] === type);
    if (command === undefined) throw new Error(`there is no command ${name}`);
    return command;
  };
  return {
    async command(person, name, text = '', where) {
      const command = registered(name, 1);
      const [option] = (command['options'] ?? []) as Json[];
      if (text !== '' && option === undefined) throw new Error(`/${name} takes no text`);
      const options = text === '' ? [] : [{ name: option?.['name'], type: 3, value: text }];
      send(begin('command', person, place(person, where), null), 2, { id: command['id'], name, type: 1, options });
    },
    async menu(person, where, id) {
      const command = registered('Diagnose this', 3);
      const message = findMessage(guild, id);
      const data = { id: command['id'], name: 'Diagnose this', type: 3, target_id: id };
      const resolved = { messages: { [id]: messageJson(message, guild) } };
      send(begin('menu', person, place(person, where), null), 2, { ...data, resolved });
    },
    async press(person, id, label) {
      const message = findMessage(guild, id);
      if (message.only !== null && message.only !== person.id) throw new Error(`${person.name} does not see ${id}`);
      const button = buttonsOf(message.components).find((one) => one['label'] === label);
      if (button === undefined) throw new Error(`there is no button "${label}" on ${id}`);
      const flags = message.only === null ? message.flags : message.flags | EPHEMERAL;
      message.flags = flags;
      send(begin('button', person, message.channel, id), 3, { custom_id: button['custom_id'], component_type: 2 });
    },
    form(person) {
      const open = guild.modals.get(person.id);
      return open === undefined ? null : formFrom(open.modal);
    },
    async submit(person, values) {
      const open = guild.modals.get(person.id);
      if (open === undefined) throw new Error(`no form is open for ${person.name}`);
      guild.modals.delete(person.id);
      const components = answersTo(open.modal, values);
      const interaction = begin('modal', person, open.channel, open.message);
      send(interaction, 5, { custom_id: open.modal['custom_id'], components });
    },
  };
}

function labelsOf(modal: Json): { readonly label: string; readonly component: Json }[] {
  return (modal['components'] as Json[])
    .filter(({ type }) => type === 18)
    .map((part) => ({ label: String(part['label']), component: part['component'] as Json }));
}

function formFrom(modal: Json): ReturnType<Driver['form']> {
  const text = (modal['components'] as Json[]).find(({ type }) => type === 10)?.['content'];
  const fields = labelsOf(modal).map(({ label, component }) => {
    const options = (component['options'] ?? []) as Json[];
    const chosen = options.find((option) => option['default'] === true)?.['label'];
    return {
      label,
      value: String(component['value'] ?? chosen ?? ''),
      options: options.map((option) => String(option['label'])),
      optional: component['required'] === false,
    };
  });
  return { title: String(modal['title']), text: readMarkdown(String(text ?? '')), fields };
}

/** What a form that was filled in by the labels of its fields sends. */
function answersTo(modal: Json, values: Readonly<Record<string, string>>): Json[] {
  const fields = labelsOf(modal);
  for (const label of Object.keys(values))
    if (!fields.some((field) => field.label === label)) throw new Error(`there is no field "${label}"`);
  return fields.map(({ label, component }, index) => {
    const given = values[label];
    const options = (component['options'] ?? []) as Json[];
    const base = { id: index + 10, custom_id: component['custom_id'], type: component['type'] };
    if (component['type'] === 3) {
      const chosen =
        options.find((option) => option['label'] === given) ?? options.find((option) => option['default'] === true);
      if (given !== undefined && chosen?.['label'] !== given) throw new Error(`no option "${given}"`);
      return { type: 18, id: index + 1, component: { ...base, values: chosen === undefined ? [] : [chosen['value']] } };
    }
    const value = given ?? String(component['value'] ?? '');
    if (value === '' && component['required'] !== false) throw new Error(`"${label}" must be filled in`);
    return { type: 18, id: index + 1, component: { ...base, value } };
  });
}
