import type { Driver, Person, Shown } from '#test/scenarios/driver.ts';
import { channelOf, findMessage, writing } from './driver-writing.ts';
import { emit } from './events.ts';
import { fillIn, showForm } from './forms.ts';
import {
  buttonOn,
  sendClosed,
  sendCommand,
  sendPress,
  sendPressInView,
  sendShortcut,
  sendSubmission,
} from './interactions.ts';
import { escape } from './mrkdwn.ts';
import type { Parts } from './parts.ts';
import { showHome, showMessage } from './screen.ts';
import type { Channel, Message } from './types.ts';
import { everythingOf } from './wire.ts';
import { CHANNELS, OTHER_BOT, PEOPLE } from './workspace.ts';

/** A human's verbs in Slack, and some of an administrator's. */
export interface SlackDriver extends Driver {
  /** A program that writes into channels, too. */
  readonly otherBot: Person;
  /** A line of the bot's log, for `everything`. */
  logged(line: string): void;
  /** Somebody, or the bot, comes into a channel. */
  join(who: Person | 'bot', channel: string): void;
  /** Somebody, or the bot, leaves a channel. */
  leave(who: Person | 'bot', channel: string): void;
  archive(channel: string): void;
  deactivate(person: Person): void;
  /** Closes the modal that is on top. */
  closeForm(person: Person): void;
  /** Takes the app out of the workspace: both events, and no token is good any more. */
  uninstall(): void;
  /** One of the events of an uninstallation alone: each may get lost. Or tokens of people are revoked, and the bot stays. */
  tellsOf(what: 'uninstalled' | 'bot-token' | 'token-of-a-person'): void;
}

interface Bot {
  readonly name: string;
  readonly idle?: () => boolean | Promise<boolean>;
  readonly log?: readonly string[];
}

/** The driver of a fake Slack. */
export function slackDriver(parts: Parts, bot: Bot): SlackDriver {
  const { ws, wire } = parts;
  const idle = bot.idle ?? (() => true);
  return {
    name: bot.name,
    can: { threads: true, cardThreads: true, whispers: true, home: true, redact: false, channels: true },
    channels: CHANNELS,
    people: PEOPLE,
    otherBot: OTHER_BOT,
    ...writing(parts),
    ...interacting(parts),
    ...administering(parts),
    async home(person) {
      const channel = ws.im(person.id);
      wire.lastEvents = [];
      const at = ws.ts();
      const event = { type: 'app_home_opened', user: person.id, channel: channel.id, tab: 'home', event_ts: at };
      emit(parts, 'app_home_opened', event, 'person');
      await wire.settled(idle);
      const view = ws.homes.get(person.id);
      return view === undefined ? null : showHome(ws, view);
    },
    visible({ channel: id, thread }) {
      const channel = channelOf(parts, id);
      return channel.messages
        .filter((message) => thread === undefined || message.ts === thread || message.thread === thread)
        .map((message) => showMessage(ws, channel, message));
    },
    whispers: (person) =>
      [...ws.channels.values()]
        .flatMap((channel) =>
          channel.whispers.filter(({ to }) => to === person.id).map((message) => showMessage(ws, channel, message)),
        )
        .sort(byTime),
    direct(person) {
      const channel = ws.im(person.id);
      return channel.messages.map((message) => showMessage(ws, channel, message));
    },
    everything: () => [everythingOf(wire), ...(bot.log ?? [])].join('\n'),
    logged: (line) => void wire.log.push(line),
    settled: () => wire.settled(idle),
    async redeliver() {
      const again = wire.lastEvents.map((envelope) => ({
        ...envelope,
        id: ws.id('envelope-'),
        attempt: envelope.attempt + 1,
      }));
      wire.lastEvents = again;
      for (const envelope of again) wire.hold(envelope.label, () => wire.send(envelope));
    },
    fail(how) {
      if (how === 'dm-closed') parts.faults.nextDirect('messages_tab_disabled');
      else if (how === 'rate-limited') parts.faults.next('chat.postMessage', { how, afterSeconds: 1 });
      else if (how === 'cut-connection') parts.faults.next('chat.postMessage', { how, done: true });
      else parts.faults.next('chat.postMessage', { how });
    },
  };
}

type Interacting = Pick<SlackDriver, 'command' | 'menu' | 'press' | 'form' | 'submit' | 'closeForm'>;

