import { setTimeout as wait } from 'node:timers/promises';
import type { Driver, Person, Shown } from '#test/scenarios/driver.ts';
import { commandPayload, eventPayload, interactionJson, messageJson, newResponseUrl } from './payloads.ts';
import { blocksText, buttonsOf, shownFrom } from './screen.ts';
import type { FakeSlack } from './server.ts';
import type { Json, Message } from './types.ts';
import type { Envelope } from './wire.ts';
import { BOT } from './workspace.ts';

const PEOPLE = {
  ann: { id: 'UANN', name: 'Ann' },
  ben: { id: 'UBEN', name: 'Ben' },
  sue: { id: 'USUE', name: 'Sue' },
  tom: { id: 'UTOM', name: 'Tom' },
};
const QUIET_MS = 40;
const PATIENCE_MS = 8000;

/** What the driver asks of the bot. */
export interface Backstage {
  readonly idle: () => boolean;
  readonly log: readonly string[];
}

/** A human's verbs on the fake Slack. `events`: what the app is subscribed to; others are not sent. */
export function slackDriver(slack: FakeSlack, name: string, events: readonly string[], bot: Backstage): Driver {
  const { at } = slack;
  let last: Envelope | null = null;
  const send = (envelope: Envelope) => {
    last = envelope;
    void slack.wire().send(envelope);
  };
  const tell = (event: Json, subscription: string) => {
    if (events.includes(subscription)) send({ type: 'events_api', payload: eventPayload(event, at) });
  };
  const tellMessage = (event: Json, channel: string) => {
    const direct = channel.startsWith('D');
    tell(
      { channel, channel_type: direct ? 'im' : 'channel', event_ts: at.ts(), ...event },
      direct ? 'message.im' : 'message.channels',
    );
  };
  const write = (person: Person, channel: string, thread: string | null, text: string, files: readonly Json[]) => {
    const message: Message = {
      ts: at.ts(),
      channel,
      thread,
      user: person.id,
      text,
      blocks: [],
      edited: false,
      metadata: null,
      files,
      only: null,
    };
    at.messages.push(message);
    const json = { ...messageJson(message), ...(files.length > 0 ? { subtype: 'file_share' } : {}) };
    tellMessage(json, channel);
    if (text.includes(`<@${BOT.user}>`))
      tell({ ...json, type: 'app_mention', channel, event_ts: message.ts }, 'app_mention');
    return message.ts;
  };
  const seenBy = (person: Person) => (message: Message) => message.only === null || message.only === person.id;
  const onScreen = (person: Person, id: string): Message => {
    const found = at.messages.find((message) => message.ts === id && seenBy(person)(message));
    if (found === undefined) throw new Error(`${person.name} does not see a message ${id}`);
    return found;
  };
  const form = (person: Person) => formFrom(at.modals.get(person.id)?.view);
  return {
    name,
    can: { threads: true, whispers: true, home: true, redact: false, channels: true },
    channels: { help: 'CHELP', other: 'COTHER', staff: 'CSTAFF' },
    people: PEOPLE,
    async say(person, where, text, options = {}) {
      const files = (options.files ?? []).map((file) => upload(file, slack));
      const words = options.mention === true ? `<@${BOT.user}> ${text}` : text;
      return write(person, where.channel, where.thread ?? null, words, files);
    },
    tell: async (person, text) => write(person, `D${person.id}`, null, text, []),
    async edit(_person, where, id, text) {
      const message = at.find(where.channel, id);
      const before = messageJson(message);
      message.text = text;
      message.edited = true;
      tellMessage(
        { type: 'message', subtype: 'message_changed', message: messageJson(message), previous_message: before },
        where.channel,
      );
    },
    async remove(_person, where, id) {
      const message = at.find(where.channel, id);
      at.messages.splice(at.messages.indexOf(message), 1);
      tellMessage(
        { type: 'message', subtype: 'message_deleted', deleted_ts: id, previous_message: messageJson(message) },
        where.channel,
      );
    },
    async command(person, command, text = '', where) {
      if (where?.thread !== undefined) throw new Error('Slack has no commands in threads');
      const channel = where?.channel ?? `D${person.id}`;
      const payload = commandPayload({ user: person.id, channel, command: `/${command}`, text }, slack.apiUrl, at);
      send({ type: 'slash_commands', payload });
    },
    async menu(person, where, id) {
      const message = onScreen(person, id);
      send({
        type: 'interactive',
        payload: {
          ...interactionJson('message_action', person.id, at),
          callback_id: 'diagnose_this',
          action_ts: at.ts(),
          channel: { id: where.channel, name: at.channels.get(where.channel)?.name },
          message: messageJson(message),
          message_ts: id,
          response_url: newResponseUrl(slack.apiUrl, where.channel, person.id, at),
        },
      });
    },
    async press(person, id, label) {
      send({ type: 'interactive', payload: pressPayload(person, id, label, slack, onScreen) });
    },
    form,
    async submit(person, values) {
      const open = at.modals.get(person.id);
      if (open === undefined) throw new Error(`no form is open for ${person.name}`);
      at.modals.delete(person.id);
      const view = { ...open.view, id: open.id, hash: at.ts(), state: { values: answersTo(open.view, values) } };
      send({
        type: 'interactive',
        payload: { ...interactionJson('view_submission', person.id, at), view, response_urls: [] },
      });
    },
    async home(person) {
      at.homes.delete(person.id);
      tell(
        { type: 'app_home_opened', user: person.id, channel: `D${person.id}`, tab: 'home', event_ts: at.ts() },
        'app_home_opened',
      );
      await this.settled();
      const blocks = at.homes.get(person.id)?.view['blocks'] as readonly Json[] | undefined;
      if (blocks === undefined) return null;
      const buttons = buttonsOf(blocks).map((button) => button.label);
      return {
        id: `home:${person.id}`,
        where: { channel: '' },
        author: 'bot',
        text: blocksText(blocks),
        buttons,
        edited: false,
      };
    },
    visible: ({ channel, thread }) =>
      at.messages
        .filter((message) => message.channel === channel && message.only === null)
        .filter((message) => thread === undefined || message.thread === thread || message.ts === thread)
        .map((message) => shownFrom(message, at)),
    whispers: (person) =>
      at.messages.filter(({ only }) => only === person.id).map((message): Shown => shownFrom(message, at)),
    direct: (person) =>
      at.messages
        .filter(({ channel, only }) => channel === `D${person.id}` && only === null)
        .map((message) => shownFrom(message, at)),
    everything: () => [...slack.calls.map((call) => JSON.stringify(call)), ...bot.log].join('\n'),
    async settled() {
      const until = performance.now() + PATIENCE_MS;
      let quietSince = performance.now();
      while (performance.now() - quietSince < QUIET_MS) {
        await wait(5);
        if (slack.wire().pending() > 0 || slack.busy() > 0 || !bot.idle()) quietSince = performance.now();
        if (performance.now() > until) throw new Error('the bot does not come to rest');
      }
      if (slack.violations.length > 0) throw new Error(slack.violations.join('; '));
    },
    async redeliver() {
      if (last !== null) await slack.wire().send(last, 1);
    },
    fail: (how) => void slack.faults.push(how),
  };
}

