import { setTimeout as wait } from 'node:timers/promises';
import { discordDriver } from '#test/fakes/discord-server/driver.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord-server/server.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import type { Driver, Person } from '#test/scenarios/driver.ts';
import { PASTE } from '#test/scenarios/stories/pastes.ts';

/** A case that people and staff talk in while processes die. */
export interface Talk {
  readonly driver: Driver;
  readonly person: Person;
  readonly card: string;
  /** Does the chat say again what was not acknowledged? */
  readonly repeats: boolean;
  readonly lines: string[];
  readonly said: string[];
}

/** Both chats with their people; the staff is on Slack. */
export interface Town {
  readonly slack: FakeSlack;
  readonly discord: FakeDiscord;
  readonly env: Readonly<Record<string, string>>;
  readonly discordEnv: Readonly<Record<string, string>>;
  readonly talks: readonly Talk[];
  /** Two people of Slack and one of Discord hand over a case; a process must be running. */
  beginTalks(): Promise<void>;
  /** Somebody new pastes an error in a channel of their own; its number. */
  paste(): Promise<number>;
  answersTo(number: number): number;
  /** The staff writes a line for the person of a talk, the person one for the staff. */
  line(talk: Talk): Promise<void>;
  say(talk: Talk): Promise<void>;
  /** What came of the lines, in the order in which it is seen. */
  linesSeen(talk: Talk): string[];
  saidSeen(talk: Talk): string[];
  close(): Promise<void>;
}

/** Opens the town. */
export async function openTown(): Promise<Town> {
  const slack = await startFakeSlack({ transport: 'socket' });
  const discord = await startFakeDiscord({ messageContent: true });
  const bot = { idle: () => true, log: [], redact: false };
  const onSlack = slack.driver();
  const onDiscord = discordDriver(discord, 'discord', bot);
  const { sue } = onSlack.people;
  const talks: Talk[] = [];
  let pastes = 0;
  const seen = (texts: readonly string[], wanted: readonly string[]) =>
    texts.flatMap((text) => wanted.filter((one) => text.includes(one)));
  const begin = async (driver: Driver, person: Person, repeats: boolean) => {
    const answers = () => driver.visible({ channel: driver.channels.help }).filter(({ author }) => author === 'bot');
    const cards = () => onSlack.visible({ channel: CHANNELS.staff }).filter(({ text }) => /Case \d+:/.test(text));
    const [answered, known] = [answers().length, cards().length];
    await driver.say(person, { channel: driver.channels.help }, PASTE);
    await until(() => answers().length > answered);
    await driver.press(person, answers().at(-1)?.id ?? '', 'Get a human');
    await until(() => driver.form(person) !== null);
    await driver.submit(person, { 'Tool and version': 'curl' });
    await until(
      () => cards().length > known && driver.direct(person).some(({ text }) => text.includes('support team')),
    );
    talks.push({ driver, person, card: cards().at(-1)?.id ?? '', repeats, lines: [], said: [] });
  };
  return {
    slack,
    discord,
    talks,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      SLACK_CHANNELS: 'all',
      SLACK_STAFF_CHANNEL: CHANNELS.staff,
      STAFF_CHAT: 'slack',
      SECRET_KEY: 'the secret of the crash test',
    },
    discordEnv: {
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_MESSAGE_CONTENT: 'true',
      DISCORD_CHANNELS: 'all',
    },
    async beginTalks() {
      await begin(onSlack, onSlack.people.ann, true);
      await begin(onSlack, onSlack.people.ben, true);
      await begin(onDiscord, onDiscord.people.ann, false);
    },
    async paste() {
      pastes += 1;
      await onSlack.say(newcomer(slack, pastes), { channel: `CC${pastes}` }, PASTE);
      return pastes;
    },
    answersTo: (number) => slack.state.channels.get(`CC${number}`)?.messages.filter(({ ofBot }) => ofBot).length ?? 0,
    async line(talk) {
      const line = `line ${talk.lines.length} for ${talk.card}.`;
      talk.lines.push(line);
      await onSlack.say(sue, { channel: CHANNELS.staff, thread: talk.card }, `>> ${line}`);
    },
    async say(talk) {
      const words = `word ${talk.said.length} on ${talk.card}.`;
      talk.said.push(words);
      await talk.driver.tell(talk.person, words);
    },
    linesSeen: ({ driver, person, lines }) =>
      seen(
        driver
          .direct(person)
          .filter(({ author }) => author === 'bot')
          .map(({ text }) => text),
        lines,
      ),
    saidSeen: ({ card, said }) =>
      seen(
        onSlack
          .visible({ channel: CHANNELS.staff, thread: card })
          .filter(({ author }) => author === 'bot')
          .map(({ text }) => text),
        said,
      ),
    async close() {
      await slack.close();
      await discord.close();
    },
  };
}

/** Everybody writes in a channel of their own: manners would else silence the bot. */
function newcomer({ state }: FakeSlack, number: number): Person {
  const person = { id: `UC${number}`, name: `Person ${number}` };
  const channel = `CC${number}`;
  state.users.set(person.id, { ...person, handle: person.id, bot: false, deactivated: false });
  const members = new Set([state.bot.id, person.id]);
  const empty = { archived: false, messages: [], whispers: [] };
  state.channels.set(channel, { id: channel, name: channel, kind: 'public', members, ...empty });
  return person;
}

const PATIENCE_MS = 30_000;

/** Waits until something holds. @throws where it does not come to that */
export async function until(holds: () => boolean, patienceMs = PATIENCE_MS): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await wait(20);
  }
}