function interacting(parts: Parts): Interacting {
  const { ws } = parts;
  const top = (person: Person) => ws.modals.get(person.id)?.at(-1);
  const open = (person: Person) => {
    const view = top(person);
    if (view === undefined) throw new Error(`no form is open for ${person.name}`);
    return view;
  };
  return {
    async command(person, name, text = '', where) {
      if (where?.thread !== undefined) throw new Error('slash commands do not work in threads');
      const command = `/${name}`;
      if (parts.commands?.has(command) === false) throw new Error(`${command} is not a valid command`);
      const channel = where === undefined ? ws.im(person.id) : channelOf(parts, where.channel);
      if (!channel.members.has(person.id)) throw new Error(`${person.name} is not in ${channel.name}`);
      sendCommand(parts, person.id, channel, command, typedBehind(parts, command, text));
    },
    async menu(person, where, id) {
      const shortcut = parts.shortcuts.find(({ name }) => name === 'Diagnose this');
      if (shortcut === undefined) throw new Error('there is no shortcut "Diagnose this"');
      const channel = channelOf(parts, where.channel);
      if (!channel.members.has(person.id)) throw new Error(`${person.name} is not in ${channel.name}`);
      sendShortcut(parts, person.id, channel, findMessage(channel, id), shortcut.callback_id);
    },
    async press(person, id, label) {
      const view = [ws.homes.get(person.id), top(person)].find((one) => one?.id === id);
      if (view !== undefined) {
        sendPressInView(parts, view, buttonOn(view.blocks, label, 'the view'), {});
        return;
      }
      const [channel, message] = onScreen(parts, person, id);
      sendPress(parts, person.id, channel, message, buttonOn(message.blocks, label, `message ${id}`));
    },
    form(person) {
      const view = top(person);
      return view === undefined ? null : showForm(ws, view);
    },
    async submit(person, values) {
      const view = open(person);
      if (view.body['submit'] === undefined) throw new Error('this view cannot be sent');
      const filled = fillIn(view, values);
      view.typed = { ...view.typed, ...values };
      sendSubmission(parts, view, filled);
    },
    closeForm: (person) => sendClosed(parts, open(person)),
  };
}

type Administering = Pick<SlackDriver, 'join' | 'leave' | 'archive' | 'deactivate' | 'uninstall' | 'tellsOf'>;

function administering(parts: Parts): Administering {
  const { ws, wire } = parts;
  const idOf = (who: Person | 'bot') => (who === 'bot' ? ws.bot.id : who.id);
  return {
    join(who, id) {
      const channel = channelOf(parts, id);
      channel.members.add(idOf(who));
      wire.lastEvents = [];
      const type = channel.kind === 'public' ? 'C' : 'G';
      const event = {
        type: 'member_joined_channel',
        user: idOf(who),
        channel: id,
        channel_type: type,
        team: ws.team.id,
      };
      if (channel.members.has(ws.bot.id))
        emit(parts, 'member_joined_channel', { ...event, event_ts: ws.ts() }, 'person');
    },
    leave: (who, id) => void channelOf(parts, id).members.delete(idOf(who)),
    archive(id) {
      channelOf(parts, id).archived = true;
    },
    deactivate(person) {
      const user = ws.users.get(person.id);
      if (user !== undefined) user.deactivated = true;
    },
    uninstall() {
      ws.removed = true;
      wire.lastEvents = [];
      emit(
        parts,
        'tokens_revoked',
        { type: 'tokens_revoked', tokens: { bot: [ws.bot.id] }, event_ts: ws.ts() },
        'person',
      );
      emit(parts, 'app_uninstalled', { type: 'app_uninstalled', event_ts: ws.ts() }, 'person');
    },
    tellsOf(what) {
      const tokens = what === 'bot-token' ? { bot: [ws.bot.id] } : { oauth: ['U-someone'] };
      const name = what === 'uninstalled' ? 'app_uninstalled' : 'tokens_revoked';
      emit(parts, name, { type: name, ...(what === 'uninstalled' ? {} : { tokens }), event_ts: ws.ts() }, 'person');
    },
  };
}

/** A message that this person sees: in a channel of theirs, or whispered to them. */
function onScreen({ ws }: Parts, person: Person, ts: string): readonly [Channel, Message] {
  for (const channel of ws.channels.values()) {
    if (!channel.members.has(person.id)) continue;
    const message = [...channel.messages, ...channel.whispers].find((one) => one.ts === ts);
    if (message !== undefined && (message.to === null || message.to === person.id)) return [channel, message];
  }
  throw new Error(`${person.name} sees no message ${ts}`);
}

function byTime(one: Shown, other: Shown): number {
  return Number(one.id) - Number(other.id);
}

/** What Slack delivers of a text behind a command: mentions that were picked only where the manifest says `should_escape`. */
function typedBehind({ escaping, ws }: Parts, command: string, text: string): string {
  return text
    .split(/(<@\w+>)/)
    .map((piece) => {
      const picked = ws.users.get(/^<@(\w+)>$/.exec(piece)?.[1] ?? '');
      if (picked === undefined) return escape(piece);
      return escaping.has(command) ? `<@${picked.id}|${picked.handle}>` : `@${picked.handle}`;
    })
    .join('');
}
