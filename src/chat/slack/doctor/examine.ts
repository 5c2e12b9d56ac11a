import type { SlackOptions } from '#chat/slack/adapter.ts';
import type { Finding } from '#finding.ts';
import { examineChannel, examineStaff, examineWatched } from './examine-channels.ts';
import { examineAppToken, examineBotToken, examineSigningSecret, examiningClient } from './examine-tokens.ts';

/** Tries everything that the settings of Slack say, without writing anything there. */
export async function examineSlack(options: Omit<SlackOptions, 'log' | 'port'>): Promise<readonly Finding[]> {
  const { botToken, appToken, signingSecret, apiUrl, watch, staffChannel, staffGroup } = options;
  const client = examiningClient(botToken, apiUrl);
  const owner = await examineBotToken(client, staffGroup !== null);
  const transport =
    appToken === null ? examineSigningSecret(signingSecret ?? '') : await examineAppToken(appToken, apiUrl);
  if (!('user' in owner)) return [...owner.findings, transport];
  const findings = [...owner.findings, transport, ...(await examineWatched(client, watch, owner))];
  const staff = { channel: staffChannel, group: staffGroup };
  if (staffChannel !== null) findings.push(await examineChannel(client, staffChannel, 'Slack support channel', owner));
  if (staffGroup !== null || findings.at(-1)?.state !== 'wrong')
    findings.push(...(await examineStaff(client, staff, owner)));
  return findings;
}
