import { freePort } from '#test/fakes/free-port.ts';
import { type FakeSlack, startFakeSlack } from '#test/fakes/slack/server.ts';
import type { Broken, BrokenChat } from './delivery.ts';

const FAULTS = {
  'rate-limited': { how: 'rate-limited', afterSeconds: 1 },
  'rate-limited-long': { how: 'rate-limited', afterSeconds: 6 },
  'server-error': { how: 'server-error' },
  'cut-before': { how: 'cut-connection', done: false },
  'cut-after': { how: 'cut-connection', done: true },
} as const satisfies Record<Broken, unknown>;

/** A Slack to break, over Socket Mode or HTTP. */
export async function brokenSlack(transport: 'socket' | 'http'): Promise<BrokenChat & { readonly slack: FakeSlack }> {
  const slack = await startFakeSlack({ transport });
  const driver = slack.driver();
  const port = await freePort();
  if (transport === 'http') slack.connectHttp(`http://127.0.0.1:${port}`);
  const way =
    transport === 'socket'
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) };
  return {
    name: 'slack',
    slack,
    driver,
    env: { SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl, SLACK_CHANNELS: 'help', ...way },
    newcomer(number) {
      const person = { id: `UF${number}`, name: `Person ${number}` };
      slack.state.users.set(person.id, { ...person, handle: `person${number}`, bot: false, deactivated: false });
      return person;
    },
    breaks(fault, times) {
      for (let time = 0; time < times; time += 1) slack.faults.next('chat.postMessage', FAULTS[fault]);
    },
    longWaitMs: 6000,
    posts: () => slack.calls.filter(({ method }) => method === 'chat.postMessage').map(({ at }) => at),
    close: () => slack.close(),
  };
}
