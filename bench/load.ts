import { parseArgs } from 'node:util';
import { compile } from '#diagnosis/catalogue/compile.ts';
import { figuresOf, tableOf } from './load-figures.ts';
import { measureLoad } from './load-run.ts';
import { misread } from './load-texts.ts';
import { loaded } from './loaded.ts';

const HELP = `Usage: npm run bench:load [-- OPTIONS]

Starts Keymedic against a Slack and a Discord on loopback, and sends messages at a steady pace, 8 in 10 of them ordinary talk.
Half go to each chat. Latencies count from when a message was due. Exit status 1 where something was lost or doubled.

  --rate 200          messages a second
  --seconds 300       for so long
  --servers 1000      Discord servers with a channel each, and as many Slack channels
  --processes 1       with 2: Slack over HTTP behind a balancer, half of Discord's servers each; needs --database postgres
  --database sqlite   or postgres, started for the run
  --json              the figures as one object
`;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '300' },
    servers: { type: 'string', default: '1000' },
    processes: { type: 'string', default: '1' },
    database: { type: 'string', default: 'sqlite' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else process.exitCode = await main();

async function main(): Promise<number> {
  const wrong = misread(compile(loaded()));
  for (const text of wrong) process.stderr.write(`not taken as it is meant: ${text}\n`);
  if (wrong.length > 0) return 1;
  const [rate, seconds, servers, processes] = [values.rate, values.seconds, values.servers, values.processes].map(
    Number,
  );
  const database = values.database === 'postgres' ? 'postgres' : 'sqlite';
  const options = {
    rate: rate ?? 0,
    seconds: seconds ?? 0,
    servers: servers ?? 0,
    processes: processes ?? 1,
    database,
  } as const;
  const figures = figuresOf(options, await measureLoad(options));
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : tableOf(figures));
  return figures.faults.length === 0 ? 0 : 1;
}
