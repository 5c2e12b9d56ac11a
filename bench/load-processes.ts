import type { ChildProcess } from 'node:child_process';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startProcess } from '#test/crash/process.ts';
import { freePort } from '#test/fakes/free-port.ts';

/** What a process tells of itself at one moment. */
export interface Sample {
  readonly seconds: number;
  readonly rssMb: number;
  readonly heapMb: number;
  readonly cpuSeconds: number;
  /** 99th percentile since the last sample, in milliseconds. */
  readonly lagMs: number;
  readonly outbox: number;
}

/** A running Keymedic that is looked at from time to time. */
export interface Watched {
  readonly port: number;
  readonly samples: Sample[];
  /** Lines of its log that are warnings or worse, the first few. */
  readonly complaints: string[];
  /** Looks at it now. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const MB = 1024 * 1024;
const MOST_COMPLAINTS = 20;
const LOOK_MS = 2000;

/** Starts the product as people do, and looks at its metrics every two seconds. */
export async function watchedProcess(env: Readonly<Record<string, string>>, folder: string): Promise<Watched> {
  const [port, ops] = [await freePort(), await freePort()];
  const child = await startProcess({ ...env, PORT: String(port), OPS_PORT: String(ops) }, folder);
  const begun = performance.now();
  const samples: Sample[] = [];
  const complaints: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n'))
      if (/"level":"(?:warn|error)"|"level":[456]0/.test(line) && complaints.length < MOST_COMPLAINTS)
        complaints.push(line);
  });
  const look = async () => {
    const response = await fetch(`http://127.0.0.1:${ops}/metrics`).catch(() => null);
    const read = figuresIn((await response?.text()) ?? '');
    if (response === null) return;
    samples.push({
      seconds: (performance.now() - begun) / 1000,
      rssMb: read('process_resident_memory_bytes') / MB,
      heapMb: read('nodejs_heap_size_used_bytes') / MB,
      cpuSeconds: read('process_cpu_seconds_total'),
      lagMs: read('nodejs_eventloop_lag_p99_seconds') * 1000,
      outbox: read('keymedic_outbox_messages'),
    });
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return {
    port,
    samples,
    complaints,
    look,
    async stop() {
      clearInterval(timer);
      await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

function figuresIn(text: string): (name: string) => number {
  const lines = text.split('\n');
  return (name) => Number(lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? 0);
}

/** Hands every request to the next process in turn, as a balancer does. */
export async function startBalancer(
  ports: readonly number[],
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const agent = new Agent({ keepAlive: true });
  let next = 0;
  const server = createServer((incoming, outgoing) => {
    const port = ports[(next += 1) % ports.length];
    const onward = request(
      { host: '127.0.0.1', port, path: incoming.url, method: incoming.method, headers: incoming.headers, agent },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
