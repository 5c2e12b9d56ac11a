import { setting } from '#config/setting.ts';
import { channels, oneOf, shards, text, webAddress, yesOrNo } from '#config/values.ts';

/** What can be set for Discord. */
export const DISCORD = {
  token: setting({
    env: 'DISCORD_TOKEN',
    key: 'discord.token',
    says: 'Bot token, from the "Bot" page of the app',
    form: 'text',
    value: text,
    secret: 'always',
    looks: /^[\w-]{20,}\.[\w-]{5,8}\.[\w-]{20,}$/,
  }),
  messageContent: setting({
    env: 'DISCORD_MESSAGE_CONTENT',
    key: 'discord.message_content',
    says: 'Whether "Message Content Intent" is turned on on the "Bot" page. Only needed to answer pasted errors in channels',
    form: 'yes or no',
    value: yesOrNo,
    otherwise: 'false',
  }),
  watch: setting({
    env: 'DISCORD_CHANNELS',
    key: 'discord.channels',
    says: 'Channels in which the bot answers pasted errors without being mentioned: names or IDs, or all',
    form: 'list or all',
    value: channels,
    otherwise: '',
    example: 'help',
  }),
  staffChannel: setting({
    env: 'DISCORD_STAFF_CHANNEL',
    key: 'discord.staff_channel',
    says: 'ID of the channel that gets the cases for your support team',
    form: 'text',
    value: text,
    example: '123456789012345678',
  }),
  staffRole: setting({
    env: 'DISCORD_STAFF_ROLE',
    key: 'discord.staff_role',
    says: 'Role of your support team: name or ID. Without it, everyone who can see the support channel',
    form: 'text',
    value: text,
    example: 'Support',
  }),
  leak: setting({
    env: 'DISCORD_LEAK',
    key: 'discord.leak',
    says: 'What to do with messages that show a key: delete (needs Manage Messages) or warn',
    form: 'text',
    value: oneOf(['delete', 'warn']),
    otherwise: 'warn',
  }),
  shards: setting({
    env: 'DISCORD_SHARDS',
    key: 'discord.shards',
    says: 'Shards that this process serves: auto, or shard numbers and the total, such as 0-3/8',
    form: 'text',
    value: shards,
    otherwise: 'auto',
  }),
  apiUrl: setting({
    env: 'DISCORD_API_URL',
    key: 'discord.api_url',
    says: 'Replacement for the Discord API address, such as a proxy that enforces rate limits for several processes',
    form: 'text',
    value: webAddress,
    example: 'http://localhost:8080/api',
  }),
};
