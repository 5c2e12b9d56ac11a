import type { Driver, NewFile, Person, Where } from '#test/scenarios/driver.ts';
import { emitPinned } from './events.ts';
import { change, make, post, take } from './messages.ts';
import { makeFile } from './methods-files.ts';
import { escape, typed } from './mrkdwn.ts';
import type { Parts } from './parts.ts';
import type { Block, Channel, Loose, Message, StoredFile } from './types.ts';
import { fileJson, OTHER_BOT } from './workspace.ts';

type Writing = Pick<
  Driver,
  'say' | 'tell' | 'edit' | 'remove' | 'forward' | 'alert' | 'wroteLongAgo' | 'pin' | 'slowFiles'
>;

/** What people, and other apps, do with messages. */
export function writing(parts: Parts): Writing {
  const { ws, wire } = parts;
  const write = (
    person: Person,
    channel: Channel,
    text: string,
    options: Parameters<Driver['say']>[3] & Partial<Where> & { readonly attachments?: readonly Loose[] } = {},
  ) => {
    if (channel.archived) throw new Error(`${channel.name} is archived`);
    if (!channel.members.has(person.id)) throw new Error(`${person.name} is not in ${channel.name}`);
    const thread = options.thread ?? null;
    if (thread !== null && findMessage(channel, thread).thread !== null)
      throw new Error(`${thread} is not the root of a thread`);
    wire.lastEvents = [];
    const files = (options.files ?? []).map((given) => upload(parts, person, given));
    const { attachments } = options;
    const more = attachments === undefined ? {} : { attachments };
    return post(
      parts,
      channel,
      { user: person.id, ...wordsOf(parts, text, options.mention), thread, files, ...more },
      'person',
    ).ts;
  };
  const own = (person: Person, { channel: id }: Where, ts: string): readonly [Channel, Message] => {
    const channel = channelOf(parts, id);
    const message = findMessage(channel, ts);
    if (message.user !== person.id) throw new Error(`${person.name} did not write ${ts}`);
    wire.lastEvents = [];
    return [channel, message];
  };
  return {
    say: async (person, where, text, options = {}) =>
      write(person, channelOf(parts, where.channel), text, { ...options, ...where }),
    tell: async (person, text) => write(person, ws.im(person.id), text),
    async edit(person, where, id, text) {
      const [channel, message] = own(person, where, id);
      const { text: said, blocks } = wordsOf(parts, text, message.text.startsWith(`<@${ws.bot.id}>`));
      change(parts, channel, message, { text: said, blocks }, 'person');
    },
    async remove(person, where, id) {
      const [channel, message] = own(person, where, id);
      take(parts, channel, message, 'person');
    },
    forward: async (person, where, text, files = []) =>
      write(person, where.channel === '' ? ws.im(person.id) : channelOf(parts, where.channel), '', {
        ...where,
        attachments: [
          share(
            parts,
            text,
            files.map((file) => upload(parts, person, file)),
          ),
        ],
      }),
    alert: async (where, text, how) =>
      post(
        parts,
        channelOf(parts, where.channel),
        { user: OTHER_BOT.id, thread: null, ...alertOf(parts, text, how) },
        'bot',
      ).ts,
    wroteLongAgo(person, where, text, ago) {
      const draft = { user: person.id, thread: null, ...wordsOf(parts, text) };
      const at = ws.now() - ago;
      const message = make(parts, draft, `${Math.floor(at / 1000)}.000100`);
      message.edited = `${Math.floor(at / 1000) + 60}.000000`;
      channelOf(parts, where.channel).messages.unshift(message);
      return message.ts;
    },
    async pin(where, id) {
      const channel = channelOf(parts, where.channel);
      emitPinned(parts, channel, findMessage(channel, id));
    },
    slowFiles(ms) {
      ws.fileMs = ms;
    },
  };
}

function wordsOf(
  { ws }: Parts,
  text: string,
  mention = false,
): { readonly text: string; readonly blocks: Block[] | null } {
  const { text: said, elements } = typed(text, mention ? ws.bot.id : null);
  return { text: said, blocks: elements.length === 0 ? null : [richText(ws.id('blk'), elements)] };
}

function upload({ ws }: Parts, person: Person, { name, text, bytes: given, connect }: NewFile): StoredFile {
  const bytes = given === undefined ? Buffer.from(text, 'utf8') : Buffer.from(given);
  const made = makeFile(ws, person.id, name, bytes.length);
  const file = { ...made, bytes, shared: true, ...(connect === true ? { connect } : {}) };
  ws.files.set(file.id, file);
  return file;
}

/** A forwarded message as it comes in `attachments`: the message around it has no text. */
function share({ ws }: Parts, text: string, files: readonly StoredFile[]): Loose {
  const { text: said, elements } = typed(text, null);
  const blocks = [richText(ws.id('blk'), elements)];
  const url = `https://${ws.team.domain}.slack.com/archives/C0ELSEWHER/p1700000000000100`;
  return {
    id: 1,
    ts: '1700000000.000100',
    author_id: 'U0CAROL001',
    author_name: 'Carol',
    author_subname: 'Carol',
    channel_id: 'C0ELSEWHER',
    channel_team: ws.team.id,
    color: 'D0D0D0',
    is_msg_unfurl: true,
    is_share: true,
    text: said,
    fallback: `[November 14th, 2023 2:13 PM] carol: ${said}`,
    from_url: url,
    original_url: url,
    footer: 'Posted in #elsewhere',
    message_blocks: [{ team: ws.team.id, channel: 'C0ELSEWHER', ts: '1700000000.000100', message: { blocks } }],
    mrkdwn_in: ['text'],
    ...(files.length === 0 ? {} : { files: files.map((file) => fileJson(ws, file)) }),
  };
}

/** What monitoring apps send. */
function alertOf({ ws }: Parts, text: string, how: 'blocks' | 'attachment') {
  if (how === 'attachment') {
    const attachment = {
      id: 1,
      color: 'a30200',
      title: 'Job failed',
      fallback: 'Job failed',
      fields: [{ title: 'Log', value: escape(text), short: false }],
    };
    return { text: '', attachments: [attachment] };
  }
  const blocks = [
    { type: 'header', block_id: ws.id('blk'), text: { type: 'plain_text', text: 'Job failed', emoji: true } },
    {
      type: 'section',
      block_id: ws.id('blk'),
      text: { type: 'mrkdwn', text: `\`\`\`${escape(text)}\`\`\``, verbatim: false },
    },
  ];
  return { text: '', blocks };
}

/** @throws where there is no such channel */
export function channelOf({ ws }: Parts, id: string): Channel {
  const channel = ws.channels.get(id);
  if (channel === undefined) throw new Error(`there is no channel ${id}`);
  return channel;
}

/** @throws where there is no such message */
export function findMessage(channel: Channel, ts: string): Message {
  const message = channel.messages.find((one) => one.ts === ts && one.subtype !== 'tombstone');
  if (message === undefined) throw new Error(`there is no message ${ts} in ${channel.name}`);
  return message;
}

function richText(id: string, elements: readonly unknown[]): Block {
  return { type: 'rich_text', block_id: id, elements: [{ type: 'rich_text_section', elements }] };
}