function upload({ name, text }: { readonly name: string; readonly text: string }, { at, apiUrl }: FakeSlack): Json {
  const id = at.id('F');
  at.files.set(id, text);
  const url = apiUrl.replace('/api/', `/files/${id}`);
  return {
    id,
    name,
    mimetype: 'text/plain',
    filetype: 'text',
    mode: 'hosted',
    size: text.length,
    url_private: url,
    permalink: url,
  };
}

function pressPayload(
  person: Person,
  id: string,
  label: string,
  { at, apiUrl }: FakeSlack,
  onScreen: (person: Person, id: string) => Message,
): Json {
  const home = id === `home:${person.id}` ? at.homes.get(person.id) : undefined;
  const message = home === undefined ? onScreen(person, id) : null;
  const blocks = (home?.view['blocks'] as readonly Json[] | undefined) ?? message?.blocks ?? [];
  const button = buttonsOf(blocks).find((one) => one.label === label);
  if (button === undefined) throw new Error(`there is no button "${label}" on ${id}`);
  const action = { ...button.element, block_id: button.block['block_id'] ?? 'b', action_ts: at.ts() };
  const shared = { ...interactionJson('block_actions', person.id, at), actions: [action], state: { values: {} } };
  if (message === null) return { ...shared, container: { type: 'view', view_id: home?.id }, view: home?.view };
  const { channel, thread, ts, only } = message;
  return {
    ...shared,
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: only !== null,
      ...(thread === null ? {} : { thread_ts: thread }),
    },
    channel: { id: channel, name: at.channels.get(channel)?.name ?? 'directmessage' },
    // Slack does not hand over messages that one person alone sees.
    ...(only === null ? { message: messageJson(message) } : {}),
    response_url: newResponseUrl(apiUrl, channel, person.id, at),
  };
}

function formFrom(view: Json | undefined): ReturnType<Driver['form']> {
  if (view === undefined) return null;
  const blocks = view['blocks'] as readonly Json[];
  const plain = (text: unknown) => String((text as Json | undefined)?.['text'] ?? '');
  const fields = blocks
    .filter(({ type }) => type === 'input')
    .map((block) => {
      const element = block['element'] as Json;
      return {
        label: plain(block['label']),
        value: String(element['initial_value'] ?? plain((element['initial_option'] as Json | undefined)?.['text'])),
        options: ((element['options'] as Json[] | undefined) ?? []).map((option) => plain(option['text'])),
        optional: block['optional'] === true,
      };
    });
  return { title: plain(view['title']), text: blocksText(blocks), fields };
}

/** The state of a form that was filled in by the labels of its fields. */
function answersTo(view: Json, values: Readonly<Record<string, string>>): Json {
  const inputs = (view['blocks'] as readonly Json[]).filter(({ type }) => type === 'input');
  const state: Json = {};
  const labels = new Set(inputs.map((block) => String((block['label'] as Json)['text'])));
  for (const label of Object.keys(values)) if (!labels.has(label)) throw new Error(`there is no field "${label}"`);
  for (const block of inputs) {
    const label = String((block['label'] as Json)['text']);
    const element = block['element'] as Json;
    const given = values[label];
    const type = String(element['type']);
    if (type === 'static_select') {
      const options = element['options'] as { text: { text: string }; value: string }[];
      const chosen = options.find(({ text }) => text.text === given) ?? (element['initial_option'] as Json | undefined);
      if (given !== undefined && !options.some(({ text }) => text.text === given))
        throw new Error(`no option "${given}"`);
      state[String(block['block_id'])] = { [String(element['action_id'])]: { type, selected_option: chosen ?? null } };
      continue;
    }
    const value = given ?? (element['initial_value'] as string | undefined) ?? null;
    if ((value ?? '') === '' && block['optional'] !== true) throw new Error(`"${label}" must be filled in`);
    state[String(block['block_id'])] = { [String(element['action_id'])]: { type, value } };
  }
  return state;
}
