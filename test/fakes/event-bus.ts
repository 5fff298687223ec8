import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** EventBridge's PutEvents over HTTP on loopback: keeps what it takes, and refuses or takes in part as told. */
export interface FakeEventBus {
  readonly endpoint: string;
  readonly entries: { readonly Source: string; readonly DetailType: string; readonly Detail: string }[];
  /** `refuse`: an error of the service; `entry`: a call that went well with an entry that did not. */
  mode: 'take' | 'refuse' | 'entry';
  stop(): Promise<void>;
}

export async function startFakeEventBus(): Promise<FakeEventBus> {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { Entries } = JSON.parse(text) as { Entries: FakeEventBus['entries'] };
    if (bus.mode === 'take') bus.entries.push(...Entries);
    const refused = { ErrorCode: 'InternalFailure', ErrorMessage: 'no' };
    const body = {
      FailedEntryCount: bus.mode === 'take' ? 0 : Entries.length,
      Entries: Entries.map(() => (bus.mode === 'take' ? { EventId: 'x' } : refused)),
    };
    response.writeHead(bus.mode === 'refuse' ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(bus.mode === 'refuse' ? { __type: 'AccessDeniedException', message: 'no' } : body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const bus: FakeEventBus = { endpoint, entries: [], mode: 'take', stop };
  return bus;
}
