import type { Driver, NewFile, Person } from '#test/scenarios/driver.ts';
import { messageJson, openThreadOn, serverOf } from './json.ts';
import type { FakeDiscord } from './server.ts';
import { BOT, type Guild, type Json, type Message, newMessage, OTHER_APP } from './state.ts';

type Writing = Pick<
  Driver,
  'say' | 'tell' | 'edit' | 'remove' | 'forward' | 'alert' | 'wroteLongAgo' | 'pin' | 'slowFiles'
>;

/** What people, and other apps, do with messages. */
export function writing({ guild, gateway, apiUrl }: FakeDiscord): Writing {
  /** Without the intent the bot reads only what is addressed to it. */
  const hidden = (message: Message) => {
    const direct = guild.channels.get(message.channel)?.type === 1;
    const answered = guild.messages.find(({ id }) => id === message.reference)?.author === BOT;
    return !direct && !gateway.readsContent() && !message.content.includes(`<@${BOT}>`) && !answered;
  };
  const tell = (event: string, message: Message, more: Json = {}) =>
    gateway.dispatch(event, { ...messageJson(message, guild, hidden(message)), ...more });
  const write = (person: string, channel: string, more: Partial<Message>) => {
    const message = newMessage(guild, channel, person, more);
    guild.messages.push(message);
    tell('MESSAGE_CREATE', message);
    return message.id;
  };
  const uploads = (files: readonly NewFile[]) => files.map((file) => upload(file, guild, apiUrl));
  const channelFor = (person: Person, channel: string) => (channel === '' ? guild.dm(person.id).id : channel);
  return {
    async say(person, { channel, thread }, text, options = {}) {
      if (thread !== undefined && !guild.channels.has(thread))
        gateway.dispatch('THREAD_CREATE', { ...openThreadOn(guild, channel, thread, 'a thread'), newly_created: true });
      const content = options.mention === true ? `<@${BOT}> ${text}` : text;
      return write(person.id, thread ?? channel, { content, attachments: uploads(options.files ?? []) });
    },
    tell: async (person, text) => write(person.id, guild.dm(person.id).id, { content: text }),
    async edit(_person, _where, id, text) {
      const message = findMessage(guild, id);
      message.content = text;
      message.edited = new Date().toISOString();
      tell('MESSAGE_UPDATE', message);
    },
    async remove(_person, where, id) {
      const message = findMessage(guild, id);
      guild.messages.splice(guild.messages.indexOf(message), 1);
      gateway.dispatch('MESSAGE_DELETE', {
        id,
        channel_id: where.thread ?? where.channel,
        guild_id: serverOf(where.channel, guild),
      });
    },
    forward: async (person, { channel, thread }, text, files = []) =>
      write(person.id, thread ?? channelFor(person, channel), { snapshots: [snapshot(text, uploads(files))] }),
    alert: async ({ channel, thread }, text, how) => write(OTHER_APP, thread ?? channel, alertOf(text, how)),
    wroteLongAgo(person, { channel }, text, ago) {
      const at = Date.now() - ago;
      const edited = new Date(at + 60_000).toISOString();
      const message = newMessage(guild, channel, person.id, { id: guild.id$(at), content: text, at, edited });
      guild.messages.unshift(message);
      return message.id;
    },
    async pin(_where, id) {
      const message = findMessage(guild, id);
      message.pinned = true;
      tell('MESSAGE_UPDATE', message);
    },
    slowFiles(ms) {
      guild.fileMs = ms;
    },
  };
}

/** @throws where there is no such message */
export function findMessage(guild: Guild, id: string): Message {
  const found = guild.messages.findLast((message) => message.id === id);
  if (found === undefined) throw new Error(`there is no message ${id}`);
  return found;
}

/** A content type comes only where Discord knows one: https://docs.discord.com/developers/resources/message#attachment-object */
function upload({ name, text, bytes = Buffer.from(text) }: NewFile, guild: Guild, apiUrl: string): Json {
  const id = guild.id$();
  guild.files.set(id, bytes);
  const url = apiUrl.replace(/\/api$/, `/files/${id}`);
  const type = /\.(?:txt|log)$/.test(name) ? 'text/plain; charset=utf-8' : name.endsWith('.png') ? 'image/png' : null;
  const size = bytes.length;
  return {
    id,
    filename: name,
    size,
    url,
    proxy_url: url,
    ...(type === null ? {} : { content_type: type }),
  };
}

/** https://docs.discord.com/developers/resources/message#message-snapshot-object */
function snapshot(content: string, attachments: readonly Json[]): Json {
  return {
    message: {
      type: 0,
      content,
      attachments,
      embeds: [],
      components: [],
      mentions: [],
      mention_roles: [],
      flags: 0,
      timestamp: '2026-01-01T00:00:00.000Z',
      edited_timestamp: null,
    },
  };
}

/** What monitoring apps send. */
function alertOf(text: string, how: 'blocks' | 'attachment'): Partial<Message> {
  if (how === 'attachment')
    return { embeds: [{ type: 'rich', title: 'Job failed', fields: [{ name: 'Log', value: text, inline: false }] }] };
  const words = { type: 10, id: 2, content: `\`\`\`\n${text}\n\`\`\`` };
  return { flags: 1 << 15, components: [{ type: 17, id: 1, components: [words] }] };
}
