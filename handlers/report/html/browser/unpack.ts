import type { PackedData, PageData } from './page-data.ts';

/** Reads the data of the page. Nothing is requested: the response is a way to read a stream. */
export async function unpackData(text: string): Promise<PageData> {
  const { deflated }: PackedData = JSON.parse(text);
  const bytes = Uint8Array.from(atob(deflated), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).json();
}
