import { openManySlack } from '#chat/slack/many/adapter.ts';
import { installationStore } from '#chat/slack/many/installations.ts';
import { sealerWith } from '#chat/slack/many/seal.ts';
import { slackInstallationsIn } from '#chats/slack-installations.ts';
import { openLog } from '#ops/log.ts';
import type { Store } from '#store/types.ts';
import { startFakeCity, type Town } from '#test/fakes/slack/city.ts';
import { CHANNELS } from '#test/fakes/slack/workspace.ts';
import type { OpenStage } from './harness.ts';

const SECRET = 'the secret of the stories';

/** What the bot of many workspaces is like in one of them, while another one is there as well. */
export async function openManyStage(
  log: (line: string) => void,
  {
    port,
    city: options,
  }: { readonly port: number; readonly city: Omit<Parameters<typeof startFakeCity>[0], 'redirectUrls'> },
): ReturnType<OpenStage> {
  const city = await startFakeCity({ redirectUrls: ['https://bot.example/slack/oauth_redirect'], ...options });
  const acme = city.open({ id: 'T1', name: 'Acme', domain: 'acme' });
  const other = city.open({ id: 'T2', name: 'Other', domain: 'other' });
  city.connect([`http://127.0.0.1:${port}`]);
  const write = openLog('debug', log);
  return {
    async connect(store) {
      if (acme.botToken() === '') for (const town of [acme, other]) await installed(town, store);
      const { apiUrl, clientId, clientSecret, signingSecret } = city;
      const address = { apiUrl, clientId, clientSecret, signingSecret, redirectUrl: null, port, secret: SECRET };
      return [openManySlack({ ...address, ...slackInstallationsIn(store), watch: new Set(), log: write })];
    },
    staff: null,
    driver: (bot) => acme.driver(bot),
    close: () => city.close(),
  };
}

/** As if the workspace had gone through the pages, and its administrator through the form. */
async function installed(town: Town, store: Store): Promise<void> {
  const { installations } = slackInstallationsIn(store);
  const { id } = town.team;
  const { bot } = town.state;
  const token = town.grant();
  await installationStore(installations, sealerWith(SECRET), () => undefined).storeInstallation({
    team: { id },
    enterprise: undefined,
    user: { id: 'U0SUE00001', token: undefined, scopes: undefined },
    bot: { id: bot.botId, userId: bot.id, scopes: [], token },
  });
  await installations.configure(id, { channels: [CHANNELS.help], staffChannel: CHANNELS.staff });
}
