// Names of images: `registry:5000/path:tag`, with a digest, or an id.

/** A name and its tag. */
export interface Name {
  readonly name: string;
  /** A tag, or a digest with its algorithm. */
  readonly tag: string;
}

/** Whether an image is named by its id, which no registry knows. */
export const isImageId = (name: string): boolean => /^sha256:[0-9a-f]{64}$/i.test(name);

/** A name and the tag within it, if there is one. */
export function splitName(text: string, tag: string): Name {
  const [, name = text, digest] = /^(.*)@(.*)$/.exec(text) ?? [];
  if (digest !== undefined) return { name, tag: digest };
  const [, plain = text, own = tag] = /^(.*):([^/:]*)$/.exec(text) ?? [];
  return { name: plain, tag: own };
}

/** The whole name of an image. */
export function referenceOf(text: string, tag = 'latest'): string {
  if (isImageId(text)) return text;
  const { name, tag: own } = splitName(text, tag);
  return own.includes(':') ? `${name}@${own}` : `${name}:${own}`;
}
