import { startFakeSlack } from '#test/fakes/slack/server.ts';
import { measureChat, type Rig } from './chat-load.ts';

await measureChat('slack', 'bench/slack-echo.ts', openRig);

async function openRig(): Promise<Rig> {
  const slack = await startFakeSlack({ transport: 'socket' });
  const driver = slack.driver();
  const { state, wire } = slack;
  const rig: Rig = {
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      SLACK_CHANNELS: 'all',
    },
    say(number, text) {
      const person = { id: `UB${number}`, name: `Person ${number}` };
      const channel = `CB${number}`;
      state.users.set(person.id, { ...person, handle: person.id, bot: false, deactivated: false });
      const members = new Set([state.bot.id, person.id]);
      state.channels.set(channel, {
        id: channel,
        name: channel,
        kind: 'public',
        members,
        archived: false,
        messages: [],
        whispers: [],
      });
      return driver.say(person, { channel }, text);
    },
    onReply: () => undefined,
    onAck: () => undefined,
    violations: wire.violations,
    close: () => slack.close(),
  };
  wire.onCall = ({ method, args }) => {
    if (method === 'chat.postMessage') rig.onReply(String(args['thread_ts']));
  };
  const send = wire.send.bind(wire);
  wire.send = async (envelope) => {
    const from = performance.now();
    const outcome = await send(envelope);
    rig.onAck(performance.now() - from);
    return outcome;
  };
  return rig;
}
