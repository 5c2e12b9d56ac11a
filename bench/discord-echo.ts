import { Client, Events, GatewayIntentBits } from 'discord.js';

// The least that a bot can do with discord.js: the mark to measure against.
const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits;
const client = new Client({
  intents: [Guilds, GuildMessages, MessageContent],
  rest: { api: process.env['DISCORD_API_URL'] ?? '' },
});
client.on(Events.MessageCreate, (message) => {
  if (!message.author.bot) void message.reply(message.content);
});
client.once(Events.ClientReady, () => process.stdout.write('keymedic runs\n'));
process.once('SIGTERM', () => process.exit(0));
await client.login(process.env['DISCORD_TOKEN']);
