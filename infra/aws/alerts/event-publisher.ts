import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

/** PutEvents takes 10 entries. */
const mostAtOnce = 10;

/** Publishes events with source `lastseen`, in order. Throws where the bus refused one; earlier ones are published. */
export async function publishEvents(
  client: EventBridgeClient,
  busName: string,
  entries: { readonly detailType: string; readonly detail: unknown }[],
): Promise<void> {
  for (let start = 0; start < entries.length; start += mostAtOnce) {
    const Entries = entries.slice(start, start + mostAtOnce).map(({ detailType, detail }) => ({
      EventBusName: busName,
      Source: 'lastseen',
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    }));
    const { FailedEntryCount: failed = 0, Entries: results } = await client.send(new PutEventsCommand({ Entries }));
    const refusal = results?.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (failed > 0) throw new Error(`${failed} of ${Entries.length} events were refused: ${refusal?.ErrorCode}`);
  }
}
