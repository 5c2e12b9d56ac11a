import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The way to a server, which can be cut. */
export interface Way {
  /** The server's address, by this way. */
  readonly url: string;
  /** Breaks every connection and takes no new ones, or takes them again. */
  cut(isCut: boolean): void;
  close(): void;
}

/** Opens a way to the server of an address on this machine. */
export async function openWay(to: string): Promise<Way> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((socket) => {
    if (isCut) return void socket.destroy();
    const onward = connect(Number(new URL(to).port), '127.0.0.1');
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        socket.destroy();
        onward.destroy();
      });
    }
    socket.pipe(onward).pipe(socket);
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(to);
  url.port = String((server.address() as AddressInfo).port);
  const cut = (now: boolean) => {
    isCut = now;
    if (now) for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: url.href,
    cut,
    close() {
      cut(true);
      server.close();
    },
  };
}
