import { setting } from './setting.ts';
import { channels, text, webAddress } from './values.ts';

/** What can be set for Slack. */
export const SLACK = {
  botToken: setting({
    env: 'SLACK_BOT_TOKEN',
    key: 'slack.bot_token',
    says: 'Bot User OAuth Token, from the page "OAuth & Permissions" of the app',
    form: 'text',
    value: text.startsWith('xoxb-', { error: 'a bot token: xoxb-… (OAuth & Permissions page of the app)' }),
    example: 'xoxb-…',
    secret: 'always',
    looks: /^xox[a-z]-/,
  }),
  appToken: setting({
    env: 'SLACK_APP_TOKEN',
    key: 'slack.app_token',
    says: 'App-level token with the scope connections:write, from "Basic Information": Socket Mode, no public address needed',
    form: 'text',
    value: text.startsWith('xapp-', { error: 'an app-level token: xapp-… (Basic Information page of the app)' }),
    example: 'xapp-…',
    secret: 'always',
    looks: /^xapp-/,
  }),
  signingSecret: setting({
    env: 'SLACK_SIGNING_SECRET',
    key: 'slack.signing_secret',
    says: 'Instead of SLACK_APP_TOKEN, for HTTP: the Signing Secret from "Basic Information"',
    form: 'text',
    value: text,
    secret: 'always',
  }),
  watch: setting({
    env: 'SLACK_CHANNELS',
    key: 'slack.channels',
    says: 'Channels that are answered in unasked: names or ids, or all (that the bot was invited to)',
    form: 'list or all',
    value: channels,
    otherwise: '',
    example: 'help,api-support',
  }),
  staffChannel: setting({
    env: 'SLACK_STAFF_CHANNEL',
    key: 'slack.staff_channel',
    says: 'Id of the channel where cases go that people hand to your staff; its members are the staff',
    form: 'text',
    value: text,
    example: 'C0123456789',
  }),
  staffGroup: setting({
    env: 'SLACK_STAFF_GROUP',
    key: 'slack.staff_group',
    says: "Who the staff is instead of that channel's members: id of a user group (needs the scope usergroups:read)",
    form: 'text',
    value: text,
    example: 'S0123456789',
  }),
  apiUrl: setting({
    env: 'SLACK_API_URL',
    key: 'slack.api_url',
    says: "Another Web API than Slack's",
    form: 'text',
    value: webAddress,
    example: 'https://slack-gov.com/api/',
  }),
};
