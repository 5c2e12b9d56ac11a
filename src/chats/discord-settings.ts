import { setting } from '#config/setting.ts';
import { channels, oneOf, shards, text, webAddress, yesOrNo } from '#config/values.ts';

/** What can be set for Discord. */
export const DISCORD = {
  token: setting({
    env: 'DISCORD_TOKEN',
    key: 'discord.token',
    says: 'Token of the bot, from the page "Bot" of the app',
    form: 'text',
    value: text,
    secret: 'always',
    looks: /^[\w-]{20,}\.[\w-]{5,8}\.[\w-]{20,}$/,
  }),
  messageContent: setting({
    env: 'DISCORD_MESSAGE_CONTENT',
    key: 'discord.message_content',
    says: 'Is "Message Content Intent" switched on on that page? Needed to answer unasked; all else works without',
    form: 'yes or no',
    value: yesOrNo,
    otherwise: 'false',
  }),
  watch: setting({
    env: 'DISCORD_CHANNELS',
    key: 'discord.channels',
    says: 'Channels that are answered in unasked: names or ids, or all',
    form: 'list or all',
    value: channels,
    otherwise: '',
    example: 'help',
  }),
  staffChannel: setting({
    env: 'DISCORD_STAFF_CHANNEL',
    key: 'discord.staff_channel',
    says: 'Id of the channel where cases go that people hand to your staff',
    form: 'text',
    value: text,
    example: '123456789012345678',
  }),
  staffRole: setting({
    env: 'DISCORD_STAFF_ROLE',
    key: 'discord.staff_role',
    says: 'Who the staff is: name or id of a role; without it those who see the staff channel',
    form: 'text',
    value: text,
    example: 'Support',
  }),
  leak: setting({
    env: 'DISCORD_LEAK',
    key: 'discord.leak',
    says: 'What happens to messages that show a key: delete (needs Manage Messages) or warn',
    form: 'text',
    value: oneOf(['delete', 'warn']),
    otherwise: 'warn',
  }),
  shards: setting({
    env: 'DISCORD_SHARDS',
    key: 'discord.shards',
    says: 'The part of the servers that this process serves: auto, or shards and their number such as 0-3/8',
    form: 'text',
    value: shards,
    otherwise: 'auto',
  }),
  apiUrl: setting({
    env: 'DISCORD_API_URL',
    key: 'discord.api_url',
    says: "Another API than Discord's, such as a proxy that keeps rate limits for several processes",
    form: 'text',
    value: webAddress,
    example: 'http://localhost:8080/api',
  }),
};
